"""What a session of PostgreSQL has planned once, it need not plan again."""

import pytest

from syndicate.store.engines import Engines
from syndicate.store.unit_of_work import Store
from tests.contracts.ledger import NOW, Ledger

OFTEN = 10  # the driver has a statement made ready when it comes for the sixth time
READY = "SELECT count(*) FROM pg_prepared_statements"

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@pytest.fixture
def store(engines: Engines) -> Store:
    """Give a store with an edition to three readers."""
    store = Store(engines)
    Ledger(store).filled(3)
    return store


def ready(store: Store) -> int:
    """Count what the one session that the store has needed so far has made ready."""
    with store.read() as tx:
        found: int = tx.connection.exec_driver_sql(READY).scalar_one()
    return found


def test_a_question_that_comes_often_stays_ready_from_one_reading_to_the_next(
    store: Store,
) -> None:
    before = ready(store)
    for _ in range(OFTEN):
        with store.read() as tx:
            tx.deliveries.due(NOW)
    assert ready(store) > before


def test_what_is_written_often_stays_ready_while_others_read(store: Store) -> None:
    before = ready(store)
    for _ in range(OFTEN):
        with store.write() as tx:
            tx.batches.open("worker", NOW)
        with store.read() as tx:
            tx.editions.waves_under_way()
    assert ready(store) > before
