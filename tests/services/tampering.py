"""What does somebody do who can write to the database itself, past triggers and references?"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from uuid import UUID

from sqlalchemy import Connection, Update, text, update

from syndicate.domain.articles import Revision, chain_hash, content_hash, content_json
from syndicate.domain.log import LogHead, LogLine, log_hash
from syndicate.store import tables
from syndicate.store.immutability import guard, unguard
from tests.web.newsroom import Newsroom


def tamper(newsroom: Newsroom, *statements: str | Update) -> None:
    """Do to the tables what the program never would."""
    with newsroom.app.engines.write.connect() as connection, _without_references(connection):
        unguard(connection)
        for statement in statements:
            done = text(statement) if isinstance(statement, str) else statement
            assert connection.execute(done).rowcount, statement
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


def rewrite(newsroom: Newsroom, slug: str, body_html: str) -> None:
    """Put other words into an article's first revision, and make every hash fit again."""
    with newsroom.app.store.read() as tx:
        article = tx.articles.by_slug(slug)
        revisions = _relinked(tx.revisions.of(article.id), body_html)
        lines = _relined(tx.log.everything(), {(r.article_id, r.number): r for r in revisions})
    rows = [
        update(tables.articles)
        .where(tables.articles.c.id == article.id)
        .values(head_hash=revisions[-1].chain_hash)
    ]
    rows += [_row(revision) for revision in revisions]
    rows += [
        update(tables.log)
        .where(tables.log.c.seq == line.seq)
        .values(chain_hash=line.chain_hash, log_hash=line.log_hash)
        for line in lines
    ]
    tamper(newsroom, *rows)


def _relinked(revisions: Iterable[Revision], body_html: str) -> list[Revision]:
    link, found = b"", []
    for revision in revisions:
        content = revision.content
        if content and revision.number == 1:
            content = replace(content, body_html=body_html)
        hashed = content_hash(content, revision.note, revision.salt or b"")
        changed = replace(revision, content=content, content_hash=hashed)
        link = chain_hash(link, changed)
        found.append(replace(changed, chain_hash=link))
    return found


def _relined(
    lines: Iterable[LogLine], revisions: Mapping[tuple[UUID, int], Revision]
) -> list[LogLine]:
    head, found = LogHead(size=0, log_hash=b""), []
    for line in lines:
        revision = revisions.get((line.article_id, line.number))
        relinked = replace(line, chain_hash=revision.chain_hash) if revision else line
        fitting = replace(relinked, log_hash=log_hash(head.log_hash, relinked))
        head = LogHead(size=line.seq, log_hash=fitting.log_hash)
        found.append(fitting)
    return found


def _row(revision: Revision) -> Update:
    one = tables.revisions.c
    return (
        update(tables.revisions)
        .where(one.article_id == revision.article_id, one.number == revision.number)
        .values(
            content=content_json(revision.content) if revision.content else None,
            content_hash=revision.content_hash,
            chain_hash=revision.chain_hash,
        )
    )
