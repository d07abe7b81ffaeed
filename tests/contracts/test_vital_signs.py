"""The numbers of a store tell what waits, and name nobody."""

from datetime import timedelta

import pytest
from sqlalchemy import text, update

from syndicate.domain.bounces import Bounce, BounceKind
from syndicate.domain.deliveries import DeliveryStatus, Outcome, not_now, refused
from syndicate.domain.editions import EditionStatus
from syndicate.store.engines import Engines
from syndicate.store.tables import newsletters
from syndicate.store.tables.mail import HELD, PENDING, UNSENT
from syndicate.store.unit_of_work import Store
from tests.contracts.ledger import Ledger
from tests.store.rows import NOON

HOUR = timedelta(hours=1)


def test_of_an_empty_store_nothing_waits(store: Store) -> None:
    with store.read() as tx:
        signs = tx.vitals.at(NOON)
    assert (signs.published, signs.untried, signs.failed, signs.held_back) == (0, 0, 0, 0)
    assert signs.owed == {"callbacks": 0, "intents": 0, "pings": 0, "webhooks": 0}
    assert {signs.untried_since, signs.overdue_since, signs.edition_since, signs.ticked} == {None}
    assert set(signs.deliveries.values()) == {0}
    assert signs.editions == {}


@pytest.mark.unused_database
@pytest.mark.parametrize("where", [*PENDING.values(), HELD, UNSENT])
def test_deliveries_are_counted_by_an_index(engines: Engines, where: str) -> None:
    question = f"SELECT count(*) FROM deliveries WHERE {where}"  # noqa: S608 - constants of ours
    with engines.write.begin() as connection:
        if engines.sqlite_file is None:
            connection.execute(text("SET enable_seqscan = off"))
            plan = connection.execute(text(f"EXPLAIN {question}")).scalars().all()
        else:
            found = connection.execute(text(f"EXPLAIN QUERY PLAN {question}"))
            plan = [row.detail for row in found]
    assert any("ix_deliveries_" in line for line in plan), plan


def test_mails_are_counted_as_they_stand(store: Store) -> None:
    ledger = Ledger(store)
    ledger.filled(5)
    with store.write() as tx:
        batch = tx.batches.open("w", NOON)
        failed, doubted, waits, _ = tx.deliveries.claim(batch, 4, NOON)
        became = {
            failed.id: refused("no such user"),
            doubted.id: Outcome(status=DeliveryStatus.IN_DOUBT),
            waits.id: not_now(1, NOON, "busy"),
        }
        tx.deliveries.settle(batch, became, NOON)
    with store.read() as tx:
        signs = tx.vitals.at(NOON)
    assert signs.deliveries == {
        DeliveryStatus.PENDING: 2,
        DeliveryStatus.CLAIMED: 1,
        DeliveryStatus.FAILED: 1,
        DeliveryStatus.IN_DOUBT: 1,
    }
    assert signs.editions == {EditionStatus.SENDING: 1}


def test_an_edition_lags_once_it_is_due_and_nobody_has_to_approve_it(store: Store) -> None:
    ledger = Ledger(store)
    edition = ledger.filled(1)
    with store.write() as tx:
        tx.editions.set_status(edition.id, EditionStatus.DUE)
    with store.read() as tx:
        assert tx.vitals.at(edition.due).edition_since == edition.due
        assert tx.vitals.at(edition.due - HOUR).edition_since is None
    with store.write() as tx:
        tx.connection.execute(update(newsletters).values(approval=True))
    with store.read() as tx:
        assert tx.vitals.at(edition.due).edition_since is None


def test_reports_of_the_last_day_are_counted_by_their_kind(store: Store) -> None:
    (reader,) = Ledger(store).readers(1)
    with store.write() as tx:
        for hours, kind in ((1, BounceKind.HARD), (2, BounceKind.HARD), (25, BounceKind.SOFT)):
            at = NOON - hours * HOUR
            tx.bounces.add(Bounce(subscriber_id=reader, kind=kind, at=at, key=f"{hours}"))
    with store.read() as tx:
        assert tx.vitals.at(NOON).bounces == {BounceKind.HARD: 2}
