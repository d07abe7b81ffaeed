"""Does every store hand out events in order until they are done?"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

import pytest

from syndicate.domain.changes import Change
from syndicate.domain.events import Event
from syndicate.store.unit_of_work import Store
from tests.contracts.words import FERRY, NOON, article


def event(number: int) -> Event:
    return Event(article_id=FERRY, change=Change.UPDATE, number=number, recorded=NOON, quiet=True)


@pytest.fixture
def kept(store: Store) -> Store:
    """Keep three events."""
    with store.write() as tx:
        tx.articles.add(article())
        for number in (1, 2, 3):
            tx.outbox.add(event(number))
    return store


def claimed(store: Store, limit: int = 10) -> Sequence[Event]:
    with store.write() as tx:
        return tx.outbox.claim(limit)


def test_events_come_as_they_were_written_and_in_order(kept: Store) -> None:
    events = claimed(kept)
    assert [replace(e, seq=0) for e in events] == [event(1), event(2), event(3)]
    assert [e.seq for e in events] == sorted({e.seq for e in events})


def test_what_was_ever_unpublished_is_known_though_it_was_relayed(kept: Store) -> None:
    with kept.write() as tx:
        assert tx.outbox.unpublished([FERRY]) == set()
        tx.outbox.add(replace(event(3), change=Change.UNPUBLISH))
        tx.outbox.relayed(tx.outbox.claim(10), NOON)
        assert tx.outbox.unpublished([FERRY]) == {FERRY}
        assert tx.outbox.unpublished([]) == set()


def test_no_more_come_than_asked_for(kept: Store) -> None:
    assert [e.number for e in claimed(kept, 2)] == [1, 2]


def test_what_is_done_does_not_come_again(kept: Store) -> None:
    with kept.write() as tx:
        tx.outbox.relayed(tx.outbox.claim(2), NOON)
    assert [e.number for e in claimed(kept)] == [3]


def test_what_is_claimed_in_vain_comes_again(kept: Store) -> None:
    assert claimed(kept) == claimed(kept)


def test_what_failed_comes_again_after_the_others(kept: Store) -> None:
    with kept.write() as tx:
        tx.outbox.failed(tx.outbox.claim(1)[0], "no renderer")
    assert [e.number for e in claimed(kept)] == [2, 3, 1]


def test_an_event_is_written_with_its_transaction_or_not_at_all(kept: Store) -> None:
    with suppress(ZeroDivisionError), kept.write() as tx:
        tx.outbox.add(event(4))
        raise ZeroDivisionError
    assert [e.number for e in claimed(kept)] == [1, 2, 3]


def test_nothing_done_is_nothing_changed(kept: Store) -> None:
    with kept.write() as tx:
        tx.outbox.relayed([], NOON)
    assert len(claimed(kept)) == 3
