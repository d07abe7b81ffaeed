"""Which bytes are served for each feed?"""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from syndicate.domain.feeds import FeedDocument, FeedFormat
from syndicate.store.tables import feed_documents

_RENDERING = 0x66656564  # "feed"


class FeedDocuments:
    """The feed documents of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def one_renderer(self) -> None:
        """Wait until no other transaction renders feeds.

        Two that render the same feed at once would each miss the other's
        entry. SQLite has one writer anyway.
        """
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(select(func.pg_advisory_xact_lock(_RENDERING)))

    def get(self, name: str, format_: FeedFormat) -> FeedDocument | None:
        """Return a feed's bytes in one format; an outdated document has no ETag."""
        row = self._connection.execute(select(feed_documents).where(_key(name, format_))).first()
        return None if row is None else FeedDocument(**row._mapping)  # noqa: SLF001 - public name

    def put(self, document: FeedDocument) -> None:
        """Keep new bytes. The same bytes leave everything as it was.

        Last-Modified has whole seconds and strictly rises whenever bytes change.
        """
        before = self.get(document.name, document.format)
        if before is not None and before.etag == document.etag:
            return
        if before is not None and before.body == document.body:
            self._back(document)
            return
        self._drop(document.name, document.format)
        row = {
            "name": document.name,
            "format": document.format,
            "body": document.body,
            "etag": document.etag,
            "last_modified": _rising(
                before.last_modified if before else None, document.last_modified
            ),
            "updated": document.updated,
        }
        self._connection.execute(insert(feed_documents).values(row))

    def outdate(self, names: Collection[str]) -> None:
        """Have documents rendered again when somebody asks for them next."""
        own = feed_documents.c.name.in_(names)
        self._connection.execute(update(feed_documents).where(own).values(etag=""))

    def erase(self, names: Collection[str]) -> None:
        """Forget feeds' bytes, whose words may not be told any more; their dates go on to rise."""
        gone = feed_documents.c.name.in_(names)
        self._connection.execute(update(feed_documents).where(gone).values(body=b"", etag=""))

    def _back(self, document: FeedDocument) -> None:
        """Have outdated bytes served again: they turned out to be the same."""
        own = _key(document.name, document.format)
        self._connection.execute(update(feed_documents).where(own).values(etag=document.etag))

    def _drop(self, name: str, format_: FeedFormat) -> None:
        """Forget a feed's bytes in one format."""
        self._connection.execute(delete(feed_documents).where(_key(name, format_)))


def _key(name: str, format_: FeedFormat) -> ColumnElement[bool]:
    return (feed_documents.c.name == name) & (feed_documents.c.format == format_)


def _rising(before: datetime | None, now: datetime) -> datetime:
    whole = now.replace(microsecond=0)
    return whole if before is None else max(whole, before + timedelta(seconds=1))
