"""An alarm is told by one of those who notice it."""

from datetime import timedelta

from syndicate.store.transaction import Transaction
from syndicate.store.unit_of_work import Store
from tests.contracts.ledger import NOW, at_once

LATER = NOW + timedelta(days=1)


def test_alarms_are_kept_until_they_end(store: Store) -> None:
    with store.write() as tx:
        assert tx.alarms.begin("disk", "It is filling.", NOW)
        assert tx.alarms.begin("backup", "There is none.", LATER)
    with store.write() as tx:
        assert [(a.name, a.words, a.since) for a in tx.alarms.all()] == [
            ("disk", "It is filling.", NOW),
            ("backup", "There is none.", LATER),
        ]
        tx.alarms.end(["disk"])
    with store.read() as tx:
        assert [alarm.name for alarm in tx.alarms.all()] == ["backup"]


def test_an_alarm_that_is_told_again_keeps_its_beginning(store: Store) -> None:
    with store.write() as tx:
        tx.alarms.begin("disk", "9 %", NOW)
        (alarm,) = tx.alarms.all()
        assert tx.alarms.again(alarm, "3 %", LATER)
        assert not tx.alarms.again(alarm, "2 %", LATER)
        (after,) = tx.alarms.all()
    assert (after.since, after.told, after.words) == (NOW, LATER, "3 %")


def test_of_two_who_begin_an_alarm_at_once_one_does(store: Store) -> None:
    def begin(tx: Transaction) -> bool:
        return tx.alarms.begin("disk", "It is filling.", NOW)

    assert sorted(at_once(store, [begin, begin])) == [False, True]
