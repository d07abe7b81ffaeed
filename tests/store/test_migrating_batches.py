"""A store of before goes on counting from what it has sent."""

from contextlib import closing

from sqlalchemy import insert, text

from syndicate.domain.deliveries import DeliveryStatus
from syndicate.store.engines import open_engines
from syndicate.store.migrate import migrate
from syndicate.store.tables import tallies
from syndicate.store.unit_of_work import Store
from tests.contracts.ledger import Ledger
from tests.store.steps import upgrade


def test_what_was_sent_is_counted_with_what_became_counts(empty_database_url: str) -> None:
    with closing(open_engines(empty_database_url)) as engines:
        upgrade(engines, "0034")
        ledger = Ledger(Store(engines))
        ledger.filled(5)
        counted = {"cohort_id": 1, "status": DeliveryStatus.SENT, "number": 7}
        with engines.write.begin() as connection:
            connection.execute(text("UPDATE deliveries SET status = 'sent' WHERE id < 4"))
            connection.execute(insert(tallies).values(counted))
        migrate(engines)
        with ledger.store.read() as tx:
            assert tx.batches.sent() == 3 + 7
            assert tx.standing.deliveries() == {
                DeliveryStatus.SENT: 10,
                DeliveryStatus.PENDING: 2,
            }
