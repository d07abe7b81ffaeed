"""How does a store come to the state of the tables that this program expects?

All of it happens in one transaction, which one process at a time can be in; the others
wait and find nothing left to do. Programs are exchanged one after the other: an older one goes on
working with tables that a newer one has added to.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import OperationalError

from syndicate.errors import Broken, CouldNot, Temporary
from syndicate.store.engines import BUSY_SECONDS, Engines
from syndicate.store.immutability import guard, unguard
from syndicate.store.migrations import HEAD
from syndicate.store.programs import ANY, keep_oldest, oldest, refuse_older_at_work

if TYPE_CHECKING:
    from alembic.config import Config

PATIENCE_SECONDS = 60
_ADVISORY_KEY = 0x53594E44_4D494752  # "SYNDMIGR"


_FOLDER = Path(__file__).parent / "migrations"


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """Which revision a program knows, and where the steps to it are."""

    head: str = HEAD
    steps: tuple[Path, ...] = (_FOLDER / "versions",)


THIS = Program()


def version(engines: Engines) -> str | None:
    """Return the store's revision; None before the first migration."""
    with engines.read.connect() as connection:
        return _version(connection)


def require_current(engines: Engines) -> None:
    """Raise CouldNot unless this program can work with the store as it is."""
    with engines.read.connect() as connection:
        found = _version(connection)
        if _works(connection, found, THIS):
            return
    _refuse_newer(engines, found, THIS)
    if found != HEAD:
        raise CouldNot(
            f"the store {engines.shown_url} is at revision {found or 'nothing'},"
            f" this program needs {HEAD}: run syndicate init, or syndicate serve, to bring it there"
        )


def enter(engines: Engines, program: Program = THIS) -> None:
    """Bring the store to a program's revision, or find that it works with a newer one.

    Raises CouldNot for a store that it does not work with, or that older programs at work would
    not work with any more, Temporary when another process does not let it be changed.
    """
    with _between_steps(engines) as connection:
        if _works(connection, _version(connection), program):
            return
    migrate(engines, program)


def migrate(engines: Engines, program: Program = THIS) -> None:
    """Bring the store to a program's revision; a store that is there is left alone.

    Raises CouldNot for a store that a newer program has migrated, or that older programs at work
    would not work with any more, Temporary when another process does not let it be changed.
    """
    if version(engines) != program.head:
        with exclusively(engines) as connection:
            found = _version(connection)
            _refuse_newer(engines, found, program)
            if found != program.head:
                with rebuilding(connection):
                    _upgrade(connection, found, program)


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


def _works(connection: Connection, found: str | None, program: Program) -> bool:
    """Tell whether a program works with the tables as they are."""
    if found is None or found <= program.head:
        return found == program.head
    since = oldest(connection)
    return since is not None and since <= program.head


def _refuse_newer(engines: Engines, found: str | None, program: Program) -> None:
    if found is not None and found > program.head:
        raise CouldNot(
            f"the store {engines.shown_url} is at revision {found}, newer than this program,"
            f" which knows up to {program.head}: upgrade syndicate, or restore a backup from before"
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
def _between_steps(engines: Engines) -> Iterator[Connection]:
    """See the tables while nobody changes them.

    Else a program would begin with tables that are just being taken from it, unseen by whoever
    asks which programs are at work.
    """
    if engines.sqlite_file is not None:
        with engines.read.connect() as connection:
            yield connection
        return
    try:
        with engines.write.connect() as connection, _alone_on_postgresql(connection, "_shared"):
            yield connection
    except OperationalError as error:
        raise Temporary(
            f"the store {engines.shown_url} is being migrated ({error.orig}); try again"
        ) from error


@contextmanager
def _alone_on_postgresql(connection: Connection, shared: str = "") -> Iterator[None]:
    with connection.begin():
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{PATIENCE_SECONDS}s'")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock{shared}({_ADVISORY_KEY})")
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


def _upgrade(connection: Connection, found: str | None, program: Program) -> None:
    from alembic import command  # noqa: PLC0415 - takes long to import and is rarely needed
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = _config(connection, program)
    kept = {
        step.revision: getattr(step.module, "oldest", ANY)
        for step in ScriptDirectory.from_config(config).walk_revisions()
        if step.revision <= program.head
    }
    to_come = max(since for number, since in kept.items() if number > (found or ""))
    refuse_older_at_work(connection, to_come)
    command.upgrade(config, program.head)
    keep_oldest(connection, max(kept.values()))


def _config(connection: Connection, program: Program) -> "Config":
    from alembic.config import Config  # noqa: PLC0415 - as above

    config = Config(attributes={"connection": connection})
    folders = os.pathsep.join(map(str, program.steps))
    told = {"script_location": _FOLDER, "path_separator": "os", "version_locations": folders}
    for name, value in told.items():
        config.set_main_option(name, str(value).replace("%", "%%"))
    return config


def _check_references(connection: Connection) -> None:
    lost = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if lost:
        tables = ", ".join(sorted({row[0] for row in lost}))
        raise Broken(
            f"after the migration {len(lost)} rows of {tables} point nowhere;"
            " nothing was changed: restore a backup, or report this"
        )
