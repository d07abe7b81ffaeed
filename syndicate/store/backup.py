"""How does a whole store come into one file while others use it, and back?

The file is a SQLite database with our tables, whichever database the store is in: a backup
of the one can be restored to the other. With the rows it has named contents.
"""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from glob import escape
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select, text

from syndicate.errors import CouldNot, Refused, Temporary
from syndicate.store.catching_up import LEAP
from syndicate.store.engines import Engines, analyze, open_engines
from syndicate.store.migrate import exclusively, migrate, rebuilding
from syndicate.store.pouring import Tell, keep_numbers, pour, serial
from syndicate.store.tables import (
    articles,
    editions,
    followings,
    metadata,
    notices,
    revisions,
    subscriptions,
    suppressions,
)

_TOLD = (articles, editions, followings, notices, revisions, subscriptions, suppressions)
_PAGES = 50
_STAGE = ".restoring-"
_CONTENTS = "backup_contents"


@contextmanager
def between_writers(engines: Engines) -> Iterator[None]:
    """Let nobody be about to commit what the chronicle was told of, for a moment."""
    with engines.write.begin() as connection:
        if engines.sqlite_file is None:
            names = ", ".join(table.name for table in _TOLD)
            connection.exec_driver_sql(f"LOCK TABLE {names} IN SHARE MODE")
        else:
            connection.execute(text("SELECT count(*) FROM sqlite_master"))
        yield


def copy_out(engines: Engines, file: Path, contents: Mapping[str, bytes], tell: Tell) -> None:
    """Write a store and contents into a file, for its owner's eyes only; all of it or nothing.

    What is committed meanwhile is not in it, and nobody waits. Raises Temporary where the
    file cannot be written.
    """
    with _translated(file), _whole(file) as made:
        if engines.sqlite_file is not None:
            _copy_sqlite(engines, made, tell)
        else:
            _copy_rows(engines, made, tell)
        with closing(sqlite3.connect(made, isolation_level=None)) as copy:
            copy.execute("PRAGMA journal_mode = DELETE")
            copy.execute(f"CREATE TABLE {_CONTENTS} (name TEXT PRIMARY KEY, data BLOB NOT NULL)")
            copy.executemany(f"INSERT INTO {_CONTENTS} VALUES (?, ?)", contents.items())  # noqa: S608 - a constant of ours


def contents_of(file: Path) -> Mapping[str, bytes]:
    """Return what a backup holds beside its rows. Raises Refused for a file that is none."""
    try:
        with closing(_opened(file)) as copy:
            return dict(copy.execute(f"SELECT name, data FROM {_CONTENTS}"))  # noqa: S608 - as above
    except sqlite3.Error as error:
        raise Refused(
            f"{file} is no whole backup of syndicate ({error}); "
            "name a file that syndicate backup wrote"
        ) from error


@contextmanager
def staged(file: Path, beside: Path) -> Iterator[Path]:
    """Yield a copy of a backup's store, brought to this program's revision, to be worked on."""
    for left in beside.glob(f"{_STAGE}*"):  # by who was killed: the caller is alone here
        shutil.rmtree(left)
    folder = tempfile.mkdtemp(prefix=_STAGE, dir=beside)
    made = Path(folder) / "syndicate.db"
    try:
        with _translated(made):
            handle = os.open(made, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
            os.close(handle)
            with closing(_opened(file)) as source, closing(sqlite3.connect(made)) as copy:
                source.backup(copy)
                copy.execute("PRAGMA journal_mode = WAL")
                copy.execute(f"DROP TABLE {_CONTENTS}")
                copy.commit()
        with closing(open_engines(f"sqlite:///{made}")) as engines:
            migrate(engines)
        yield made
    finally:
        shutil.rmtree(folder)


def put_in(made: Path, engines: Engines, tell: Tell) -> None:
    """Put a staged store in the place of another one: in one transaction, all of it or nothing."""
    with _translated(made):
        if engines.sqlite_file is not None:
            _put_sqlite(made, engines, tell)
        else:
            _put_rows(made, engines, tell)


def _copy_sqlite(engines: Engines, made: Path, tell: Tell) -> None:
    """SQLite's online backup, within one read transaction: what others commit restarts nothing."""
    with engines.read.connect() as connection, closing(sqlite3.connect(made)) as copy:
        connection.execute(text("SELECT count(*) FROM sqlite_master"))
        source: Any = connection.connection.driver_connection
        source.backup(copy, pages=_PAGES, progress=_telling(tell))


def _copy_rows(engines: Engines, made: Path, tell: Tell) -> None:
    made.unlink()
    with closing(open_engines(f"sqlite:///{made}")) as copy:
        migrate(copy)
        with engines.read.connect() as source, exclusively(copy) as target, rebuilding(target):
            pour(source, target, tell)
            keep_numbers(source, target)
    made.chmod(0o600)


def _put_sqlite(made: Path, engines: Engines, tell: Tell) -> None:
    """Do the online backup the other way; the old store is read until the commit."""
    with closing(sqlite3.connect(made)) as source, engines.write.connect() as connection:
        target: Any = connection.connection.driver_connection
        source.backup(target, pages=_PAGES, progress=_telling(tell))


def _put_rows(made: Path, engines: Engines, tell: Tell) -> None:
    with closing(open_engines(f"sqlite:///{made}")) as copy, copy.read.connect() as source:
        with exclusively(engines) as target, rebuilding(target):
            quote = target.dialect.identifier_preparer.quote
            names = ", ".join(quote(table.name) for table in metadata.sorted_tables)
            target.exec_driver_sql(f"TRUNCATE {names}")
            pour(source, target, tell)
            _leap(source, target)
        with engines.write.connect() as target, target.begin():
            analyze(target, *(table.name for table in metadata.sorted_tables))


def _leap(source: Connection, target: Connection) -> None:
    """Let the sequences go on from where the staged store does, or a leap beyond its rows."""
    rows = source.exec_driver_sql("SELECT name, seq FROM sqlite_sequence")
    counted: dict[str, int] = {row.name: row.seq for row in rows}
    for table in metadata.sorted_tables:
        column = serial(table)
        if column is None:
            continue
        highest = target.execute(select(func.max(table.c[column]))).scalar() or 0
        start = max(counted.get(table.name, 0), highest + LEAP)
        sequence = func.pg_get_serial_sequence(table.name, column)
        target.execute(select(func.setval(sequence, start)))


def _telling(tell: Tell) -> Callable[[int, int, int], object]:
    return lambda _status, remaining, total: tell(total - remaining, total)


def _opened(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)


@contextmanager
def _whole(file: Path) -> Iterator[Path]:
    """Yield a file beside the place, which takes it at the end, synced."""
    handle, name = tempfile.mkstemp(prefix=f".{file.name}-", dir=file.parent)
    os.close(handle)
    made = Path(name)
    try:
        yield made
        made.chmod(0o600)
        _sync(made)
        made.replace(file)
        _sync(file.parent)
    finally:
        for left in file.parent.glob(f"{escape(made.name)}*"):
            left.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _translated(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Temporary(
            f"{file} cannot be used: {error.strerror}; make room, or name another place"
        ) from error
    except sqlite3.Error as error:
        raise CouldNot(f"{file} cannot be used: {error}; nothing was changed") from error
