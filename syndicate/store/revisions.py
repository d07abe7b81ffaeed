"""Which immutable states has each article had?"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from syndicate.domain.articles import Revision, content_from_json, content_json
from syndicate.domain.facts import Fact, What
from syndicate.errors import Broken, Conflict
from syndicate.store.log import Log
from syndicate.store.runs import among
from syndicate.store.tables import revisions, waves

PAGE = 500
_JUST = timedelta(microseconds=1)


class Revisions:
    """The revisions of one transaction. The database itself refuses to change or delete them."""

    def __init__(self, connection: Connection, facts: list[Fact]) -> None:
        self._connection = connection
        self._facts = facts

    def append(self, revision: Revision) -> None:
        """Add the next revision, and its line to the log; Conflict when its number exists."""
        try:
            self._connection.execute(_APPEND, _row(revision))
        except IntegrityError as error:
            raise Conflict(
                f"revision {revision.number} exists already: somebody published in the meantime"
            ) from error
        Log(self._connection).append(revision)

    def recordable(self, now: datetime) -> datetime:
        """Return as when recorded what is published now counts, later than what digests told.

        It is now, unless a clock ran ahead for a while: then it goes on from there, since a
        digest takes what was recorded up to its own moment as told.
        """
        newest, told = self._connection.execute(_NEWEST).one()
        after_all_told: datetime = told + _JUST if told else now
        return max(now, newest or now, after_all_told)

    def of(self, article_id: UUID) -> tuple[Revision, ...]:
        """Return an article's whole history, oldest first."""
        rows = self._connection.execute(_HISTORY, {"own": article_id})
        return tuple(_revision(row) for row in rows)

    def of_all(self, article_ids: Collection[UUID]) -> Mapping[UUID, tuple[Revision, ...]]:
        """Return the whole histories of articles, each oldest first."""
        found: dict[UUID, list[Revision]] = {}
        for row in among(self._connection, _HISTORIES, article_ids):
            found.setdefault(row.article_id, []).append(_revision(row))
        return {own: tuple(found.get(own, ())) for own in article_ids}

    def redact(self, revision: Revision, reason: str, now: datetime) -> None:
        """Delete the text, note and salt of a revision, leaving its hash, the reason and time."""
        one = (revisions.c.article_id == revision.article_id) & (
            revisions.c.number == revision.number
        )
        gone = {"content": None, "note": None, "salt": None}
        self._connection.execute(
            update(revisions).where(one).values(**gone, redacted=now, redaction_reason=reason)
        )
        about = (str(revision.article_id), str(revision.number), reason)
        self._facts.append(Fact(What.REDACTED, about))

    def fresh_articles(self, after: datetime, until: datetime) -> Sequence[UUID]:
        """Return the articles with loud revisions recorded in (after, until], oldest news first."""
        span = (revisions.c.recorded > after) & (revisions.c.recorded <= until)
        statement = (
            select(revisions.c.article_id)
            .where(span & ~revisions.c.quiet)
            .order_by(revisions.c.recorded, revisions.c.article_id)
        )
        return list(dict.fromkeys(self._connection.execute(statement).scalars()))

    def everything(self) -> Iterator[Revision]:
        """Yield every revision, article by article, oldest first; for `verify`.

        Raises Broken for one that was changed into something that is none.
        """
        page = self._page(None)
        while page:
            yield from page
            page = self._page(page[-1])

    def _page(self, last: Revision | None) -> Sequence[Revision]:
        key = (revisions.c.article_id, revisions.c.number)
        statement = select(revisions).order_by(*key).limit(PAGE)
        if last is not None:
            of_same = (key[0] == last.article_id) & (key[1] > last.number)
            statement = statement.where((key[0] > last.article_id) | of_same)
        try:
            return [_revision(row) for row in self._connection.execute(statement)]
        except (ValueError, TypeError, LookupError) as error:
            raise Broken(
                f"a revision cannot be read ({error!r}): it was changed behind the program's "
                "back; restore it from a backup"
            ) from error


# Written once: each publication asks them several times.
_APPEND = insert(revisions)
_HISTORY = (
    select(revisions).where(revisions.c.article_id == bindparam("own")).order_by(revisions.c.number)
)
_HISTORIES = (
    select(revisions)
    .where(revisions.c.article_id.in_(bindparam("these", expanding=True)))
    .order_by(revisions.c.article_id, revisions.c.number)
)
_NEWEST = select(
    select(func.max(revisions.c.recorded)).scalar_subquery(),
    select(func.max(waves.c.seen_to)).scalar_subquery(),
)
"""Both by the ends of their indexes."""


def _row(revision: Revision) -> dict[str, Any]:
    return {
        "article_id": revision.article_id,
        "number": revision.number,
        "kind": revision.kind,
        "note": revision.note,
        "severity": revision.severity,
        "premise": revision.premise,
        "content": None if revision.content is None else content_json(revision.content),
        "salt": revision.salt,
        "content_hash": revision.content_hash,
        "chain_hash": revision.chain_hash,
        "published": revision.published,
        "recorded": revision.recorded,
        "quiet": revision.quiet,
        "editor": revision.editor,
    }


def _revision(row: Row[Any]) -> Revision:
    return Revision(
        article_id=row.article_id,
        number=row.number,
        kind=row.kind,
        note=row.note or "",
        severity=row.severity,
        premise=row.premise,
        content=None if row.content is None else content_from_json(row.content),
        salt=row.salt,
        content_hash=row.content_hash,
        chain_hash=row.chain_hash,
        published=row.published,
        recorded=row.recorded,
        quiet=row.quiet,
        editor=row.editor,
        redacted=row.redacted,
        redaction_reason=row.redaction_reason,
    )
