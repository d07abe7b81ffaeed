"""Which bytes are served for each feed?"""

from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from enum import Enum, auto

from sqlalchemy import BindParameter, Connection, bindparam, case, func, insert, select, update

from syndicate.domain.feeds import FeedDocument, FeedFormat, Previous
from syndicate.store.runs import among, runs
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
            self._connection.execute(_ONE_RENDERER)

    def get(self, name: str, format_: FeedFormat) -> FeedDocument | None:
        """Return a feed's bytes in one format; an outdated document has no ETag."""
        row = self._connection.execute(_GET, {"named": name, "formatted": format_}).first()
        return None if row is None else FeedDocument(**row._mapping)  # noqa: SLF001 - public name

    def previous(self, names: Collection[str]) -> Mapping[tuple[str, FeedFormat], Previous]:
        """Return what feeds' documents are before they are rendered anew."""
        return {
            (name, format_): Previous(
                etag=tag, last_modified=last_modified, updated=updated, body=None if tag else body
            )
            for name, format_, tag, last_modified, updated, body in among(
                self._connection, _PREVIOUS, names
            )
        }

    def put(
        self,
        documents: Iterable[FeedDocument],
        before: Mapping[tuple[str, FeedFormat], Previous],
    ) -> None:
        """Keep new bytes, `before` being what is kept. The same bytes leave everything as it was.

        Last-Modified has whole seconds and strictly rises whenever bytes change.
        """
        rows: dict[_Effect, list[dict[str, object]]] = {}
        for document in documents:
            previous = before.get((document.name, document.format))
            effect = _effect(document, previous)
            if effect in {_Effect.ADDED, _Effect.CHANGED}:
                self._changed.add(document.name)
            rows.setdefault(effect, []).append(_row(document, previous))
        for effect, statement in _WRITING.items():
            if effect in rows:
                self._connection.execute(statement, rows[effect])

    def outdate(self, names: Collection[str]) -> None:
        """Have documents rendered again when somebody asks for them next."""
        self._changed.update(names)
        for some in runs(names):
            self._connection.execute(_OUTDATE, {"these": some})

    def erase(self, names: Collection[str]) -> None:
        """Forget feeds' bytes, whose words may not be told any more; their dates go on to rise."""
        self._changed.update(names)
        for some in runs(names):
            self._connection.execute(_ERASE, {"these": some})


class _Effect(Enum):
    """What rendering did to a document. Outdated bytes that came out the same are revalidated."""

    ADDED = auto()
    CHANGED = auto()
    REVALIDATED = auto()
    NONE = auto()


def _effect(document: FeedDocument, previous: Previous | None) -> _Effect:
    if previous is None:
        return _Effect.ADDED
    if previous.etag == document.etag:
        return _Effect.NONE
    return _Effect.REVALIDATED if previous.body == document.body else _Effect.CHANGED


def _row(document: FeedDocument, previous: Previous | None) -> dict[str, object]:
    modified = document.last_modified
    if previous is not None:
        modified = max(modified, previous.last_modified + timedelta(seconds=1))
    return {
        "named": document.name,
        "formatted": document.format,
        "bytes": document.body,
        "tag": document.etag,
        "at": modified.replace(microsecond=0),
        "said": document.updated,
    }


# Written once: each publication asks them.
_ONE_RENDERER = select(func.pg_advisory_xact_lock(_RENDERING))
_OWN = (feed_documents.c.name == bindparam("named")) & (
    feed_documents.c.format == bindparam("formatted")
)
_THESE = feed_documents.c.name.in_(bindparam("these", expanding=True))
_GET = select(feed_documents).where(_OWN)
_PREVIOUS = select(
    feed_documents.c.name,
    feed_documents.c.format,
    feed_documents.c.etag,
    feed_documents.c.last_modified,
    feed_documents.c.updated,
    case((feed_documents.c.etag == "", feed_documents.c.body)).label("body"),
).where(_THESE)
_OUTDATE = update(feed_documents).where(_THESE).values(etag="")
_ERASE = update(feed_documents).where(_THESE).values(body=b"", etag="")
_TOLD: Mapping[str, BindParameter[object]] = {
    "body": bindparam("bytes"),
    "etag": bindparam("tag"),
    "last_modified": bindparam("at"),
    "updated": bindparam("said"),
}
_WRITING = {
    _Effect.ADDED: insert(feed_documents).values(
        name=bindparam("named"), format=bindparam("formatted"), **_TOLD
    ),
    _Effect.CHANGED: update(feed_documents).where(_OWN).values(**_TOLD),
    _Effect.REVALIDATED: update(feed_documents).where(_OWN).values(etag=bindparam("tag")),
}
