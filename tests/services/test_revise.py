"""Does each declared change do to an article what the policy says, and nothing besides?"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from syndicate.domain.articles import Article, Content, Kind, Revision, Severity, Status
from syndicate.domain.changes import NotePlace
from syndicate.domain.publication import Declared
from syndicate.errors import Conflict, NotFound, Refused
from tests.web.newsroom import BRIDGE, FERRY, NOW, Newsroom, with_body

SLUG = "ferry-stops-at-noon"
PAGE = f"/articles/{SLUG}"
ONE = with_body(FERRY, "The ferry to the island stops at one on Sunday.")
TYPO = with_body(FERRY, "The ferry to the isle stops at noon on Sunday.")
NOTED = (Kind.UPDATE, Kind.CORRECTION, Kind.CLARIFICATION, Kind.EDITORS_NOTE)


@pytest.fixture
def ferry(newsroom: Newsroom) -> Newsroom:
    """Publish an article, an hour ago."""
    newsroom.publish(FERRY)
    newsroom.later(hours=1)
    return newsroom


def revisions(newsroom: Newsroom, slug: str = SLUG) -> tuple[Revision, ...]:
    with newsroom.app.store.read() as tx:
        return tx.revisions.of(tx.articles.by_slug(slug).id)


def standing(newsroom: Newsroom, slug: str = SLUG) -> Article:
    with newsroom.app.store.read() as tx:
        return tx.articles.by_slug(slug)


@pytest.mark.parametrize("kind", NOTED)
def test_a_noted_change_moves_updated_and_shows_its_note(ferry: Newsroom, kind: Kind) -> None:
    article = ferry.update(SLUG, ONE, "It stops at one.", kind)
    later = ferry.clock.now()
    assert (article.head, article.status) == (2, Status.PUBLISHED)
    assert (article.first_published, article.updated, article.edited) == (NOW, later, later)
    last = revisions(ferry)[-1]
    assert (last.kind, last.note, last.content) == (kind, "It stops at one.", ONE)
    for target in (PAGE, f"{PAGE}/history", "/feeds/all.atom", "/feeds/all.json"):
        assert "It stops at one." in ferry.visitor.get(target).text


@pytest.mark.parametrize("kind", NOTED)
def test_corrections_of_any_kind_stand_among_the_corrections(ferry: Newsroom, kind: Kind) -> None:
    ferry.update(SLUG, ONE, "It stops at one.", kind)
    listed = kind is not Kind.UPDATE
    for target in ("/corrections", "/feeds/corrections.atom"):
        assert ("It stops at one." in ferry.visitor.get(target).text) is listed


def test_a_minor_change_moves_edited_alone(ferry: Newsroom) -> None:
    article = ferry.update(SLUG, TYPO, kind=Kind.MINOR)
    assert (article.updated, article.edited) == (NOW, ferry.clock.now())
    assert "isle" in ferry.visitor.get("/feeds/all.atom").text


def test_severity_and_premise_are_kept(ferry: Newsroom) -> None:
    declared = Declared(kind=Kind.CORRECTION, note="Wrong.", severity=Severity.MAJOR, premise=True)
    ferry.app.revise(SLUG, ONE, declared)
    last = revisions(ferry)[-1]
    assert (last.severity, last.premise) == (Severity.MAJOR, True)


@pytest.mark.parametrize(
    "words", [replace(FERRY, headline="Ferry stops at one"), replace(FERRY, summary="No boat.")]
)
@pytest.mark.parametrize("kind", [Kind.CORRECTION, Kind.CLARIFICATION])
def test_a_correction_stands_above_the_text_where_its_error_stood(
    ferry: Newsroom, words: Content, kind: Kind
) -> None:
    declared = Declared(kind=kind, note="We had the wrong hour.")
    foretold = ferry.app.rehearse(SLUG, words, declared)
    ferry.app.revise(SLUG, words, declared)
    above = note_stands_above_the_text(ferry, "We had the wrong hour.")
    assert (foretold.note is NotePlace.TOP) is above is (kind is Kind.CORRECTION)


@pytest.mark.parametrize("premise", [True, False])
def test_a_correction_of_the_text_stands_above_it_where_it_touches_the_premise(
    ferry: Newsroom, premise: bool
) -> None:
    declared = Declared(kind=Kind.CORRECTION, note="We had the wrong hour.", premise=premise)
    foretold = ferry.app.rehearse(SLUG, ONE, declared)
    ferry.app.revise(SLUG, ONE, declared)
    above = note_stands_above_the_text(ferry, "We had the wrong hour.")
    assert (foretold.note is NotePlace.TOP) is above is premise


def note_stands_above_the_text(newsroom: Newsroom, note: str) -> bool:
    """Tell whether a page shows a note before the article's text, as its feed entry does."""
    page = newsroom.visitor.get(f"/articles/{SLUG}").text
    main = page[page.index("<main") :]
    above = main.index(note) < main.index("ferry to the island", main.index("</h1>"))
    entry = newsroom.visitor.get("/feeds/all.json").text
    assert (
        entry.index(note) < entry.index("ferry to the island", entry.index("content_html"))
    ) is above
    return above


def test_a_stale_expectation_is_refused_with_both_numbers(ferry: Newsroom) -> None:
    ferry.update(SLUG, ONE, "It stops at one.")
    with pytest.raises(Conflict, match=r"at revision 2, not 1.*article diff .* 1 2.*--expect 2"):
        ferry.app.revise(SLUG, FERRY, Declared(kind=Kind.UPDATE, note="Back."), expect=1)
    assert len(revisions(ferry)) == 2


def test_an_expectation_that_holds_is_heeded(ferry: Newsroom) -> None:
    ferry.app.revise(SLUG, ONE, Declared(kind=Kind.UPDATE, note="One."), expect=1)
    assert standing(ferry).head == 2


def test_of_two_who_expect_the_same_revision_one_is_refused(ferry: Newsroom) -> None:
    def attempt(hour: int) -> bool:
        words = with_body(FERRY, f"The ferry stops at {hour}.")
        try:
            ferry.app.revise(SLUG, words, Declared(kind=Kind.UPDATE, note=str(hour)), expect=1)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(attempt, range(4))) == 1
    assert standing(ferry).head == 2


def test_many_writers_at_once_lose_nothing(ferry: Newsroom) -> None:
    def write(number: int) -> None:
        ferry.update(SLUG, with_body(FERRY, f"The ferry stops at {number}."), f"Note {number}.")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(12)))
    assert [r.number for r in revisions(ferry)] == list(range(1, 14))
    assert {r.note for r in revisions(ferry)} == {"", *(f"Note {n}." for n in range(12))}
    assert ferry.app.verify().revisions == 13
    feed = ferry.visitor.get("/feeds/all.atom").text
    assert all(f"Note {n}." in feed for n in range(12))


def test_what_is_more_than_minor_is_refused_with_the_way_round(ferry: Newsroom) -> None:
    with pytest.raises(Refused, match=r"not minor: .*--kind update.*--force"):
        ferry.update(SLUG, replace(FERRY, headline="No ferry"), kind=Kind.MINOR)
    assert len(revisions(ferry)) == 1


@pytest.mark.parametrize(
    ("note", "told"),
    [("", "The agency asked us to."), ("Headline.", "Headline. (The agency asked us to.)")],
)
def test_the_reason_for_a_forced_minor_change_stands_in_the_history(
    ferry: Newsroom, note: str, told: str
) -> None:
    declared = Declared(kind=Kind.MINOR, note=note)
    words = replace(FERRY, headline="No ferry")
    ferry.app.revise(SLUG, words, declared, force="The agency asked us to.")
    assert revisions(ferry)[-1].note == told
    assert told in ferry.visitor.get(f"{PAGE}/history").text
    for target in (PAGE, "/feeds/all.atom", "/"):
        assert "The agency" not in ferry.visitor.get(target).text
    assert standing(ferry).updated == NOW


FOREIGN = "Bad \x00\x1b\udcff\ufffe\r\nwords. "
CLEAN = "Bad words."


def test_a_note_is_cleaned(ferry: Newsroom) -> None:
    declared = Declared(kind=Kind.CORRECTION, note=FOREIGN)
    ferry.app.revise(SLUG, ONE, declared)
    assert revisions(ferry)[-1].note == CLEAN


def test_a_reason_to_force_is_cleaned(ferry: Newsroom) -> None:
    words = replace(FERRY, headline="No ferry")
    ferry.app.revise(SLUG, words, Declared(kind=Kind.MINOR), force=FOREIGN)
    assert revisions(ferry)[-1].note == CLEAN


def test_a_note_of_nothing_but_what_is_cleaned_away_is_none(ferry: Newsroom) -> None:
    with pytest.raises(Refused, match="nothing changed"):
        ferry.update(SLUG, FERRY, " \x00 ")


def test_a_reason_to_force_is_no_note_of_another_kind(ferry: Newsroom) -> None:
    ferry.app.revise(SLUG, ONE, Declared(kind=Kind.UPDATE), force="Because.")
    assert revisions(ferry)[-1].note == ""


@pytest.mark.parametrize("note", ["", " \t\n"])
@pytest.mark.parametrize("kind", [Kind.CORRECTION, Kind.CLARIFICATION, Kind.EDITORS_NOTE])
def test_what_is_told_to_readers_needs_a_note(ferry: Newsroom, kind: Kind, note: str) -> None:
    with pytest.raises(Refused, match=f"{kind} of '{SLUG}' tells .* --note"):
        ferry.update(SLUG, ONE, note, kind)
    assert standing(ferry).head == 1


def test_a_revision_keeps_a_headline(ferry: Newsroom) -> None:
    with pytest.raises(Refused, match="no headline"):
        ferry.update(SLUG, replace(ONE, headline=" "), "One.")
    assert standing(ferry).head == 1


def test_nothing_to_change_is_refused(ferry: Newsroom) -> None:
    with pytest.raises(Refused, match=r"nothing changed.*republish ferry-stops-at-noon"):
        ferry.update(SLUG, FERRY)
    ferry.update(SLUG, FERRY, "The words were right.", Kind.EDITORS_NOTE)
    assert standing(ferry).head == 2


@pytest.mark.parametrize("kind", [Kind.ORIGINAL, Kind.RETRACTION, Kind.TAKEDOWN])
def test_some_kinds_are_not_declared_with_new_words(ferry: Newsroom, kind: Kind) -> None:
    with pytest.raises(Refused, match="correction, editors-note, minor, update"):
        ferry.update(SLUG, ONE, "No.", kind)
    assert standing(ferry).head == 1


def test_a_rehearsal_tells_what_then_happens_and_changes_nothing(ferry: Newsroom) -> None:
    declared = Declared(kind=Kind.CORRECTION, note="It stops at one.")
    feed = ferry.visitor.get("/feeds/all.atom").body
    foretold = ferry.app.rehearse(SLUG, ONE, declared)
    assert len(revisions(ferry)) == 1
    assert ferry.visitor.get("/feeds/all.atom").body == feed
    article = ferry.app.revise(SLUG, ONE, declared)
    assert foretold.moves_updated
    assert foretold.note is NotePlace.LISTED
    assert {"all", "corrections", "sections/harbour"} <= set(foretold.feeds)
    assert replace(foretold.article, head_hash=b"") == replace(article, head_hash=b"")


def test_a_rehearsal_refuses_what_would_be_refused(ferry: Newsroom) -> None:
    with pytest.raises(Refused):
        ferry.app.rehearse(SLUG, FERRY, Declared(kind=Kind.UPDATE))


def test_an_update_into_another_section_leaves_the_former_feed(ferry: Newsroom) -> None:
    ferry.update(SLUG, replace(ONE, section="Islands", tags=("Boats",)), "Moved.")
    visitor = ferry.visitor
    assert FERRY.headline in visitor.get("/feeds/sections/islands.atom").text
    for name in ("sections/harbour", "tags/ferries"):
        assert FERRY.headline not in visitor.get(f"/feeds/{name}.atom").text
    assert FERRY.headline not in visitor.get("/sections/harbour").text


@pytest.mark.parametrize("scheduled", [False, True])
def test_a_draft_is_changed_by_saving_it_again(newsroom: Newsroom, *, scheduled: bool) -> None:
    newsroom.draft(FERRY)
    if scheduled:
        newsroom.app.publish(SLUG, at=NOW.replace(hour=23))
    revise = newsroom.app.revise
    attempts: list[Callable[[], object]] = [
        lambda: newsroom.update(SLUG, ONE, "One."),
        lambda: revise.withdraw(SLUG, Kind.TAKEDOWN, "No."),
        lambda: revise.unpublish(SLUG),
        lambda: revise.republish(SLUG),
        lambda: revise.reinstate(SLUG, "Back."),
        lambda: revise.redact(SLUG, 1, "privacy"),
    ]
    for attempt in attempts:
        with pytest.raises(Refused):
            attempt()
    assert newsroom.app.relay() == 0
    assert newsroom.visitor.get("/feeds/all.atom").text.count("<entry") == 0


def test_a_draft_is_renamed_without_a_word_to_anybody(newsroom: Newsroom) -> None:
    newsroom.draft(FERRY)
    newsroom.app.revise.rename(SLUG, "boats")
    with newsroom.app.store.write() as tx:
        assert tx.outbox.claim(10) == []
    assert newsroom.app.publish("boats").slug == "boats"


def test_a_rename_keeps_the_id_and_the_clocks(ferry: Newsroom) -> None:
    before = standing(ferry)
    after = ferry.app.revise.rename(SLUG, "boats")
    assert after == replace(before, slug="boats")
    assert "/articles/boats" in ferry.visitor.get("/feeds/all.atom").text
    assert PAGE not in ferry.visitor.get("/feeds/all.atom").text


def test_a_slug_of_another_article_is_not_to_be_had(ferry: Newsroom) -> None:
    ferry.publish(BRIDGE)
    ferry.app.revise.rename("bridge-opens-again", "bridge")
    for taken in ("bridge", "bridge-opens-again"):
        with pytest.raises(Conflict, match=f"'{taken}' is taken"):
            ferry.app.revise.rename(SLUG, taken)
    assert standing(ferry).slug == SLUG


@pytest.mark.parametrize("slug", ["", "a/b", "A", "a b", "é", "-", "..", "a\0", "x" * 500])
def test_what_is_no_slug_is_refused_with_one_that_is(ferry: Newsroom, slug: str) -> None:
    with pytest.raises(Refused, match=r"is no slug; try: syndicate article rename .* [a-zx-]+"):
        ferry.app.revise.rename(SLUG, slug)


def test_an_unknown_article_is_not_found(newsroom: Newsroom) -> None:
    with pytest.raises(NotFound):
        newsroom.update("nothing", FERRY, "No.")


def test_republishing_appends_nothing(ferry: Newsroom) -> None:
    before = standing(ferry)
    assert ferry.app.revise.republish(SLUG) == before
    assert len(revisions(ferry)) == 1


def test_what_is_recorded_rises_however_writers_meet(ferry: Newsroom) -> None:
    def write(number: int) -> None:
        ferry.later(seconds=1)
        ferry.update(SLUG, with_body(FERRY, f"The ferry stops at {number}."), f"Note {number}.")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(8)))
    recorded = [r.recorded for r in revisions(ferry)]
    assert recorded == sorted(recorded)
