"""What is saved of articles that are being edited?"""

import json
from dataclasses import asdict
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
    """The drafts of one transaction; an article has one or none."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, article_id: UUID) -> Draft | None:
        """Return the article's draft."""
        statement = select(drafts).where(drafts.c.article_id == article_id)
        row = self._connection.execute(statement).first()
        return None if row is None else _draft(row)

    def save(self, draft: Draft) -> None:
        """Keep a draft in place of the article's former one."""
        self.remove(draft.article_id)
        self._connection.execute(insert(drafts).values(_row(draft)))

    def remove(self, article_id: UUID) -> None:
        """Forget the article's draft."""
        self._connection.execute(delete(drafts).where(drafts.c.article_id == article_id))


def _row(draft: Draft) -> dict[str, Any]:
    return {
        "article_id": draft.article_id,
        "content": content_json(draft.content),
        "saved": draft.saved,
        "based_on": draft.based_on,
        "unknown": draft.unknown,
        "past": json.dumps([asdict(change) for change in draft.past], default=str),
        "quiet": draft.quiet,
    }


def _draft(row: Row[Any]) -> Draft:
    return Draft(
        article_id=row.article_id,
        content=content_from_json(row.content),
        saved=row.saved,
        based_on=row.based_on,
        unknown=row.unknown,
        past=tuple(_past(change) for change in json.loads(row.past)),
        quiet=row.quiet,
    )


def _past(change: dict[str, Any]) -> PastRevision:
    at = change["at"]
    return PastRevision(
        kind=Kind(change["kind"]),
        note=change["note"],
        at=None if at is None else datetime.fromisoformat(at),
        stated=change["stated"],
    )
