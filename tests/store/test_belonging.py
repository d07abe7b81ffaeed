"""No delivery is without its edition, its cohort and its subscriber, whoever writes it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from syndicate.store.engines import Engines
from syndicate.store.unit_of_work import Store
from tests.contracts.ledger import Ledger

READERS = 3
NOWHERE = 999
OWNERS = {"edition_id": "editions", "cohort_id": "cohorts", "subscriber_id": "subscribers"}
COLUMNS = "edition_id, cohort_id, subscriber_id, status"
ADD_AGAIN = f"INSERT INTO deliveries ({COLUMNS}) SELECT {{}}, {{}}, {{}}, 'pending' FROM deliveries"  # noqa: S608
# To add a row of each reader's to an edition of its own, and what is to be wrong about one.
LAST = f"subscriber_id = {READERS}"


@pytest.fixture(autouse=True)
def _ledger(engines: Engines) -> None:
    """Mail an edition to three readers, and have another one for nobody."""
    ledger = Ledger(Store(engines))
    ledger.filled(READERS)
    ledger.edition("2026-03-03T07:00")


@contextmanager
def writing(engines: Engines) -> Iterator[Connection]:
    """Write, and take it back."""
    with engines.write.connect() as connection:
        yield connection


def adding(column: str, number: object, among: str = "TRUE") -> str:
    """Say how each reader gets a mail of the other edition, with another number in some rows."""
    usual = {"edition_id": "2", "cohort_id": "cohort_id", "subscriber_id": "subscriber_id"}
    values = usual | {column: f"CASE WHEN {among} THEN {number} ELSE {usual[column]} END"}
    return ADD_AGAIN.format(*values.values())


def count(connection: Connection) -> int:
    found: int = connection.execute(text("SELECT count(*) FROM deliveries")).scalar_one()
    return found


def test_deliveries_that_belong_are_added_together(engines: Engines) -> None:
    with writing(engines) as connection:
        connection.execute(text(adding("edition_id", 2)))
        assert count(connection) == 2 * READERS


def test_deliveries_outside_of_editions_belong_to_none(engines: Engines) -> None:
    with writing(engines) as connection:
        connection.execute(text(adding("edition_id", "NULL")))
        assert count(connection) == 2 * READERS


@pytest.mark.parametrize("column", OWNERS)
@pytest.mark.parametrize("among", ["TRUE", LAST])
def test_of_many_that_are_added_together_none_may_be_without(
    engines: Engines, column: str, among: str
) -> None:
    with writing(engines) as connection, pytest.raises(IntegrityError):
        connection.execute(text(adding(column, NOWHERE, among)))


@pytest.mark.parametrize("column", OWNERS)
def test_one_that_is_there_cannot_be_given_to_what_is_not(engines: Engines, column: str) -> None:
    change = text(f"UPDATE deliveries SET {column} = {NOWHERE} WHERE {LAST}")  # noqa: S608
    with writing(engines) as connection, pytest.raises(IntegrityError):
        connection.execute(change)


ALONE = """
INSERT INTO editions (newsletter_id, period_key, due, status)
    SELECT newsletter_id, 'alone', due, status FROM editions WHERE id = 2;
INSERT INTO cohorts (items_key, created) SELECT 'alone', created FROM cohorts;
INSERT INTO subscribers (email, timezone, created)
    SELECT 'alone@example.org', timezone, created FROM subscribers WHERE id = 1;
INSERT INTO deliveries (edition_id, cohort_id, subscriber_id, status) VALUES (3, 2, 4, 'sent')
"""
"""A delivery that belongs to what nothing else belongs to."""


@pytest.mark.parametrize(
    ("owners", "number"), [("editions", 3), ("cohorts", 2), ("subscribers", 4)]
)
@pytest.mark.parametrize("change", ["DELETE FROM {}", "UPDATE {} SET id = 999"])
def test_what_deliveries_belong_to_stays(
    engines: Engines, owners: str, number: int, change: str
) -> None:
    one = f"{change.format(owners)} WHERE id = {number}"
    with writing(engines) as connection:
        for statement in ALONE.split(";"):
            connection.execute(text(statement))
        with pytest.raises(IntegrityError, match=r"deliveries belong|FOREIGN KEY"):
            connection.execute(text(one))


def test_a_cohort_without_deliveries_may_go(engines: Engines) -> None:
    with writing(engines) as connection:
        connection.execute(text("DELETE FROM deliveries"))
        assert connection.execute(text("DELETE FROM cohorts")).rowcount == 1


@pytest.fixture
def server(engines: Engines) -> Engine:
    """Give PostgreSQL, where several write at once."""
    if engines.sqlite_file is not None:
        pytest.skip("SQLite lets one write at a time")
    return engines.write


ADD_ONE = text(f"INSERT INTO deliveries ({COLUMNS}) VALUES (2, 1, 1, 'pending')")  # noqa: S608
EMPTY, DROP = text("DELETE FROM deliveries"), text("DELETE FROM cohorts")
AT_ONCE = text("SET LOCAL lock_timeout = 1")


@pytest.mark.parametrize(("first", "second"), [(ADD_ONE, DROP), (DROP, ADD_ONE)])
def test_who_adds_and_who_deletes_what_it_would_belong_to_wait_for_each_other(
    server: Engine, first: object, second: object
) -> None:
    with server.begin() as connection:
        connection.execute(EMPTY)
    with server.connect() as one, server.connect() as other:
        one.execute(first)  # type: ignore[call-overload]
        other.execute(AT_ONCE)
        with pytest.raises(DBAPIError, match="lock timeout"):
            other.execute(second)  # type: ignore[call-overload]
