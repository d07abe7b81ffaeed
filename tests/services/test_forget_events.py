"""Events go once all that follows from them is done and some time has passed; the record stays."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from syndicate.services.forget_events import ForgetEvents
from syndicate.store.tables import outbox
from tests.web.newsroom import BRIDGE, FERRY, NOW, Newsroom

DAYS = 90
OLD = NOW + timedelta(days=DAYS, seconds=1)


@pytest.fixture
def forget(newsroom: Newsroom) -> ForgetEvents:
    """Publish two articles, and take one of them back."""
    newsroom.publish(FERRY, "ferry")
    newsroom.publish(BRIDGE, "bridge")
    newsroom.app.revise.unpublish("bridge")
    return ForgetEvents(transactions=newsroom.app.store, days=DAYS)


def left(newsroom: Newsroom) -> int:
    with newsroom.app.store.read() as tx:
        count: int = tx.connection.execute(select(func.count()).select_from(outbox)).scalar_one()
    return count


def test_what_was_relayed_long_ago_goes_but_for_what_was_unpublished(
    newsroom: Newsroom, forget: ForgetEvents
) -> None:
    assert (left(newsroom), forget(OLD), left(newsroom)) == (3, 2, 1)
    with newsroom.app.store.read() as tx:
        bridge = tx.articles.by_slug("bridge").id
        assert tx.outbox.unpublished([bridge]) == {bridge}
    assert newsroom.app.verify().revisions == 2


def test_nothing_goes_before_its_time(newsroom: Newsroom, forget: ForgetEvents) -> None:
    assert forget(OLD - timedelta(seconds=1)) == 0
    assert left(newsroom) == 3


def test_what_was_not_relayed_stays_however_old(newsroom: Newsroom, forget: ForgetEvents) -> None:
    with newsroom.app.store.write() as tx:
        tx.connection.execute(update(outbox).values(relayed=None))
    assert forget(OLD) == 0


def test_it_is_looked_for_once_a_day(newsroom: Newsroom, forget: ForgetEvents) -> None:
    assert forget(NOW) == 0
    assert forget(OLD) == 2
    newsroom.publish(FERRY, "gull")
    assert forget(OLD + timedelta(days=DAYS)) == 1


def test_a_clock_that_ran_ahead_for_one_look_does_not_put_off_the_next(
    newsroom: Newsroom, forget: ForgetEvents
) -> None:
    with newsroom.app.store.write() as tx:
        tx.last_done.note("events", OLD + timedelta(days=365))
    assert forget(OLD) == 2


def test_the_next_event_has_a_number_of_its_own(newsroom: Newsroom, forget: ForgetEvents) -> None:
    with newsroom.app.store.read() as tx:
        last = tx.connection.execute(select(func.max(outbox.c.seq))).scalar_one()
    forget(OLD)
    newsroom.publish(FERRY, "gull")
    with newsroom.app.store.read() as tx:
        assert tx.connection.execute(select(func.max(outbox.c.seq))).scalar_one() == last + 1


def test_it_ends_when_the_process_does(newsroom: Newsroom, forget: ForgetEvents) -> None:
    stopped = ForgetEvents(transactions=forget.transactions, days=DAYS, stopped=lambda: True)
    assert stopped(OLD) == 0
    assert left(newsroom) == 3
