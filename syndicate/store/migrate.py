"""How does a store come to the state of the tables that this program expects?

All of it happens in one transaction, which one process at a time can be in; the others
wait and find nothing left to do.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import OperationalError

from syndicate.errors import Broken, CouldNot, Temporary
from syndicate.store.engines import BUSY_SECONDS, Engines
from syndicate.store.immutability import guard, unguard
from syndicate.store.migrations import HEAD

PATIENCE_SECONDS = 60
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

    Raises CouldNot for a store that a newer program has migrated, Temporary when another
    process does not let it be changed.
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
    """Hold the one transaction in which tables may change, waiting a minute for it if need be.

    Raises Temporary when another process holds it longer.
    """
    alone = _alone_on_postgresql if engines.sqlite_file is None else _alone_on_sqlite
    try:
        with engines.write.connect() as connection, alone(connection):
            yield connection
    except OperationalError as error:
        raise Temporary(
            f"the store {engines.shown_url} cannot be migrated now ({error.orig});"
            " nothing was changed, try again"
        ) from error


@contextmanager
def _alone_on_postgresql(connection: Connection) -> Iterator[None]:
    with connection.begin():
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{PATIENCE_SECONDS}s'")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_ADVISORY_KEY})")
        yield


@contextmanager
def _alone_on_sqlite(connection: Connection) -> Iterator[None]:
    """Let tables be replaced, too: dropping one would delete what refers to it.

    These PRAGMAs do nothing inside a transaction, hence the driver's connection.
    """
    driver = connection.connection.cursor()
    driver.execute("PRAGMA foreign_keys = OFF")
    driver.execute(f"PRAGMA busy_timeout = {PATIENCE_SECONDS * 1000}")
    try:
        with connection.begin():
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
