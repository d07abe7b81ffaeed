"""How does a store come to the state of the tables that this program expects?

All of it happens in one transaction, which one process at a time can be in; the others
wait and find nothing left to do.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from syndicate.errors import Broken, CouldNot
from syndicate.store.engines import BUSY_SECONDS, Engines
from syndicate.store.immutability import guard, unguard
from syndicate.store.migrations import HEAD

_LONGEST_MIGRATION_MS = 3_600_000
_ADVISORY_KEY = 0x53594E44_4D494752  # "SYNDMIGR"


def version(engines: Engines) -> str | None:
    """Return the store's revision; None before the first migration."""
    with engines.read.connect() as connection:
        return _version(connection)


def require_current(engines: Engines) -> None:
    """Raise CouldNot unless the store is exactly what this program expects."""
    found = version(engines)
    _refuse_newer(engines, found)
    if found != HEAD:
        raise CouldNot(
            f"the store {engines.shown_url} is at revision {found or 'nothing'},"
            f" this program needs {HEAD}: run syndicate init, or syndicate serve, to bring it there"
        )


def migrate(engines: Engines) -> None:
    """Bring the store to this program's revision; a store that is there is left alone.

    Raises CouldNot for a store that a newer program has migrated.
    """
    if version(engines) != HEAD:
        with exclusively(engines) as connection:
            found = _version(connection)
            _refuse_newer(engines, found)
            if found != HEAD:
                with rebuilding(connection):
                    _upgrade(connection)


@contextmanager
def rebuilding(connection: Connection) -> Iterator[None]:
    """Let tables be replaced; see that they are guarded and whole again before the commit."""
    unguard(connection)
    yield
    guard(connection)
    if connection.dialect.name == "sqlite":
        _check_references(connection)


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def _refuse_newer(engines: Engines, found: str | None) -> None:
    if found is not None and found > HEAD:
        raise CouldNot(
            f"the store {engines.shown_url} is at revision {found}, newer than this program,"
            f" which knows up to {HEAD}: upgrade syndicate, or restore a backup from before"
        )


@contextmanager
def exclusively(engines: Engines) -> Iterator[Connection]:
    """Hold the one transaction in which tables may change, waiting for it if need be."""
    with engines.write.connect() as connection:
        if engines.sqlite_file is None:
            with connection.begin():
                lock = text("SELECT pg_advisory_xact_lock(:key)")
                connection.execute(lock, {"key": _ADVISORY_KEY})
                yield connection
        else:
            with _fit_for_rebuilding(connection), connection.begin():
                yield connection


@contextmanager
def _fit_for_rebuilding(connection: Connection) -> Iterator[None]:
    """Let a SQLite connection replace tables: dropping one would delete what refers to it.

    These PRAGMAs do nothing inside a transaction, hence the driver's connection.
    """
    driver = connection.connection.cursor()
    driver.execute("PRAGMA foreign_keys = OFF")
    driver.execute(f"PRAGMA busy_timeout = {_LONGEST_MIGRATION_MS}")
    try:
        yield
    finally:
        driver.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
        driver.execute("PRAGMA foreign_keys = ON")
        driver.close()


def _upgrade(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 - takes long to import and is rarely needed
    from alembic.config import Config  # noqa: PLC0415

    folder = Path(__file__).parent / "migrations"
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    command.upgrade(config, HEAD)


def _check_references(connection: Connection) -> None:
    lost = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if lost:
        tables = ", ".join(sorted({row[0] for row in lost}))
        raise Broken(
            f"after the migration {len(lost)} rows of {tables} point nowhere;"
            " nothing was changed: restore a backup, or report this"
        )
