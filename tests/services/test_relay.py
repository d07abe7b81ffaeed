"""Does every event reach the feeds at least once, and one that fails hold up no other?"""

from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from uuid import UUID

import pytest
from sqlalchemy import select

from syndicate.domain.articles import Article, Kind
from syndicate.domain.publication import Declared
from syndicate.errors import Temporary
from syndicate.services.carry_out import CarryOut
from syndicate.services.pasts import Pasts
from syndicate.services.publish import Publish
from syndicate.services.refresh_feeds import Transaction as FeedsTransaction
from syndicate.services.relay import AT_ONCE, Consequence, Relay
from syndicate.services.revise import Revise
from syndicate.store.tables import outbox
from tests.web.newsroom import BRIDGE, FERRY, Newsroom, with_body


class Crashed(Exception):
    """The process died here, as far as the test is concerned."""


def crash() -> None:
    raise Crashed


def publishing(newsroom: Newsroom, relay: Callable[[], object]) -> Publish:
    """Return publishing followed by another relay."""
    own = newsroom.app.publish
    return Publish(
        transactions=own.transactions,
        policy=own.policy,
        clock=own.clock,
        salt=own.salt,
        relay=relay,
        open_notice=own.open_notice,
        count_notice=lambda _tx, _revision, _now, _census: None,
    )


def revising(newsroom: Newsroom, relay: Callable[[], object]) -> Revise[Article]:
    """Return revising followed by another relay."""
    own = newsroom.app.revise
    assert isinstance(own.carry, CarryOut)
    return replace(own, carry=replace(own.carry, relay=relay))


def relaying(newsroom: Newsroom, refresh: Consequence) -> Relay:
    """Return a relay with other consequences."""
    return replace(newsroom.app.relay, refresh=refresh)


def waiting(newsroom: Newsroom) -> list[tuple[int, str | None]]:
    """Return attempts and error of the events that wait."""
    with newsroom.app.store.read() as tx:
        statement = select(outbox.c.attempts, outbox.c.error).where(outbox.c.relayed.is_(None))
        return [(row.attempts, row.error) for row in tx.connection.execute(statement)]


class FailingFor:
    """Refreshes feeds, except where one article is concerned."""

    def __init__(self, newsroom: Newsroom, *bad: UUID, error: Exception | None = None) -> None:
        self._refresh = newsroom.app.refresh
        self._error = error or ValueError("cannot be rendered")
        self.bad = set(bad)

    def __call__(
        self, tx: FeedsTransaction, article_ids: Collection[UUID], now: datetime, pasts: Pasts
    ) -> None:
        """Refresh, or fail."""
        if self.bad & set(article_ids):
            raise self._error
        self._refresh(tx, article_ids, now, pasts)


def feed(newsroom: Newsroom) -> str:
    return newsroom.visitor.get("/feeds/all.atom").text


@pytest.fixture
def crashed(newsroom: Newsroom) -> Newsroom:
    """Let the process die between the commit and the relay."""
    newsroom.visitor.get("/feeds/all.atom")
    with pytest.raises(Crashed):
        publishing(newsroom, crash)(newsroom.draft(FERRY))
    return newsroom


def test_what_a_crash_left_is_made_good_by_the_next_relay(crashed: Newsroom) -> None:
    assert waiting(crashed) == [(0, None)]
    assert "Ferry" not in feed(crashed)
    assert crashed.app.relay() == 1
    assert "Ferry stops at noon" in feed(crashed)
    assert waiting(crashed) == []


def test_what_a_crash_left_is_made_good_when_the_next_article_comes(crashed: Newsroom) -> None:
    crashed.publish(BRIDGE)
    assert "Ferry stops at noon" in feed(crashed)
    assert waiting(crashed) == []


def test_relaying_twice_has_the_effect_of_once(crashed: Newsroom) -> None:
    crashed.app.relay()
    crashed.later(hours=1)
    before = crashed.visitor.get("/feeds/all.atom")
    assert crashed.app.relay() == 0
    with crashed.app.store.write() as tx:
        tx.connection.execute(outbox.update().values(relayed=None))
    assert crashed.app.relay() == 1
    after = crashed.visitor.get("/feeds/all.atom")
    assert after.headers.raw == before.headers.raw


def test_several_events_of_one_article_lead_to_its_newest_state(newsroom: Newsroom) -> None:
    newsroom.publish(FERRY)
    for hour in (1, 2, 3):
        words = with_body(FERRY, f"The ferry stops at {hour}.")
        with pytest.raises(Crashed):
            revising(newsroom, crash)(
                "ferry-stops-at-noon", words, Declared(kind=Kind.UPDATE, note=f"At {hour}.")
            )
    assert newsroom.app.relay() == 3
    assert "The ferry stops at 3." in feed(newsroom)


def test_one_that_fails_is_recorded_and_the_others_go_on(newsroom: Newsroom) -> None:
    drafts = {content.headline: newsroom.draft(content) for content in (FERRY, BRIDGE)}
    articles = [publishing(newsroom, lambda: None)(slug) for slug in drafts.values()]
    failing = FailingFor(newsroom, articles[0].id)
    assert relaying(newsroom, failing)() == 1
    assert "Bridge opens again" in feed(newsroom)
    assert "Ferry" not in feed(newsroom)
    ((attempts, error),) = waiting(newsroom)
    assert attempts >= 1
    assert "cannot be rendered" in str(error)


def test_one_that_failed_is_tried_again(newsroom: Newsroom) -> None:
    article = publishing(newsroom, lambda: None)(newsroom.draft(FERRY))
    failing = FailingFor(newsroom, article.id)
    assert relaying(newsroom, failing)() == 0
    assert [attempts for attempts, _ in waiting(newsroom)] == [1]
    failing.bad.clear()
    assert relaying(newsroom, failing)() == 1
    assert "Ferry stops at noon" in feed(newsroom)
    assert waiting(newsroom) == []


def test_publishing_succeeds_though_its_consequences_fail(newsroom: Newsroom) -> None:
    first = newsroom.publish(BRIDGE)
    failing = relaying(newsroom, FailingFor(newsroom, first.id))
    revising(newsroom, failing)(
        first.slug, with_body(BRIDGE, "Closed."), Declared(kind=Kind.UPDATE, note="Closed.")
    )
    assert newsroom.app.library.show(first.slug)["status"] == "published"
    assert len(waiting(newsroom)) == 1


def test_many_that_fail_do_not_bar_the_way(newsroom: Newsroom) -> None:
    article = publishing(newsroom, lambda: None)(newsroom.draft(FERRY))
    with newsroom.app.store.write() as tx:
        (event,) = tx.outbox.claim(1)
        for _ in range(AT_ONCE):
            tx.outbox.add(replace(event, seq=0))
    relay = relaying(newsroom, FailingFor(newsroom, article.id))
    assert relay() == 0
    publishing(newsroom, relay)(newsroom.draft(BRIDGE))
    assert "Bridge opens again" in feed(newsroom)
    assert len(waiting(newsroom)) == AT_ONCE + 1


def test_a_store_that_is_busy_is_told_and_nothing_recorded(newsroom: Newsroom) -> None:
    article = publishing(newsroom, lambda: None)(newsroom.draft(FERRY))
    busy = FailingFor(newsroom, article.id, error=Temporary("locked"))
    with pytest.raises(Temporary):
        relaying(newsroom, busy)()
    assert waiting(newsroom) == [(0, None)]


def test_a_relay_that_cannot_even_begin_says_so(newsroom: Newsroom) -> None:
    def unable(
        tx: FeedsTransaction, article_ids: Collection[UUID], now: datetime, pasts: Pasts
    ) -> None:
        raise ValueError(f"no renderer for {article_ids} at {now} in {tx}, {pasts}")

    with pytest.raises(ValueError, match="no renderer"):
        relaying(newsroom, unable)()


def test_who_returns_from_publishing_finds_it_relayed_whoever_did_it(newsroom: Newsroom) -> None:
    slugs = [newsroom.draft(with_body(FERRY, f"{n} " * 30), f"story-{n}") for n in range(10)]

    def publish(slug: str) -> bool:
        newsroom.app.publish(slug)
        with newsroom.app.store.read() as tx:
            return any(m.feed == "all" for m in tx.members.newest("all", 50)) and slug in feed(
                newsroom
            )

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(publish, slugs))
