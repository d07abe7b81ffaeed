"""Which programs can work with a store's tables, and are older ones at work just now?

Most steps of a migration only add to the tables: a program that does not know of them works on.
A step that takes away what older programs use names the `oldest` revision whose program
does without it. The store keeps that beside its own revision.
"""

from sqlalchemy import Connection, inspect, text

from syndicate.errors import CouldNot
from syndicate.store.sessions import still_there

ANY = ""
"""Before every revision, and before none: what programs knew whose sessions tell of no revision."""

_KEPT = text("SELECT oldest FROM alembic_version")
_ADD = text("ALTER TABLE alembic_version ADD COLUMN oldest VARCHAR(32)")
_KEEP = text("UPDATE alembic_version SET oldest = :oldest")
_OLDER = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND application_name ~ '^syndicate( [0-9]+)?$'"
    """ AND split_part(application_name, ' ', 2) COLLATE "C" < :oldest"""
)


def session_name(revision: str) -> str:
    """Return as what sessions of a program that knows a revision show up at the server."""
    return f"syndicate {revision}"


def oldest(connection: Connection) -> str | None:
    """Return the revision of the oldest program that can work with the tables, where it is kept."""
    if not _is_kept(connection):
        return None
    found: str | None = connection.scalar(_KEPT)
    return found


def keep_oldest(connection: Connection, revision: str) -> None:
    """Keep which program is the oldest that can work with the tables from now on."""
    if not _is_kept(connection):
        connection.execute(_ADD)
    connection.execute(_KEEP, {"oldest": revision})


def refuse_older_at_work(connection: Connection, revision: str) -> None:
    """Raise CouldNot where programs before a revision have sessions, which tell so by their name.

    On SQLite nothing is asked: its programs are stopped and started together.
    """
    if connection.dialect.name != "postgresql":
        return
    older = still_there(connection, _OLDER, oldest=revision)
    if older:
        raise CouldNot(
            f"the store keeps its revision: {older} connections are of programs before {revision},"
            " which use what this one takes away: stop those first, and start this one again"
        )


def _is_kept(connection: Connection) -> bool:
    columns = inspect(connection).get_columns("alembic_version")
    return any(column["name"] == "oldest" for column in columns)
