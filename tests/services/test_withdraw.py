"""Is what was withdrawn or redacted gone from everywhere, and can it come back?"""

from dataclasses import replace

import pytest
from sqlalchemy import select

from syndicate.domain.articles import Article, Kind, Revision, Status
from syndicate.domain.changes import Change
from syndicate.errors import Refused
from syndicate.store.tables import outbox
from tests.web.newsroom import FERRY, Newsroom, with_body

SLUG = "ferry-stops-at-noon"
PAGE = f"/articles/{SLUG}"
ONE = with_body(FERRY, "The ferry to the island stops at one on Sunday.")
WITHDRAWN = (Status.RETRACTED, Status.TAKEN_DOWN, Status.UNPUBLISHED)


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


def bring_into(newsroom: Newsroom, status: Status) -> None:
    """Bring the published article into another state."""
    revise = newsroom.app.revise
    if status is Status.RETRACTED:
        revise.withdraw(SLUG, Kind.RETRACTION, "It was invented.")
    elif status is Status.TAKEN_DOWN:
        revise.withdraw(SLUG, Kind.TAKEDOWN, "By order of the court.")
    elif status is Status.UNPUBLISHED:
        revise.unpublish(SLUG)


def test_a_retraction_keeps_the_words_and_the_feeds_get_the_notice(ferry: Newsroom) -> None:
    article = ferry.app.revise.withdraw(SLUG, Kind.RETRACTION, "It was invented.")
    assert (article.status, article.updated) == (Status.RETRACTED, ferry.clock.now())
    assert revisions(ferry)[-1].content == FERRY
    feed = ferry.visitor.get("/feeds/all.atom").text
    assert "It was invented." in feed
    assert "to the island" not in feed


def test_a_takedown_holds_no_words_and_tells_none(ferry: Newsroom) -> None:
    article = ferry.app.revise.withdraw(SLUG, Kind.TAKEDOWN, "By order of the court.")
    assert article.status is Status.TAKEN_DOWN
    last = revisions(ferry)[-1]
    assert (last.kind, last.content, last.held) == (Kind.TAKEDOWN, None, False)
    for name in ("all.atom", "all.rss", "all.json", "sections/harbour.atom", "corrections.json"):
        said = ferry.visitor.get(f"/feeds/{name}").text.casefold()
        assert "noon" not in said
        assert SLUG not in said


@pytest.mark.parametrize("status", [Status.PUBLISHED, Status.RETRACTED])
def test_what_is_unpublished_is_nowhere(ferry: Newsroom, status: Status) -> None:
    bring_into(ferry, status)
    head = standing(ferry).head
    assert ferry.app.revise.unpublish(SLUG).head == head
    for target in ("/feeds/all.atom", "/feeds/corrections.atom", "/", "/corrections"):
        assert "ferry" not in ferry.visitor.get(target).text.casefold().replace("ferries", "")


def test_when_it_was_unpublished_is_known_each_time(ferry: Newsroom) -> None:
    """A tombstone needs both (RFC 6721 §3): what went, and when."""
    gone = []
    for _ in range(2):
        ferry.app.revise.unpublish(SLUG)
        gone.append(ferry.clock.now())
        ferry.later(hours=1)
        ferry.app.revise.rename(standing(ferry).slug, f"ferry-{len(gone)}")
        assert standing(ferry).recorded == gone[-1]
        ferry.app.revise.reinstate(SLUG, "Back.")
    with ferry.app.store.read() as tx:
        unpublishing = outbox.c.change == Change.UNPUBLISH
        told = select(outbox.c.recorded).where(unpublishing).order_by(outbox.c.seq)
        assert tx.connection.execute(told).scalars().all() == gone


@pytest.mark.parametrize("status", WITHDRAWN)
def test_what_was_withdrawn_can_be_brought_back_with_a_note(
    ferry: Newsroom, status: Status
) -> None:
    bring_into(ferry, status)
    article = ferry.app.revise.reinstate(SLUG, "It was true after all.")
    assert article.status is Status.PUBLISHED
    assert revisions(ferry)[-1].content == FERRY
    for target in (PAGE, "/feeds/all.atom"):
        assert "It was true after all." in ferry.visitor.get(target).text
    assert ferry.app.verify().articles == 1


@pytest.mark.parametrize("status", WITHDRAWN)
def test_what_was_withdrawn_is_not_changed_before_it_is_back(
    ferry: Newsroom, status: Status
) -> None:
    bring_into(ferry, status)
    with pytest.raises(Refused, match="bring it back first: syndicate article reinstate"):
        ferry.update(SLUG, ONE, "It stops at one.")
    with pytest.raises(Refused):
        ferry.app.revise.withdraw(SLUG, Kind.RETRACTION, "Again.")


@pytest.mark.parametrize("status", [Status.RETRACTED, Status.UNPUBLISHED])
def test_what_was_withdrawn_can_still_be_taken_down(ferry: Newsroom, status: Status) -> None:
    bring_into(ferry, status)
    taken = ferry.app.revise.withdraw(SLUG, Kind.TAKEDOWN, "By order.")
    assert taken.status is Status.TAKEN_DOWN


@pytest.mark.parametrize("note", ["", " \t\n"])
def test_a_retraction_and_its_end_need_a_note(ferry: Newsroom, note: str) -> None:
    revise = ferry.app.revise
    with pytest.raises(Refused, match=f"retraction of '{SLUG}' tells .* --note"):
        revise.withdraw(SLUG, Kind.RETRACTION, note)
    bring_into(ferry, Status.RETRACTED)
    with pytest.raises(Refused, match=f"the return of '{SLUG}' tells .* --note"):
        revise.reinstate(SLUG, note)
    assert standing(ferry).status is Status.RETRACTED


def test_what_stands_is_not_brought_back(ferry: Newsroom) -> None:
    with pytest.raises(Refused, match="nothing to reinstate"):
        ferry.app.revise.reinstate(SLUG, "Back.")


def test_what_is_withdrawn_is_not_unpublished(ferry: Newsroom) -> None:
    bring_into(ferry, Status.TAKEN_DOWN)
    with pytest.raises(Refused, match="it is not public"):
        ferry.app.revise.unpublish(SLUG)


def test_a_redaction_takes_the_words_from_every_address(ferry: Newsroom) -> None:
    ferry.update(SLUG, ONE, "It stops at one.")
    before = revisions(ferry)[0]
    ferry.app.revise.redact(SLUG, 1, "privacy")
    after = revisions(ferry)[0]
    assert after == replace(
        before, content=None, salt=None, redacted=ferry.clock.now(), redaction_reason="privacy"
    )
    for rest in ("/revisions/1", "/diff/1...2", "/revisions.atom", "/revisions.json", "/history"):
        assert "stops at noon on Sunday" not in ferry.visitor.get(f"{PAGE}{rest}").text
    assert ferry.app.verify().redacted == 1


@pytest.mark.parametrize(("number", "fault"), [(7, "only 1 to 1"), (0, "only 1 to 1")])
def test_a_revision_that_is_not_there_is_not_redacted(
    ferry: Newsroom, number: int, fault: str
) -> None:
    with pytest.raises(Refused, match=fault):
        ferry.app.revise.redact(SLUG, number, "privacy")


def test_what_is_said_of_withdrawing_is_cleaned(ferry: Newsroom) -> None:
    foreign = "Bad \x00\x1b\udcff\ufffe\r\nwords. "
    ferry.app.revise.withdraw(SLUG, Kind.RETRACTION, foreign)
    ferry.app.revise.reinstate(SLUG, foreign)
    ferry.app.revise.redact(SLUG, 1, foreign)
    first, *notes = revisions(ferry)
    assert {first.redaction_reason, *(r.note for r in notes)} == {"Bad words."}


def test_a_revision_is_redacted_once(ferry: Newsroom) -> None:
    ferry.app.revise.redact(SLUG, 1, "privacy")
    with pytest.raises(Refused, match="redacted already"):
        ferry.app.revise.redact(SLUG, 1, "privacy")


def test_redacted_words_do_not_come_back_by_way_of_older_ones(ferry: Newsroom) -> None:
    ferry.update(SLUG, ONE, "It stops at one.")
    ferry.app.revise.redact(SLUG, 2, "privacy")
    ferry.app.revise.withdraw(SLUG, Kind.RETRACTION, "It was invented.")
    assert revisions(ferry)[-1].content is None
    with pytest.raises(Refused, match="nothing to bring back"):
        ferry.app.revise.reinstate(SLUG, "Back.")


def test_a_redacted_article_can_be_given_new_words(ferry: Newsroom) -> None:
    ferry.app.revise.redact(SLUG, 1, "privacy")
    ferry.update(SLUG, ONE, "Names were removed.", Kind.EDITORS_NOTE)
    assert "stops at one" in ferry.visitor.get(PAGE).text
    assert ferry.app.verify().revisions == 2


def test_a_takedown_is_foretold_to_change_no_feed_that_is_not_there(ferry: Newsroom) -> None:
    """Its section had another article, which was taken down; its own was unpublished since."""
    other = ferry.publish(with_body(replace(FERRY, headline="Ferry is late"), "Late by an hour."))
    ferry.app.revise.unpublish(SLUG)
    ferry.app.revise.withdraw(other.slug, Kind.TAKEDOWN, "By order.")
    assert ferry.visitor.get("/feeds/sections/harbour.atom").status == 404
    foretold = ferry.app.rehearse.withdraw(SLUG, Kind.TAKEDOWN, "By order.")
    assert foretold.feeds == ("all",)
