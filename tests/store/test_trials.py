"""What is tried is seen as if it had happened, stays nowhere, and keeps nobody waiting."""

import pytest
from sqlalchemy import text

from syndicate.store.engines import Engines
from syndicate.store.unit_of_work import Store
from tests.contracts.ledger import Ledger


@pytest.fixture
def ledger(engines: Engines) -> Ledger:
    """Give a store with a newsletter that some read."""
    ledger = Ledger(Store(engines))
    ledger.readers(3)
    return ledger


def paused(ledger: Ledger) -> bool:
    with ledger.store.read() as tx:
        return tx.newsletters.get(ledger.newsletter.name).paused


def test_what_is_tried_is_seen_there_and_stays_nowhere(ledger: Ledger) -> None:
    name, generation = ledger.newsletter.name, ledger.store.generation
    with ledger.store.trial() as tx:
        tx.newsletters.mark(name, paused=True)
        assert tx.newsletters.get(name).paused
    assert not paused(ledger)
    assert ledger.store.generation == generation


def test_what_breaks_off_in_a_trial_is_told_and_stays_nowhere(ledger: Ledger) -> None:
    def break_off() -> None:
        with ledger.store.trial() as tx:
            tx.newsletters.mark(ledger.newsletter.name, paused=True)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    assert not paused(ledger)


def test_a_trial_sees_the_store_of_one_moment_and_others_write_meanwhile(
    ledger: Ledger, engines: Engines
) -> None:
    if engines.sqlite_file is None:
        pytest.skip("on PostgreSQL others wait for the rows of a trial")
    name = ledger.newsletter.name
    with ledger.store.trial() as tx:
        tx.newsletters.mark(name, paused=True)
        ledger.readers(2)
        counted = tx.connection.execute(text("SELECT count(*) FROM subscribers")).scalar()
    assert counted == 3
    assert not paused(ledger)


def test_a_trial_leaves_no_file(ledger: Ledger, engines: Engines) -> None:
    if engines.sqlite_file is None:
        pytest.skip("there is no copy on PostgreSQL")
    folder = engines.sqlite_file.parent
    before = set(folder.iterdir())
    with ledger.store.trial() as tx:
        tx.newsletters.mark(ledger.newsletter.name, paused=True)
        assert set(folder.iterdir()) == before
