"""Who finds SQLite written to looks again at once, and again, and is as patient as ever."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from syndicate.store.beginning import begin
from syndicate.store.engines import Engines, open_engines


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


@pytest.fixture
def engines(file: Path) -> Iterator[Engines]:
    with closing(open_engines(f"sqlite:///{file}")) as own:
        yield own


@pytest.fixture
def other(file: Path) -> Iterator[Connection]:
    """Give another process's connection, which writes."""
    with closing(open_engines(f"sqlite:///{file}")) as own, own.write.begin() as connection:
        yield connection


def patience(connection: Connection, told: int | None = None) -> int:
    """Return how many milliseconds a connection waits, or have it wait for so many."""
    word = "PRAGMA busy_timeout" + ("" if told is None else f" = {told}")
    driver = connection.connection.driver_connection
    assert driver is not None
    (found,) = driver.execute(word).fetchone()
    return int(found)


def test_it_is_looked_again_until_the_other_one_has_ended(
    engines: Engines, other: Connection
) -> None:
    looks: list[float] = []

    def pause(seconds: float) -> None:
        looks.append(seconds)
        if len(looks) == 3:
            other.rollback()

    with engines.write.connect() as connection:
        before = patience(connection)
        begin(connection, pause)
        driver = connection.connection.driver_connection
        assert driver is not None
        assert driver.in_transaction
        assert patience(connection) == before
        driver.rollback()
    assert len(looks) == 3
    assert max(looks) < 0.001


@pytest.mark.usefixtures("other")
def test_patience_ends_where_the_connection_says(engines: Engines) -> None:
    with engines.write.connect() as connection:
        patience(connection, 20)
        with pytest.raises(OperationalError, match="database is locked"):
            connection.begin()
        assert patience(connection) == 20


def test_nobody_waits_for_what_does_not_pass(engines: Engines) -> None:
    def pause(seconds: float) -> None:
        raise AssertionError(seconds)

    with engines.write.begin() as connection, pytest.raises(OperationalError, match="within"):
        begin(connection, pause)
