"""What PostgreSQL keeps count of is what its rows come to, whoever writes them and however."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import timedelta

import pytest
from sqlalchemy import Connection, func, select, text

from syndicate.domain.deliveries import DeliveryStatus, Outcome, refused
from syndicate.domain.destinations import Destination
from syndicate.domain.editions import EditionStatus
from syndicate.store.engines import Engines, analyze, open_engines
from syndicate.store.kept_tallies import by_status, kept
from syndicate.store.migrate import migrate
from syndicate.store.pouring import pour
from syndicate.store.tables import deliveries
from syndicate.store.transaction import Transaction
from syndicate.store.unit_of_work import Store
from tests.contracts.ledger import HOUR, NOW, Ledger
from tests.store.steps import upgrade

SENT, READERS = Outcome(status=DeliveryStatus.SENT), 9
IN_DOUBT = Outcome(status=DeliveryStatus.IN_DOUBT)
MANY, A_BATCH = 3_000, 500
READ = text(
    "SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) FROM pg_stat_xact_user_tables"
    " WHERE relname IN ('deliveries', 'ledger_tallies')"
)
CROWD = (
    "INSERT INTO subscribers (email, timezone, created)"
    " SELECT n || '@example.org', 'UTC', now() FROM generate_series(1, :many) AS n"
)
MAILS = (
    "INSERT INTO deliveries (edition_id, cohort_id, subscriber_id, status)"
    " SELECT 1, 1, id, 'pending' FROM subscribers"
)
LATER = timedelta(days=500)


@pytest.fixture
def engines(postgresql_url: str) -> Iterator[Engines]:
    """Open PostgreSQL, which alone keeps count."""
    with closing(open_engines(postgresql_url)) as opened:
        yield opened


@pytest.fixture
def ledger(engines: Engines) -> Ledger:
    """Plan an edition."""
    ledger = Ledger(Store(engines))
    ledger.filled(READERS)
    return ledger


def settled(ledger: Ledger, became: Outcome, most: int) -> None:
    """Have something become of some mails."""
    with ledger.store.write() as tx:
        batch = tx.batches.open("w", NOW)
        claims = tx.deliveries.claim(batch, most, NOW)
        tx.deliveries.settle(batch, dict.fromkeys((claim.id for claim in claims), became), NOW)


def counted(connection: Connection, *owners: str) -> Mapping[object, int]:
    """Go through the rows."""
    each = [deliveries.c[owner] for owner in owners]
    rows = connection.execute(
        select(*each, deliveries.c.status, func.count()).group_by(*each, deliveries.c.status)
    )
    return {tuple(what): number for *what, number in rows}


def told(connection: Connection, *owners: str) -> Mapping[object, int]:
    """Ask what is kept."""
    each = [kept.c[owner] for owner in owners]
    rows = connection.execute(
        by_status().with_only_columns(*each, kept.c.status, func.sum(kept.c.number)).group_by(*each)
    )
    return {tuple(what): number for *what, number in rows}


def exact(tx: Transaction) -> bool:
    """Tell whether both say the same of each edition and notice."""
    owners = ("edition_id", "notice_id")
    return counted(tx.connection, *owners) == told(tx.connection, *owners)


def test_whatever_becomes_of_mails_is_kept_count_of(ledger: Ledger) -> None:
    settled(ledger, SENT, 3)
    settled(ledger, refused("no such user"), 1)
    settled(ledger, IN_DOUBT, 2)
    with ledger.store.write() as tx:
        batch = tx.batches.open("v", NOW)
        (claim,) = tx.deliveries.claim(batch, 1, NOW)
        tx.deliveries.keep_back(batch, [claim.id], Destination(name="example.org"), "later")
        assert exact(tx)
    with ledger.store.write() as tx:
        tx.planning.halt()
        tx.deliveries.claim(batch, 1, NOW)
        doubted = tx.deliveries.page(status=DeliveryStatus.IN_DOUBT)[0].id
        tx.deliveries.resolve(doubted, DeliveryStatus.SENT, NOW)
        assert exact(tx)
        assert told(tx.connection)[DeliveryStatus.SENT,] == 4
        tx.deliveries.cancel_waiting(1, "called off", NOW, READERS)
        assert exact(tx)
    ledger.notice(1)
    with ledger.store.read() as tx:
        assert exact(tx)


def test_what_is_undone_was_never_counted(ledger: Ledger, engines: Engines) -> None:
    with engines.write.connect() as connection:
        connection.execute(text("UPDATE deliveries SET status = 'sent'"))
    with ledger.store.read() as tx:
        assert tx.deliveries.counts(1) == {DeliveryStatus.PENDING: READERS}


def test_whoever_writes_the_ledger_is_counted(ledger: Ledger, engines: Engines) -> None:
    with engines.write.begin() as connection:
        connection.execute(text("UPDATE deliveries SET status = 'failed' WHERE id <= 2"))
        connection.execute(text("DELETE FROM deliveries WHERE id IN (2, 3)"))
    with ledger.store.read() as tx:
        counts = {DeliveryStatus.FAILED: 1, DeliveryStatus.PENDING: READERS - 3}
        assert tx.deliveries.counts(1) == counts


def test_of_letters_it_is_kept_what_was_not_sent(ledger: Ledger) -> None:
    with ledger.store.write() as tx:
        for reader in (1, 2, 3):
            tx.deliveries.add(1, reader)
        assert tx.standing.unsent()[DeliveryStatus.PENDING] == READERS + 3
        assert tx.standing.waiting(NOW).mails == READERS + 3
    settled(ledger, refused("no such user"), 1)
    settled(ledger, SENT, 1)
    with ledger.store.write() as tx:
        tx.deliveries.claim(tx.batches.open("v", NOW), 1, NOW)
        unsent = tx.standing.unsent()
    assert unsent[DeliveryStatus.FAILED] == unsent[DeliveryStatus.CLAIMED] == 1
    assert unsent[DeliveryStatus.PENDING] == READERS


def test_what_was_sent_lately_is_told_by_when_it_was_settled(ledger: Ledger) -> None:
    settled(ledger, SENT, 4)
    with ledger.store.read() as tx:
        assert tx.deliveries.sent_since(1, NOW - HOUR) == 4
        assert tx.deliveries.sent_since(1, NOW) == 0


def test_of_an_edition_that_has_ended_a_few_rows_are_left(ledger: Ledger) -> None:
    settled(ledger, refused("no such user"), 1)
    for _ in range(READERS):
        settled(ledger, SENT, 1)
    with ledger.store.write() as tx:
        tx.editions.set_status(1, EditionStatus.SENT)
        assert tx.connection.scalar(select(func.count()).select_from(kept)) == 2
        assert exact(tx)


def test_receipts_that_became_counts_count_on(ledger: Ledger) -> None:
    settled(ledger, SENT, READERS)
    with ledger.store.write() as tx:
        tx.editions.set_status(1, EditionStatus.SENT)
        while tx.compacting.compact(1, NOW + LATER, 4, NOW + LATER):
            assert tx.deliveries.counts(1) == {DeliveryStatus.SENT: READERS}
        assert not told(tx.connection)
        assert tx.connection.scalar(select(func.count()).select_from(kept)) == 0


def test_nothing_but_the_ledger_writes_what_is_kept(ledger: Ledger, engines: Engines) -> None:
    with engines.write.begin() as connection:
        connection.execute(kept.insert().values(edition_id=1, status="sent", number=5))
    with ledger.store.read() as tx:
        assert exact(tx)


def test_what_is_copied_into_a_store_is_counted_there(
    ledger: Ledger, empty_postgresql_url: str
) -> None:
    settled(ledger, SENT, 4)
    with closing(open_engines(empty_postgresql_url)) as other:
        migrate(other)
        with ledger.store.read() as tx, other.write.begin() as target:
            pour(tx.connection, target, lambda *_: None)
        with Store(other).read() as tx:
            assert exact(tx)
            assert tx.deliveries.counts(1)[DeliveryStatus.SENT] == 4


def test_a_store_of_before_is_counted_once(empty_postgresql_url: str) -> None:
    with closing(open_engines(empty_postgresql_url)) as engines:
        upgrade(engines, "0039")
        ledger = Ledger(Store(engines))
        ledger.filled(READERS)
        with engines.write.begin() as connection:
            connection.execute(
                text("UPDATE deliveries SET status = 'sent', settled = now() WHERE id < 4")
            )
        migrate(engines)
        with ledger.store.read() as tx:
            assert exact(tx)
            assert tx.deliveries.counts(1)[DeliveryStatus.SENT] == 3


@pytest.mark.unused_database
def test_how_an_edition_stands_is_told_by_a_few_rows(engines: Engines) -> None:
    ledger = Ledger(Store(engines))
    ledger.cohort(*ledger.edition())
    with engines.write.begin() as connection:
        for statement in (CROWD, MAILS):
            connection.execute(text(statement), {"many": MANY})
    for _ in range(3):
        settled(ledger, SENT, A_BATCH)
    with ledger.store.write() as tx:
        analyze(tx.connection, "deliveries")
        so_far = tx.connection.execute(READ).scalar_one()
        assert tx.deliveries.counts(1)[DeliveryStatus.SENT] == 3 * A_BATCH
        assert tx.deliveries.sent_since(1, NOW - HOUR) == 3 * A_BATCH
        assert tx.standing.unsent()[DeliveryStatus.PENDING] == MANY - 3 * A_BATCH
        read = tx.connection.execute(READ).scalar_one() - so_far
    assert read < MANY // 10
