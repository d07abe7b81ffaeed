"""What comes of a history: whole, quiet, each state as its source tells it?"""

from dataclasses import replace

import pytest

from syndicate.domain.articles import Kind, Status
from syndicate.domain.changes import Change
from syndicate.domain.histories import PastStory
from syndicate.domain.replaying import Imported, Move
from syndicate.errors import Unreadable
from syndicate.services.import_history import RELAYED_AT_ONCE, Wishes
from syndicate.services.verify import Verify
from syndicate.store.unit_of_work import Store
from tests.services.archive import DAY, DRAFTED, NOW, START, WISHES, Archive, past, post


@pytest.fixture
def archive(store: Store) -> Archive:
    """Give an empty archive on either database."""
    return Archive(store)


def test_every_revision_keeps_its_instant_and_its_kind_follows_by_rule(archive: Archive) -> None:
    done = archive.bring(
        past(
            post(),
            post(extra="layout: wide\n"),
            post(extra="tags: [harbour]\n"),
            post().replace("\n", "\n\n", 8),
            post(title="The bridge is open"),
            post("Few came to see it, and none of them stayed.", title="The bridge is open"),
        )
    )
    kinds = [Kind.ORIGINAL, *[Kind.MINOR] * 3, *[Kind.UPDATE] * 2]
    assert archive.kinds() == kinds
    assert (list(done.kinds), done.slug, done.status) == (kinds, "bridge", Status.PUBLISHED)
    assert [r.published for r in archive.revisions()] == [START + n * DAY for n in range(6)]
    article = archive.article()
    assert (article.first_published, article.edited) == (START, START + 5 * DAY)
    assert article.updated == START + 5 * DAY
    assert article.recorded > NOW


def test_states_told_in_any_order_are_published_by_instant(archive: Archive) -> None:
    first, second, third = past(post("A."), post("B."), post("C.")).states
    archive.bring(PastStory.of("a", [third, first, second]))
    assert [r.published for r in archive.revisions()] == [START, START + DAY, START + 2 * DAY]


def test_unchanged_texts_make_no_revision(archive: Archive) -> None:
    done = archive.bring(past(post(), post(), post("More.")))
    assert done.moves == (Move.PUBLISHED, Move.UNCHANGED, Move.REVISED)
    assert len(archive.revisions()) == 2


def test_a_deletion_unpublishes_and_a_reappearance_reinstates(archive: Archive) -> None:
    done = archive.bring(past(post(), None, None, post()))
    assert done.moves == (Move.PUBLISHED, Move.UNPUBLISHED, Move.UNCHANGED, Move.REINSTATED)
    assert (archive.kinds(), archive.article().status) == (
        [Kind.ORIGINAL, Kind.UPDATE],
        Status.PUBLISHED,
    )


def test_a_story_that_ends_deleted_is_unpublished(archive: Archive) -> None:
    archive.bring(past(post(), None))
    assert (archive.article().status, len(archive.revisions())) == (Status.UNPUBLISHED, 1)
    assert [event.change for event in archive.events()] == [Change.UNPUBLISH]


def test_a_story_that_never_had_a_text_is_not_there(archive: Archive) -> None:
    assert archive.bring(past(None, None)).status is None
    assert archive.bring(past("", key="b")).faults == (
        "_posts/2024-01-01-bridge.md: the text is empty (as of 2024-01-01T00:00:00+00:00)",
    )
    assert archive.events() == []


def test_an_empty_text_leaves_the_words_as_they_are(archive: Archive) -> None:
    done = archive.bring(past(post(), " \n", post()))
    assert done.moves == (Move.PUBLISHED, Move.UNCHANGED, Move.UNCHANGED)
    assert len(done.faults) == 1


def test_broken_front_matter_changes_the_body_alone_and_is_noted(archive: Archive) -> None:
    broken = post("More words came later.").replace("title:", 'title: "A" b:')
    done = archive.bring(past(post(), broken))
    content = archive.revisions()[-1].content
    assert content is not None
    assert (content.headline, len(done.faults)) == ("The bridge", 1)
    assert "More words" in content.body_html


def test_messages_become_notes_only_where_asked_for(archive: Archive) -> None:
    archive.bring(past(post(), post("More came to it.")))
    archive.bring(past(post(), post("More came to it."), key="b"), Wishes(notes=True))
    assert [r.note for r in archive.revisions()] == ["", ""]
    assert [r.note for r in archive.revisions("bridge-2")] == ["", "said 1"]


def test_a_history_is_quiet_and_told_in_one_event(archive: Archive) -> None:
    archive.bring(past(post(), post("More came to it.")))
    (event,) = archive.events()
    assert (event.quiet, event.number, event.change) == (True, 2, Change.ORIGINAL)
    assert {revision.quiet for revision in archive.revisions()} == {True}


def test_the_section_asked_for_is_every_revisions(archive: Archive) -> None:
    archive.bring(past(post(extra="section: Local\n")), Wishes(section="Archive"))
    (revision,) = archive.revisions()
    assert revision.content is not None
    assert revision.content.section == "Archive"


def test_slugs_come_from_paths_and_are_made_unique(archive: Archive) -> None:
    slugs = [
        archive.bring(past(post(), key=key, path=path)).slug
        for key, path in (("a", "_posts/2024-01-01-bridge.md"), ("b", "x/bridge.html"))
    ]
    assert slugs == ["bridge", "bridge-2"]


def test_the_slug_follows_the_path_and_former_ones_lead_on(archive: Archive) -> None:
    states = [
        replace(state, path=path)
        for state, path in zip(
            past(*[post()] * 4).states, ("a/x.md", "b/x.md", "y.md", "x.md"), strict=True
        )
    ]
    assert archive.bring(PastStory.of("a", states[:3])).slug == "y"
    assert archive.article("x").slug == "y"
    assert archive.bring(PastStory.of("a", states)).slug == "x"
    assert archive.article("y").slug == "x"
    assert [event.change for event in archive.events()] == [Change.ORIGINAL, Change.RENAME]


def test_a_draft_is_saved_as_one_until_it_is_made_public(archive: Archive) -> None:
    done = archive.bring(past(post(extra=DRAFTED)))
    assert (done.status, archive.article().head, archive.events()) == (Status.DRAFT, 0, [])
    archive.bring(past(post(extra=DRAFTED), post("More.", extra=DRAFTED), post("Most.")))
    (revision,) = archive.revisions()
    assert (revision.kind, revision.published) == (Kind.ORIGINAL, START + 2 * DAY)
    with archive.store.read() as tx:
        assert tx.drafts.of(revision.article_id) is None


def test_the_draft_has_the_newest_words(archive: Archive) -> None:
    archive.bring(past(post(extra=DRAFTED), post("Newer.", extra=DRAFTED)))
    with archive.store.read() as tx:
        draft = tx.drafts.of(tx.articles.by_slug("bridge").id)
    assert draft is not None
    assert "Newer." in draft.content.body_html
    assert draft.quiet


def test_a_post_called_back_to_draft_is_unpublished(archive: Archive) -> None:
    archive.bring(past(post(), post(extra=DRAFTED)))
    assert archive.article().status is Status.UNPUBLISHED


def test_a_dry_run_tells_all_and_changes_nothing(archive: Archive) -> None:
    done = archive.bring(past(post(), None), Wishes(dry_run=True))
    assert (done.slug, done.status) == ("bridge", Status.UNPUBLISHED)
    assert done.kinds == (Kind.ORIGINAL,)
    with archive.store.read() as tx:
        assert tx.articles.find("bridge") is None


def test_feeds_follow_in_bulk_and_a_fault_stops_nothing(archive: Archive) -> None:
    stories = [past(post(), key=f"{n}", path=f"{n}.md") for n in range(RELAYED_AT_ONCE)]
    done = list(archive.history([Unreadable("line 1"), *stories], WISHES))
    assert [type(one) for one in done] == [Unreadable, *[Imported] * RELAYED_AT_ONCE]
    assert (len(archive.relays), len(archive.events())) == (2, RELAYED_AT_ONCE)


def test_a_dry_run_relays_nothing(archive: Archive) -> None:
    list(archive.history([past(post())], Wishes(dry_run=True)))
    assert archive.relays == []


def test_the_chain_of_an_imported_history_holds(archive: Archive) -> None:
    archive.bring(past(post(), post("B."), None, post("C.")))
    archive.bring(past(post(), key="b", path="b.md"))
    verified = Verify(transactions=archive.store)()
    assert (verified.articles, verified.revisions) == (2, 4)
