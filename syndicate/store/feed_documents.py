"""Which bytes are served for each feed?"""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, func, insert, select, update

from syndicate.domain.feeds import FeedDocument, FeedFormat
from syndicate.store.runs import runs
from syndicate.store.tables import feed_documents

_RENDERING = 0x66656564  # "feed"


class FeedDocuments:
    """The feed documents of one transaction; `changed` gathers the names of those that changed."""

    def __init__(self, connection: Connection, changed: set[str]) -> None:
        self._connection = connection
        self._changed = changed

    def one_renderer(self) -> None:
        """Wait until no other transaction renders feeds.

        Two that render the same feed at once would each miss the other's
        entry. SQLite has one writer anyway.
        """
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(select(func.pg_advisory_xact_lock(_RENDERING)))

    def get(self, name: str, format_: FeedFormat) -> FeedDocument | None:
        """Return a feed's bytes in one format; an outdated document has no ETag."""
        row = self._connection.execute(_GET, {"named": name, "formatted": format_}).first()
        return None if row is None else FeedDocument(**row._mapping)  # noqa: SLF001 - public name

    def put(self, document: FeedDocument, before: FeedDocument | None) -> None:
        """Keep new bytes, `before` being what is kept. The same bytes leave everything as it was.

        Last-Modified has whole seconds and strictly rises whenever bytes change.
        """
        if before is None:
            self._changed.add(document.name)
            self._connection.execute(_ADD, _row(document, document.last_modified))
        elif before.body == document.body and before.etag != document.etag:
            self._back(document)
        elif before.etag != document.etag:
            self._changed.add(document.name)
            later = before.last_modified + timedelta(seconds=1)
            row = _row(document, max(document.last_modified, later))
            self._connection.execute(_CHANGE, _key(document) | row)

    def outdate(self, names: Collection[str]) -> None:
        """Have documents rendered again when somebody asks for them next."""
        self._changed.update(names)
        for some in runs(names):
            own = feed_documents.c.name.in_(some)
            self._connection.execute(update(feed_documents).where(own).values(etag=""))

    def erase(self, names: Collection[str]) -> None:
        """Forget feeds' bytes, whose words may not be told any more; their dates go on to rise."""
        self._changed.update(names)
        gone = feed_documents.c.name.in_(names)
        self._connection.execute(update(feed_documents).where(gone).values(body=b"", etag=""))

    def _back(self, document: FeedDocument) -> None:
        """Have outdated bytes served again: they turned out to be the same."""
        self._connection.execute(_CHANGE, _key(document) | {"etag": document.etag})


def _key(document: FeedDocument) -> dict[str, object]:
    return {"named": document.name, "formatted": document.format}


def _row(document: FeedDocument, modified: datetime) -> dict[str, object]:
    return {
        "name": document.name,
        "format": document.format,
        "body": document.body,
        "etag": document.etag,
        "last_modified": modified.replace(microsecond=0),
        "updated": document.updated,
    }


# Written once: each publication asks them for every feed it concerns, in every format.
_OWN = (feed_documents.c.name == bindparam("named")) & (
    feed_documents.c.format == bindparam("formatted")
)
_GET = select(feed_documents).where(_OWN)
_ADD = insert(feed_documents)
_CHANGE = update(feed_documents).where(_OWN)
