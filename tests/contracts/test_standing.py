"""How mails stand is told at once, however many were sent."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from syndicate.domain.audience import SubscriptionStatus
from syndicate.domain.deliveries import DeliveryStatus, Outcome, refused
from syndicate.domain.destinations import Destination
from syndicate.domain.editions import EditionStatus
from syndicate.store.engines import Engines, analyze
from syndicate.store.unit_of_work import Store
from tests.contracts.ledger import NOW, Ledger
from tests.contracts.plans import plans
from tests.services.statements import statements

SENT = Outcome(status=DeliveryStatus.SENT)
MANY = 3_000
LATER = NOW + timedelta(days=1)


def settle(ledger: Ledger, became: Outcome, limit: int) -> None:
    """Have something become of some mails."""
    with ledger.store.write() as tx:
        batch = tx.batches.open("w", NOW)
        claims = tx.deliveries.claim(batch, limit, NOW)
        tx.deliveries.settle(batch, dict.fromkeys((claim.id for claim in claims), became), NOW)
        tx.batches.close(batch, NOW)


@pytest.fixture
def ledger(store: Store) -> Ledger:
    """Send four of seven mails; one fails, one is in doubt, one waits."""
    ledger = Ledger(store)
    ledger.filled(7)
    settle(ledger, SENT, 3)
    settle(ledger, SENT, 1)
    settle(ledger, refused("no such user"), 1)
    settle(ledger, Outcome(status=DeliveryStatus.IN_DOUBT), 1)
    return ledger


def standing(ledger: Ledger) -> dict[str, int]:
    """Return how mails stand."""
    with ledger.store.read() as tx:
        return {status.value: number for status, number in tx.standing.deliveries().items()}


def test_mails_are_counted_as_they_stand(ledger: Ledger) -> None:
    assert standing(ledger) == {"sent": 4, "failed": 1, "in-doubt": 1, "pending": 1}


def test_what_was_in_doubt_and_is_known_to_be_sent_counts_once(ledger: Ledger) -> None:
    (doubted,) = (d.id for d in ledger.page() if d.status is DeliveryStatus.IN_DOUBT)
    for _ in range(2):
        with ledger.store.write() as tx:
            tx.deliveries.resolve(doubted, DeliveryStatus.SENT, NOW)
    assert standing(ledger) == {"sent": 5, "failed": 1, "pending": 1}


def test_a_mail_that_a_batch_does_not_hold_any_more_is_not_counted_again(ledger: Ledger) -> None:
    sent = [d.id for d in ledger.page() if d.status is DeliveryStatus.SENT]
    with ledger.store.write() as tx:
        tx.deliveries.settle(1, dict.fromkeys(sent, SENT), NOW)
    assert standing(ledger)["sent"] == 4


def test_of_old_batches_one_is_left_and_nothing_is_lost_of_the_count(ledger: Ledger) -> None:
    claimed = ledger.claim(1, "dead")
    with ledger.store.write() as tx:
        tx.batches.close(5, NOW)  # though it holds a mail: its worker was slow
        assert tx.batches.merge(NOW, 100) == 0
        assert tx.batches.merge(LATER, 100) == 4
        assert tx.batches.merge(LATER, 100) == 0
        assert tx.deliveries.claimed_by(5) == claimed
        found = tx.connection.execute(text("SELECT id, sent FROM batches ORDER BY id"))
        assert [tuple(row) for row in found] == [(5, 0), (6, 4)]
    assert standing(ledger)["sent"] == 4


def test_some_batches_are_merged_at_a_time(ledger: Ledger) -> None:
    with ledger.store.write() as tx:
        assert tx.batches.merge(LATER, 2) == 2
        assert tx.batches.sent() == 4


def test_counting_anew_comes_to_the_same(ledger: Ledger) -> None:
    with ledger.store.write() as tx:
        tx.batches.recount(NOW)
    assert standing(ledger)["sent"] == 4


@pytest.mark.unused_database
def test_nothing_is_asked_of_every_mail_that_was_sent(engines: Engines, store: Store) -> None:
    ledger = Ledger(store)
    ledger.filled(MANY)
    settle(ledger, SENT, MANY - 10)
    settle(ledger, refused("no such user"), 5)
    with engines.write.begin() as connection:
        analyze(connection, "deliveries", "editions", "batches", "tallies")
    with store.read() as tx, plans(tx.connection) as found:
        assert sum(tx.standing.deliveries().values()) == MANY
        assert tx.standing.waiting(NOW).mails == 5
    looked = [line for line in found if "deliveries" in line and "Sort Key" not in line]
    assert len(looked) >= 5
    assert not [line for line in looked if "ix_deliveries_" not in line]


@pytest.mark.unused_database
def test_whether_mails_hold_to_a_batch_that_is_deleted_is_found_by_an_index(
    engines: Engines,
) -> None:
    question = "SELECT 1 FROM deliveries WHERE batch_id = 7"
    with engines.write.begin() as connection:
        if engines.sqlite_file is None:
            connection.execute(text("SET LOCAL enable_seqscan = off"))
            plan = connection.execute(text(f"EXPLAIN {question}")).scalars().all()
        else:
            plan = [
                row.detail for row in connection.execute(text(f"EXPLAIN QUERY PLAN {question}"))
            ]
    assert any("ix_deliveries_batch" in line for line in plan), plan


def test_what_waits_tells_what_the_latest_was_told(store: Store) -> None:
    ledger = Ledger(store)
    edition = ledger.filled(4)
    assert trouble(store) == ""
    for hours, said in enumerate(("451 busy", "452 full", "")):
        with store.write() as tx:
            batch = tx.batches.open("w", NOW)
            (claim,) = tx.deliveries.claim(batch, 1, NOW)
            put_off = Outcome(status=DeliveryStatus.PENDING, reply=said, not_before=LATER)
            at = NOW + timedelta(hours=hours)
            tx.deliveries.settle(batch, {claim.id: put_off}, at)
    assert trouble(store) == "452 full"
    with store.write() as tx:
        tx.editions.set_status(edition.id, EditionStatus.PAUSED)
    assert trouble(store) == ""


def test_what_waits_for_its_destination_tells_why(store: Store) -> None:
    ledger = Ledger(store)
    ledger.filled(2)
    with store.write() as tx:
        batch = tx.batches.open("w", NOW)
        numbers = [claim.id for claim in tx.deliveries.claim(batch, 1, NOW)]
        place = Destination(name="example.org", next_at=LATER)
        tx.deliveries.keep_back(batch, numbers, place, "example.org is busy")
    assert trouble(store) == "example.org is busy"
    settle(ledger, Outcome(status=DeliveryStatus.PENDING, reply="451", not_before=LATER), 1)
    assert trouble(store) == "451"


def trouble(store: Store) -> str:
    """Return what is told of what waits."""
    with store.read() as tx:
        return tx.standing.waiting(NOW).trouble


@pytest.mark.parametrize("newsletters", [1, 2, 60])
def test_a_reader_of_several_newsletters_counts_once_and_who_left_counts_no_more(
    store: Store, newsletters: int
) -> None:
    ledger = Ledger(store)
    readers = ledger.readers(3)
    more = [ledger.add_newsletter(f"n{number}").id for number in range(1, newsletters)]
    for newsletter in more[:2]:
        ledger.stand(readers[0], SubscriptionStatus.ACTIVE, newsletter)
        ledger.stand(readers[2], SubscriptionStatus.ENDED, newsletter)
    ledger.stand(readers[1], SubscriptionStatus.ENDED)
    with store.read() as tx:
        assert [tx.standing.readers(at_once) for at_once in (1, 2, 3, 4, 1_000)] == [2] * 5


def test_some_readers_are_counted_a_statement(store: Store, engines: Engines) -> None:
    Ledger(store).readers(5)

    def asked(at_once: int) -> int:
        with statements(engines) as seen, store.read() as tx:
            assert tx.standing.readers(at_once) == 5
        return sum("FROM subscriptions" in statement for statement in seen)

    assert asked(at_once=2) == 3 * asked(at_once=5)


def test_where_there_is_no_newsletter_nobody_reads(store: Store) -> None:
    with store.read() as tx:
        assert tx.standing.readers() == 0


@pytest.mark.unused_database
def test_readers_are_counted_by_an_index_alone_and_in_its_order(
    store: Store, engines: Engines
) -> None:
    ledger = Ledger(store)
    ledger.add_newsletter("evening")
    ledger.readers(3)
    postgresql = engines.sqlite_file is None
    with store.read() as tx, plans(tx.connection, "subscriptions") as found:
        if postgresql:  # which reads a page that holds everything
            tx.connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
            tx.connection.exec_driver_sql("SET LOCAL enable_bitmapscan = off")
        assert tx.standing.readers() == 3
    plan = "\n".join(found)
    assert plan.count("ix_subscriptions_audience") == 2
    assert ("Merge Append" if postgresql else "MERGE (UNION)") in plan
    assert "Hash" not in plan
    assert "TEMP B-TREE" not in plan


@pytest.mark.unused_database
def test_readers_of_one_newsletter_are_counted_by_an_index_alone(
    store: Store, engines: Engines
) -> None:
    Ledger(store).readers(3)
    with store.read() as tx, plans(tx.connection, "subscriptions") as found:
        if engines.sqlite_file is None:
            tx.connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
            tx.connection.exec_driver_sql("SET LOCAL enable_bitmapscan = off")
        assert tx.standing.readers() == 3
    plan = "\n".join(found)
    assert "ix_subscriptions_audience" in plan
    assert "Index Only" in plan or "COVERING INDEX" in plan
