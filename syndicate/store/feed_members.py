"""Which entries stand in which feeds?"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select

from syndicate.domain.feeds import Feed
from syndicate.domain.memberships import Member
from syndicate.store.tables import feed_members, feeds


class FeedMembers:
    """The feeds' contents in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def replace(self, article_id: UUID, wanted: Sequence[Member], named: Iterable[Feed]) -> None:
        """Put an article's entries into exactly these feeds."""
        own = feed_members.c.article_id == article_id
        self._connection.execute(delete(feed_members).where(own))
        self._name(named)
        if wanted:
            self._connection.execute(insert(feed_members), [_row(member) for member in wanted])

    def feeds_with(self, article_id: UUID) -> Sequence[str]:
        """Return the names of the feeds an article's entries stand in."""
        own = feed_members.c.article_id == article_id
        statement = select(feed_members.c.feed).where(own).distinct()
        return self._connection.execute(statement).scalars().all()

    def newest(self, feed: str, limit: int) -> Sequence[Member]:
        """Return the newest members of a feed, by `updated`, newest first."""
        statement = (
            select(feed_members)
            .where(feed_members.c.feed == feed)
            .order_by(feed_members.c.updated.desc(), feed_members.c.urn)
            .limit(limit)
        )
        rows = self._connection.execute(statement)
        return [Member(**row._mapping) for row in rows]  # noqa: SLF001 - SQLAlchemy's public name

    def named(self) -> Sequence[Feed]:
        """Return every feed with something in it, by name."""
        filled = select(feed_members.c.feed).where(feed_members.c.feed == feeds.c.name).exists()
        rows = self._connection.execute(select(feeds).where(filled).order_by(feeds.c.name))
        return [Feed(name=row.name, label=row.label) for row in rows]

    def feed(self, name: str) -> Feed | None:
        """Return a feed by its name."""
        row = self._connection.execute(select(feeds).where(feeds.c.name == name)).first()
        return None if row is None else Feed(name=row.name, label=row.label)

    def _name(self, named: Iterable[Feed]) -> None:
        for feed in named:
            if self.feed(feed.name) is None:
                self._connection.execute(insert(feeds).values(name=feed.name, label=feed.label))


def _row(member: Member) -> dict[str, object]:
    return {
        "feed": member.feed,
        "urn": member.urn,
        "article_id": member.article_id,
        "number": member.number,
        "updated": member.updated,
    }
