"""How is a database reached, so that readers never wait and writers never collide?

SQLite gets two engines on one file. The writing one begins IMMEDIATE: a transaction
that reads first and writes later can then not be overtaken in between. The reading one
begins deferred and refuses to write. PostgreSQL gets one pool with two faces. On both,
everything read in one transaction is of one moment, and reading engines refuse to write.
"""

import os
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from secrets import token_hex

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from syndicate.domain.errands import number_of
from syndicate.errors import SettingsFault, Temporary
from syndicate.store.beginning import begin
from syndicate.store.migrations import HEAD
from syndicate.store.programs import session_name

BUSY_SECONDS = 5
OLDEST_POSTGRESQL = 15

# The keepalives let the server end the sessions of a machine that vanished, and their locks.
_SESSION = (
    "TimeZone=UTC",
    "statement_timeout=0",
    "tcp_keepalives_idle=30",
    "tcp_keepalives_interval=10",
    "tcp_keepalives_count=3",
)
_WRITING = (
    "journal_mode = WAL",
    "analysis_limit = 1000",
    "secure_delete = ON",  # what is erased is overwritten, however SQLite was built
)
_NOT_TO_BE_READ = {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_PERM}
_WAYS = (
    "give sqlite:///path/to/syndicate.db or postgresql://user@host/database as store.url"
    " in settings.toml"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Engines:
    """The two ways into one database; what is committed through them is told apart by `name`."""

    read: Engine
    write: Engine
    name: str = field(default_factory=partial(token_hex, 8))

    @property
    def sqlite_file(self) -> Path | None:
        """Return the database's file; None on PostgreSQL."""
        url = self.write.url
        return Path(str(url.database)) if url.get_backend_name() == "sqlite" else None

    @property
    def shown_url(self) -> str:
        """Return the address as a person may write it: without password and driver."""
        url = self.write.url
        return url.set(drivername=url.get_backend_name()).render_as_string(hide_password=True)

    def close(self) -> None:
        """Close every idle connection."""
        self.read.dispose()
        self.write.dispose()


def open_engines(url: str, revision: str = HEAD) -> Engines:
    """Return the engines of a database; an absent SQLite file is created.

    `revision` is the one that the program knows, as which its sessions show up at a server.
    Raises SettingsFault where the address cannot work, Temporary where the server does
    not answer.
    """
    parsed = _parsed(url)
    backend = parsed.get_backend_name()
    if backend == "sqlite":
        return _open_sqlite(parsed)
    if backend in {"postgresql", "postgres"}:
        return _open_postgresql(parsed, revision)
    raise SettingsFault(f"store.url: no store of kind {backend!r}: {_WAYS}")


def analyze(connection: Connection, *tables: str) -> None:
    """Refresh the planner's statistics of tables that have just grown much."""
    quote = connection.dialect.identifier_preparer.quote
    for table in tables:
        connection.exec_driver_sql(f"ANALYZE {quote(table)}")


def analyze_roughly(connection: Connection, *tables: str) -> None:
    """Do it by fewer rows, where others are at work: to the end of the transaction on PostgreSQL.

    By 3,000 rows instead of 30,000, which takes a fifth of the time. On SQLite as many as ever
    are read of each index, a thousand.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL default_statistics_target = 10")
    analyze(connection, *tables)


def _parsed(url: str) -> URL:
    try:
        return make_url(url)
    except ArgumentError as fault:
        raise SettingsFault(f"store.url: {url!r} is no database address: {_WAYS}") from fault


def _open_sqlite(url: URL) -> Engines:
    if url.database in {None, "", ":memory:"} or url.query:
        raise SettingsFault(f"store.url: SQLite is given by the path of a file alone: {_WAYS}")
    path = Path(str(url.database))
    try:
        _create_file(path)
    except (OSError, sqlite3.Error) as fault:
        raise SettingsFault(
            f"store.url: cannot make {path} ({fault}): allow writing there or name another file"
        ) from fault
    at = url.set(drivername="sqlite+pysqlite")
    # One writing connection: threads queue here, in turn, and not in SQLite's polling.
    write = create_engine(
        at,
        hide_parameters=True,  # they hold addresses and secrets, and errors are logged
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=0,
        connect_args={"timeout": BUSY_SECONDS},
    )
    read = create_engine(
        at,
        hide_parameters=True,  # they hold addresses and secrets, and errors are logged
        poolclass=QueuePool,
        pool_size=8,
        max_overflow=56,
        connect_args={"timeout": BUSY_SECONDS},
    )
    prepare(write, begin, _WRITING)
    prepare(read, begin_to_read, ("query_only = ON",))
    _check_file(read, path)
    return Engines(read=read, write=write)


def _create_file(path: Path) -> None:
    """Put an empty database in WAL mode in place, whole, for its owner's eyes only.

    Linked from a finished file, since two processes that switch a new file to WAL at once
    lock each other out. An existing file is not even opened: closing it would drop the
    locks that SQLite holds on it in this process (POSIX fcntl locks).
    """
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    os.close(handle)
    try:
        fresh = sqlite3.connect(name, isolation_level=None)
        fresh.execute("PRAGMA journal_mode = WAL").close()
        fresh.close()
        with suppress(FileExistsError):
            os.link(name, path)
    finally:
        Path(name).unlink()


def _check_file(engine: Engine, path: Path) -> None:
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM sqlite_master")
    except DBAPIError as fault:
        if getattr(fault.orig, "sqlite_errorcode", 0) in _NOT_TO_BE_READ:
            raise SettingsFault(
                f"store.url: {path} cannot be read ({fault.orig}): name a SQLite database"
                " that is yours, or a file that does not exist yet"
            ) from fault
        raise Temporary(f"store.url: {path} cannot be read now ({fault.orig})") from fault


def begin_to_read(connection: Connection) -> None:
    """Begin a transaction that sees one moment."""
    connection.exec_driver_sql("BEGIN")


def prepare(engine: Engine, begun: Callable[[Connection], None], pragmas: tuple[str, ...]) -> None:
    """Take transactions out of the driver's hands and set what each connection needs."""

    def connected(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        connection.create_function("number_of", 1, number_of, deterministic=True)
        cursor = connection.cursor()
        for pragma in ("synchronous = FULL", "foreign_keys = ON", *pragmas):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", begun)


def _open_postgresql(url: URL, revision: str) -> Engines:
    options = " ".join(f"-c {setting}" for setting in _SESSION)
    try:
        write = create_engine(
            url.set(drivername="postgresql+psycopg"),
            hide_parameters=True,
            pool_pre_ping=True,
            connect_args={
                "application_name": session_name(revision),
                "options": f"{url.query.get('options', '')} {options}".strip(),
            },
        )
    except ModuleNotFoundError as fault:
        raise SettingsFault(
            "store.url: PostgreSQL needs a driver: pip install syndicate[postgres]"
        ) from fault
    _check_server(write)
    read = write.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return Engines(read=read, write=write)


def _check_server(engine: Engine) -> None:
    where = engine.url.render_as_string(hide_password=True)
    try:
        with engine.connect() as connection:
            found = connection.exec_driver_sql("SHOW server_version_num").scalar_one()
    except OperationalError as fault:
        raise Temporary(f"store.url: {where} does not answer: {_line(fault)}") from fault
    except DBAPIError as fault:
        raise SettingsFault(f"store.url: {where} is refused: {_line(fault)}") from fault
    if (major := int(found) // 10_000) < OLDEST_POSTGRESQL:
        engine.dispose()
        raise SettingsFault(
            f"store.url: {where} runs PostgreSQL {major}: {OLDEST_POSTGRESQL} or newer is needed"
        )


def _line(fault: DBAPIError) -> str:
    return " ".join(str(fault.orig).split())
