"""Under which settings were the feeds at hand rendered?"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select, update

from syndicate.domain.settled import Settled
from syndicate.store.feed_changes import FeedChanges
from syndicate.store.tables import articles, feed_documents, feed_entries, rendered_under


class Renderings:
    """What one transaction knows of how entries and documents at hand came to be."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def under(self) -> Settled | None:
        """Return what was settled when they were rendered; None before the first time."""
        row = self._connection.execute(_UNDER).first()
        return None if row is None else Settled(**row._mapping)  # noqa: SLF001 - public name

    def begin_anew(self, settled: Settled) -> None:
        """Forget every entry and outdate every document: from now on, this is settled."""
        self._connection.execute(delete(feed_entries))
        self._connection.execute(update(feed_documents).values(etag=""))
        FeedChanges(self._connection).note_all()
        self._connection.execute(delete(rendered_under))
        row = {"id": 1, "site": settled.site, "policy": settled.policy}
        self._connection.execute(insert(rendered_under).values(row))

    def revised(self) -> Sequence[UUID]:
        """Return the articles with more than one revision: the policy places their entries."""
        statement = select(articles.c.id).where(articles.c.head > 1)
        return self._connection.execute(statement).scalars().all()


_UNDER = select(rendered_under.c.site, rendered_under.c.policy)  # written once: each relay asks
