"""Does the hub push what the policy says of each kind of change? Over a real socket."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from syndicate.domain.articles import Kind
from syndicate.domain.changes import DEFAULT_POLICY, Change, Push
from tests.flows.hub_site import subscribe
from tests.transports.receiver import Receiver
from tests.web.newsroom import BRIDGE, FERRY, Newsroom, with_body

SLUG = "ferry-stops-at-noon"
ONE = with_body(FERRY, "The ferry to the island stops at one on Sunday.")
NEARLY = with_body(FERRY, "The ferry to that island stops at noon on Sunday.")
OLD_WORDS = b"island"
Act = Callable[[Newsroom], object]


def _revised(kind: Kind) -> Act:
    return lambda newsroom: newsroom.update(SLUG, ONE, "The company says so.", kind)


def _withdrawn(kind: Kind) -> Act:
    return lambda newsroom: newsroom.app.revise.withdraw(SLUG, kind, "The company says so.")


ACTS: dict[Change, Act] = {
    Change.MINOR: lambda newsroom: newsroom.update(SLUG, NEARLY, kind=Kind.MINOR),
    Change.UPDATE: _revised(Kind.UPDATE),
    Change.CORRECTION: _revised(Kind.CORRECTION),
    Change.CLARIFICATION: _revised(Kind.CLARIFICATION),
    Change.EDITORS_NOTE: _revised(Kind.EDITORS_NOTE),
    Change.RETRACTION: _withdrawn(Kind.RETRACTION),
    Change.TAKEDOWN: _withdrawn(Kind.TAKEDOWN),
    Change.UNPUBLISH: lambda newsroom: newsroom.app.revise.unpublish(SLUG),
    Change.RENAME: lambda newsroom: newsroom.app.revise.rename(SLUG, "ferry-to-the-island"),
}


@pytest.fixture
def subscribed(newsroom: Newsroom, reader: Receiver) -> Newsroom:
    """Give a site with an article and a subscriber of the feed of everything."""
    newsroom.later(hours=1)
    subscribe(newsroom, reader.url)
    return newsroom


def test_every_kind_of_change_to_what_is_public_is_tried_here() -> None:
    assert set(Change) - ACTS.keys() == {Change.ORIGINAL, Change.LIFT}


@pytest.mark.parametrize("change", ACTS)
def test_a_change_is_pushed_as_the_feed_serves_it(
    subscribed: Newsroom, reader: Receiver, change: Change
) -> None:
    ACTS[change](subscribed)
    subscribed.app.run_errands()
    (told,) = reader.told()
    assert told.body == subscribed.visitor.get("/feeds/all.atom").body
    neutral = DEFAULT_POLICY.of(change).push is Push.NEUTRAL
    assert (OLD_WORDS in told.body) != (neutral or change in {Change.RETRACTION, Change.UNPUBLISH})
    assert subscribed.app.run_errands() == 0


def test_what_comes_out_at_its_moment_is_pushed_then(newsroom: Newsroom, reader: Receiver) -> None:
    subscribe(newsroom, reader.url)
    moment = newsroom.clock.now() + timedelta(days=1)
    newsroom.app.publish(newsroom.draft(BRIDGE), at=moment)
    assert newsroom.app.run_errands() == 0
    newsroom.clock.set(moment)
    newsroom.app.tick()
    assert newsroom.app.run_errands() == 1
    assert b"Bridge opens again" in reader.told()[0].body
