"""What is saved of articles that are being edited?"""

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, delete, insert, select

from syndicate.domain.articles import (
    Draft,
    Kind,
    PastRevision,
    content_from_json,
    content_json,
)
from syndicate.store.tables import drafts


class Drafts:
    """The drafts of one transaction; an article has one to be published, and any number aside."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, article_id: UUID) -> Draft | None:
        """Return the draft that publishing the article takes."""
        own = (drafts.c.article_id == article_id) & ~drafts.c.aside
        row = self._connection.execute(select(drafts).where(own)).first()
        return None if row is None else _draft(row)

    def all_of(self, article_id: UUID) -> Sequence[Draft]:
        """Return everything that is saved of an article, in the order in which it was."""
        own = drafts.c.article_id == article_id
        rows = self._connection.execute(select(drafts).where(own).order_by(drafts.c.id))
        return [_draft(row) for row in rows]

    def save(self, draft: Draft) -> Draft:
        """Keep a draft in place of the one that it replaces; return it with its id.

        One that is not aside takes the place of the article's former one.
        """
        if draft.replaces:
            self.discard(draft.replaces)
        if not draft.aside:
            self.remove(draft.article_id)
        statement = insert(drafts).values(_row(draft)).returning(drafts.c.id)
        return replace(draft, id=self._connection.execute(statement).scalar_one())

    def remove(self, article_id: UUID) -> None:
        """Forget the draft that publishing takes."""
        own = (drafts.c.article_id == article_id) & ~drafts.c.aside
        self._connection.execute(delete(drafts).where(own))

    def forget(self, article_id: UUID) -> None:
        """Forget everything that is saved of an article."""
        self._connection.execute(delete(drafts).where(drafts.c.article_id == article_id))

    def discard(self, number: int) -> None:
        """Forget one draft, whichever it is."""
        self._connection.execute(delete(drafts).where(drafts.c.id == number))


def _row(draft: Draft) -> dict[str, Any]:
    return {
        "article_id": draft.article_id,
        "content": content_json(draft.content),
        "saved": draft.saved,
        "based_on": draft.based_on,
        "unknown": draft.unknown,
        "past": json.dumps([asdict(change) for change in draft.past], default=str),
        "quiet": draft.quiet,
        "editor": draft.editor,
        "aside": draft.aside,
        "replaces": draft.replaces,
    }


def _draft(row: Row[Any]) -> Draft:
    return Draft(
        article_id=row.article_id,
        id=row.id,
        content=content_from_json(row.content),
        saved=row.saved,
        based_on=row.based_on,
        unknown=row.unknown,
        past=tuple(_past(change) for change in json.loads(row.past)),
        quiet=row.quiet,
        editor=row.editor,
        aside=row.aside,
        replaces=row.replaces,
    )


def _past(change: dict[str, Any]) -> PastRevision:
    at = change["at"]
    return PastRevision(
        kind=Kind(change["kind"]),
        note=change["note"],
        at=None if at is None else datetime.fromisoformat(at),
        stated=change["stated"],
    )
