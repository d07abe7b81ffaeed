"""A copy counts on from where the original is, and what is lost on the way is noticed."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from sqlalchemy import Table, delete

from syndicate.errors import Broken, Refused
from syndicate.store.engines import Engines, open_engines
from syndicate.store.migrate import migrate
from syndicate.store.pouring import keep_numbers, pour, require_empty, require_same_counts, serial
from syndicate.store.tables import batches, editions, log, metadata
from syndicate.store.unit_of_work import Store
from tests.contracts.ledger import NOW, Ledger


@pytest.fixture
def other(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engines]:
    """Open an empty, migrated store beside the first."""
    place = tmp_path_factory.mktemp("other") / "syndicate.db"
    with closing(open_engines(f"sqlite:///{place}")) as opened:
        migrate(opened)
        yield opened


def test_a_row_that_was_lost_on_the_way_is_noticed(engines: Engines, other: Engines) -> None:
    Ledger(Store(engines)).readers(2)
    with engines.read.connect() as source, other.write.begin() as target:
        pour(source, target, lambda *_: None)
        require_same_counts(source, target)
        target.execute(delete(metadata.tables["subscriptions"]))
        with pytest.raises(Broken, match=r"rows were lost of subscriptions \(2, 0\)"):
            require_same_counts(source, target)


def test_a_store_with_one_row_is_not_empty(engines: Engines, other: Engines) -> None:
    with other.read.connect() as connection:
        require_empty(connection)
    with Store(engines).write() as tx:
        tx.last_done.note("tick", NOW)
    with (
        engines.read.connect() as connection,
        pytest.raises(Refused, match="there are rows in last_done: name a new database"),
    ):
        require_empty(connection)


def test_how_much_is_done_is_told_up_to_the_whole(engines: Engines, other: Engines) -> None:
    Ledger(Store(engines)).readers(3)
    told: list[tuple[int, int]] = []
    with engines.read.connect() as source, other.write.begin() as target:
        pour(source, target, lambda done, total: told.append((done, total)))
    assert told[-1] == (7, 7)  # a newsletter, three readers and their subscriptions
    assert told == sorted(told)


@pytest.mark.parametrize(("table", "column"), [(batches, "id"), (editions, "id"), (log, None)])
def test_some_tables_are_numbered_by_the_database(table: Table, column: str | None) -> None:
    assert serial(table) == column


def test_a_number_that_was_never_given_is_not_skipped(engines: Engines, other: Engines) -> None:
    with engines.read.connect() as source, other.write.begin() as target:
        keep_numbers(source, target)
    with Store(other).write() as tx:
        assert tx.batches.open("w", NOW) == 1
