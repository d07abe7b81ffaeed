"""What does this step change? A delivery enters fewer indexes, and triggers know their tables.

Each entry is written anew when a mail is planned, claimed and settled (0063). No index has all
mails by reader any more, and what waits of editions is found by edition. Programs before it find
the same, some of it more slowly. On PostgreSQL the functions of 0036 look for their tables where
they were made, whatever schemas a session names, and a reader's mails as the program does.
"""

from collections.abc import Iterator

from alembic import op
from sqlalchemy import text

from syndicate.store.migrations.versions import r0036_belonging as belonging

revision = "0038"
down_revision = "0037"

_FRESH = "status = 'pending' AND waits_for IS NULL"
_MAILS = """
    IF TG_OP = 'UPDATE' AND NEW.id = OLD.id THEN RETURN NULL; END IF;
    IF EXISTS (
        SELECT FROM editions JOIN deliveries ON edition_id = editions.id
        WHERE subscriber_id = OLD.id
    ) OR EXISTS (
        SELECT FROM notices JOIN deliveries ON notice_id = notices.id
        WHERE subscriber_id = OLD.id
    ) OR EXISTS (
        SELECT FROM deliveries
        WHERE subscriber_id = OLD.id AND edition_id IS NULL AND notice_id IS NULL
    ) THEN
        RAISE foreign_key_violation USING
            MESSAGE = 'deliveries belong to what would go from subscribers', TABLE = 'subscribers';
    END IF;
"""


def upgrade() -> None:
    """Exchange the indexes, and make the functions anew."""
    for old in ("notices", "digests", "open", "subscriber"):
        op.drop_index(f"ix_deliveries_{old}", "deliveries")
    _index("outside", ["subscriber_id"], "edition_id IS NULL AND notice_id IS NULL")
    _index("notices", ["status", "id"], f"{_FRESH} AND notice_id IS NOT NULL")
    _index("digests", ["edition_id", "id"], f"{_FRESH} AND edition_id IS NOT NULL")
    if op.get_bind().dialect.name == "postgresql":
        for statement in functions():
            op.execute(statement)


def functions() -> Iterator[str]:
    """Give what makes the functions anew, the tables being those that this session sees."""
    for statement in belonging.functions():
        yield _here(statement)
    yield _here(belonging.function("syndicate_subscribers_stay", _MAILS))


def _here(statement: str) -> str:
    anew = statement.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1)
    return anew.replace("LANGUAGE plpgsql", "LANGUAGE plpgsql SET search_path FROM CURRENT", 1)


def _index(name: str, columns: list[str], what: str) -> None:
    where = text(what)
    op.create_index(
        f"ix_deliveries_{name}", "deliveries", columns, sqlite_where=where, postgresql_where=where
    )
