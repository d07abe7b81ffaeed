"""Which entries' bytes are at hand?"""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from sqlalchemy import Connection, bindparam, delete, insert, select

from syndicate.domain.feeds import FeedFormat
from syndicate.domain.memberships import Member
from syndicate.store.runs import among, runs
from syndicate.store.tables import feed_entries


class FeedEntries:
    """The cached entries of one transaction, good until their article changes."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def cached(
        self, urns: Collection[str], formats: Iterable[FeedFormat]
    ) -> Mapping[tuple[str, FeedFormat], bytes]:
        """Return the entry bytes that are at hand, by urn and format."""
        rows = among(self._connection, _CACHED, urns, formats=list(formats))
        return {(urn, format_): body for urn, format_, body in rows}

    def cache(self, bodies: Mapping[tuple[Member, FeedFormat], bytes]) -> None:
        """Keep entries' bytes until their article changes; at least one, none of them twice."""
        rows = [
            {
                "urn": member.urn,
                "format": format_,
                "article_id": member.article_id,
                "number": member.number,
                "body": body,
            }
            for (member, format_), body in bodies.items()
        ]
        self._connection.execute(_ADD, rows)

    def forget(self, article_ids: Collection[UUID]) -> None:
        """Forget the bytes of articles' entries."""
        for some in runs(article_ids):
            self._connection.execute(_FORGET, {"these": some})


# Written once: each publication asks them.
_ADD = insert(feed_entries)
_FORGET = delete(feed_entries).where(
    feed_entries.c.article_id.in_(bindparam("these", expanding=True))
)
_CACHED = select(feed_entries.c.urn, feed_entries.c.format, feed_entries.c.body).where(
    feed_entries.c.urn.in_(bindparam("these", expanding=True)),
    feed_entries.c.format.in_(bindparam("formats", expanding=True)),
)
