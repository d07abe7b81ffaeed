"""Are only the feeds concerned rendered again, and dated by what is significant?"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import pytest

from syndicate.domain.archives import Page
from syndicate.domain.articles import Kind
from syndicate.domain.feeds import ENTRIES_PER_DOCUMENT, FeedFormat
from syndicate.domain.readings import Reading
from syndicate.domain.tombstones import Tombstone
from syndicate.render.feed_documents import FeedRenderer
from syndicate.services.carry_out import CarryOut
from syndicate.services.publish import Publish
from syndicate.services.refresh_feeds import SEVERAL
from tests.web.newsroom import BRIDGE, FERRY, NOW, Newsroom, with_body

SLUG = "ferry-stops-at-noon"
ALL_FERRY = {"all", "sections/harbour", "tags/ferries", "authors/ines-calder"}
ONE = with_body(FERRY, "The ferry to the island stops at one on Sunday.")


@dataclass
class Counting:
    """Renders, and remembers what."""

    renderer: FeedRenderer
    entries: list[tuple[str, int, FeedFormat]] = field(default_factory=list)
    documents: list[tuple[str, FeedFormat]] = field(default_factory=list)

    def entry(
        self, reading: Reading, format_: FeedFormat, *, predecessor: int | None = None
    ) -> bytes:
        """Render an article's entry."""
        self.entries.append((reading.slug, reading.number, format_))
        return self.renderer.entry(reading, format_, predecessor=predecessor)

    def revision_entry(self, reading: Reading, format_: FeedFormat) -> bytes:
        """Render a revision's entry."""
        self.entries.append((f"{reading.slug}#", reading.number, format_))
        return self.renderer.revision_entry(reading, format_)

    def notice_entry(self, reading: Reading, format_: FeedFormat, *, at: datetime) -> bytes:
        """Render a notice entry."""
        self.entries.append((f"{reading.slug}!", reading.number, format_))
        return self.renderer.notice_entry(reading, format_, at=at)

    def document(
        self,
        page: Page,
        format_: FeedFormat,
        entries: Sequence[bytes],
        *,
        updated: datetime,
        tombstones: Sequence[Tombstone] = (),
    ) -> bytes:
        """Render a document."""
        self.documents.append((page.name, format_))
        return self.renderer.document(
            page, format_, entries, updated=updated, tombstones=tombstones
        )

    def forget(self) -> None:
        """Begin to count anew."""
        self.entries.clear()
        self.documents.clear()

    @property
    def feeds(self) -> set[str]:
        """Return which feeds were rendered."""
        return {name for name, _ in self.documents}


class Counted:
    """A newsroom whose rendering is counted; more than `several` articles are many."""

    def __init__(self, newsroom: Newsroom, several: int = SEVERAL) -> None:
        app = newsroom.app
        self.newsroom = newsroom
        self.counting = Counting(FeedRenderer(app.site))
        render = replace(app.refresh.render, renderer=self.counting)
        refresh = replace(app.refresh, render=render, several=several)
        relay = replace(app.relay, refresh=refresh)
        own = app.publish
        self.publish = Publish(
            transactions=app.store,
            policy=own.policy,
            clock=own.clock,
            salt=own.salt,
            relay=relay,
            open_notice=own.open_notice,
            count_notice=lambda _tx, _revision, _now, _census: None,
        )
        assert isinstance(app.revise.carry, CarryOut)
        self.revise = replace(app.revise, carry=replace(app.revise.carry, relay=relay))


@pytest.fixture
def counted(newsroom: Newsroom) -> Counted:
    """Publish two articles that share no section, tag or author, then begin to count."""
    return begun(Counted(newsroom))


@pytest.fixture
def flooded(newsroom: Newsroom) -> Counted:
    """Publish two articles where even one at a time counts as many."""
    return begun(Counted(newsroom, several=0))


def begun(counted: Counted) -> Counted:
    """Publish two articles, then begin to count."""
    newsroom = counted.newsroom
    for content in (FERRY, BRIDGE):
        counted.publish(newsroom.draft(content))
    counted.counting.forget()
    newsroom.app.__dict__["revise"] = counted.revise
    newsroom.later(hours=1)
    return counted


def test_an_update_renders_its_own_feeds_and_no_other(counted: Counted) -> None:
    counted.newsroom.update(SLUG, ONE, "It stops at one.")
    assert counted.counting.feeds == ALL_FERRY
    assert len(counted.counting.documents) == len(set(counted.counting.documents)) == 12


def test_an_update_renders_its_own_entry_once_in_each_format(counted: Counted) -> None:
    counted.newsroom.update(SLUG, ONE, "It stops at one.")
    assert counted.counting.entries == [(SLUG, 2, format_) for format_ in FeedFormat]


def test_the_entries_of_others_keep_their_bytes(counted: Counted) -> None:
    def bridge() -> str:
        feed = counted.newsroom.visitor.get("/feeds/all.atom").text
        return next(e for e in feed.split("<entry") if "Bridge opens again" in e)

    before = bridge()
    counted.newsroom.update(SLUG, ONE, "It stops at one.")
    assert bridge().partition("</entry>")[0] == before.partition("</entry>")[0]


def test_a_correction_renders_the_corrections_too(counted: Counted) -> None:
    counted.newsroom.update(SLUG, ONE, "It stops at one.", Kind.CORRECTION)
    assert counted.counting.feeds == {*ALL_FERRY, "corrections"}


def test_a_new_article_renders_the_feeds_it_stands_in(counted: Counted) -> None:
    other = with_body(BRIDGE, "Quite another story about quite another bridge in the town.")
    counted.publish(counted.newsroom.draft(other))
    assert counted.counting.feeds == {"all", "sections/town", "tags/bridges", "authors/wen-adair"}


def test_an_article_that_moves_renders_the_feeds_it_left(counted: Counted) -> None:
    moved = with_body(BRIDGE, "The ferry to the island stops at one on Sunday.")
    counted.newsroom.update(SLUG, moved, "Moved.")
    assert counted.counting.feeds == {
        *ALL_FERRY,
        "sections/town",
        "tags/bridges",
        "authors/wen-adair",
    }


def test_the_feed_of_an_articles_revisions_is_rendered_when_asked_for(counted: Counted) -> None:
    counted.newsroom.update(SLUG, ONE, "It stops at one.")
    assert not any(name.startswith("articles/") for name in counted.counting.feeds)
    feed = counted.newsroom.visitor.get(f"/articles/{SLUG}/revisions.atom").text
    assert feed.count("<entry") == 2


def test_of_many_articles_only_the_sites_own_feeds_are_rendered(flooded: Counted) -> None:
    flooded.newsroom.update(SLUG, ONE, "It stops at one.", Kind.CORRECTION)
    assert flooded.counting.feeds == {"all", "corrections"}


def test_feeds_that_wait_are_rendered_for_whoever_asks(flooded: Counted) -> None:
    ferries = flooded.newsroom.visitor.get("/feeds/tags/ferries.atom")
    assert "stops at noon" in ferries.text
    flooded.newsroom.later(seconds=1)
    flooded.newsroom.update(SLUG, ONE, "It stops at one.")
    later = flooded.newsroom.visitor.get(
        "/feeds/tags/ferries.atom", if_none_match=ferries.headers["etag"]
    )
    assert "stops at one" in later.text
    assert later.headers["last-modified"] != ferries.headers["last-modified"]


def test_feeds_that_an_article_left_among_many_lose_it(flooded: Counted) -> None:
    assert "<entry" in flooded.newsroom.visitor.get("/feeds/tags/ferries.atom").text
    flooded.newsroom.update(SLUG, replace(ONE, tags=("boats",)), "Another tag.")
    assert "<entry" not in flooded.newsroom.visitor.get("/feeds/tags/ferries.atom").text
    assert "<entry" in flooded.newsroom.visitor.get("/feeds/tags/boats.atom").text


def test_feeds_keep_to_their_bound(newsroom: Newsroom) -> None:
    for number in range(ENTRIES_PER_DOCUMENT + 2):
        newsroom.later(minutes=1)
        newsroom.publish(with_body(FERRY, f"{number} " * 30), f"story-{number}")
    feed = newsroom.visitor.get("/feeds/all.atom").text
    assert feed.count("<entry") == ENTRIES_PER_DOCUMENT
    assert "/articles/story-51" in feed
    assert "/articles/story-1<" not in feed


def updated(newsroom: Newsroom, name: str = "all") -> datetime:
    with newsroom.app.store.read() as tx:
        document = tx.documents.get(name, FeedFormat.ATOM)
    assert document is not None
    return document.updated


@pytest.mark.parametrize("kind", [Kind.UPDATE, Kind.CORRECTION, Kind.CLARIFICATION])
def test_significant_changes_move_the_feeds_date(counted: Counted, kind: Kind) -> None:
    counted.newsroom.update(SLUG, ONE, "It stops at one.", kind)
    assert updated(counted.newsroom) == counted.newsroom.clock.now()


def test_a_minor_change_does_not_move_the_feeds_date(counted: Counted) -> None:
    isle = with_body(FERRY, "The ferry to the isle stops at noon on Sunday.")
    counted.newsroom.update(SLUG, isle, kind=Kind.MINOR)
    assert updated(counted.newsroom) == NOW
    feed = counted.newsroom.visitor.get("/feeds/all.atom")
    assert "isle" in feed.text
    assert feed.headers["last-modified"] == "Mon, 02 Mar 2026 10:00:00 GMT"


def test_a_new_slug_does_not_move_the_feeds_date(counted: Counted) -> None:
    counted.revise.rename(SLUG, "boats")
    assert updated(counted.newsroom) == NOW


def test_the_feeds_date_does_not_fall_when_its_newest_article_leaves(counted: Counted) -> None:
    counted.newsroom.update(SLUG, ONE, "It stops at one.")
    counted.revise.unpublish(SLUG)
    assert updated(counted.newsroom) == counted.newsroom.clock.now()


def test_an_import_of_old_stories_does_not_move_the_feeds_date_back(counted: Counted) -> None:
    newest = updated(counted.newsroom)
    counted.newsroom.clock.set(NOW.replace(year=2020))
    counted.newsroom.publish(with_body(FERRY, "Old words, of quite another story, found again."))
    assert updated(counted.newsroom) == newest
