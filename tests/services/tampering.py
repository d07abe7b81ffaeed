"""What does somebody do who can write to the database itself, past triggers and references?"""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from sqlalchemy import Connection, text

from syndicate.store.immutability import guard, unguard
from tests.web.newsroom import Newsroom


def tamper(newsroom: Newsroom, *statements: str) -> None:
    """Do to the tables what the program never would."""
    with newsroom.app.engines.write.connect() as connection, _without_references(connection):
        unguard(connection)
        for statement in statements:
            assert connection.execute(text(statement)).rowcount, statement
        guard(connection)
    newsroom.app.store.touch()


@contextmanager
def _without_references(connection: Connection) -> Iterator[None]:
    """Let references break; SQLite forgets them only outside of a transaction."""
    if connection.dialect.name != "sqlite":
        with connection.begin():
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            yield
        return
    driver = connection.connection.cursor()
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        with connection.begin():
            yield
    finally:
        driver.execute("PRAGMA foreign_keys = ON")
        driver.close()


def id_in(newsroom: Newsroom, article_id: UUID) -> str:
    """Return an id as the database at hand writes it, in quotes."""
    sqlite = newsroom.app.engines.sqlite_file is not None
    return f"'{article_id.hex if sqlite else article_id}'"


def erase(newsroom: Newsroom, article_id: UUID, *more: str) -> None:
    """Delete an article with all its rows, in `more` tables too."""
    own = id_in(newsroom, article_id)
    feeds = ("feed_members", "feed_entries")
    tables = ("revisions", "slugs", "outbox", *feeds, *more)
    tamper(
        newsroom,
        *(f"DELETE FROM {table} WHERE article_id = {own}" for table in tables),  # noqa: S608 - ours
        f"DELETE FROM articles WHERE id = {own}",  # noqa: S608 - ours
    )
