"""When something was done last is kept, once for each thing."""

from datetime import timedelta

from syndicate.store.unit_of_work import Store
from tests.store.rows import NOON


def test_what_was_never_done_has_no_instant(store: Store) -> None:
    with store.read() as tx:
        assert tx.last_done.at("tick") is None


def test_the_last_time_counts_for_each_thing(store: Store) -> None:
    with store.write() as tx:
        tx.last_done.note("tick", NOON)
        tx.last_done.note("backup", NOON)
    with store.write() as tx:
        tx.last_done.note("tick", NOON + timedelta(hours=1))
    with store.read() as tx:
        assert tx.last_done.at("tick") == NOON + timedelta(hours=1)
        assert tx.last_done.at("backup") == NOON
