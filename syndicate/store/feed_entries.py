"""Which entries' bytes are at hand?"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import Connection, bindparam, delete, insert, select

from syndicate.domain.feeds import FeedFormat
from syndicate.domain.memberships import Member
from syndicate.store.runs import among
from syndicate.store.tables import feed_entries


class FeedEntries:
    """The cached entries of one transaction, good until their article changes."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def cached(self, urns: Sequence[str], format_: FeedFormat) -> Mapping[str, bytes]:
        """Return the entry bytes that are at hand, by urn."""
        rows = among(self._connection, _CACHED, urns, formatted=format_)
        return {row.urn: row.body for row in rows}

    def cache(self, bodies: Mapping[Member, bytes], format_: FeedFormat) -> None:
        """Keep entries' bytes until their article changes; at least one."""
        rows = [
            {
                "urn": member.urn,
                "format": format_,
                "article_id": member.article_id,
                "number": member.number,
                "body": body,
            }
            for member, body in bodies.items()
        ]
        self._connection.execute(_ADD, rows)

    def forget(self, article_id: UUID) -> None:
        """Forget the bytes of an article's entries."""
        self._connection.execute(_FORGET, {"own": article_id})


# Written once: each publication asks them for every feed it concerns, in every format.
_ADD = insert(feed_entries)
_FORGET = delete(feed_entries).where(feed_entries.c.article_id == bindparam("own"))
_CACHED = select(feed_entries.c.urn, feed_entries.c.body).where(
    feed_entries.c.urn.in_(bindparam("these", expanding=True)),
    feed_entries.c.format == bindparam("formatted"),
)
