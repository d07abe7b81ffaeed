"""Which entries stand in which feeds?"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, bindparam, delete, insert, select

from syndicate.domain.articles import Status
from syndicate.domain.feeds import Feed
from syndicate.domain.memberships import Member
from syndicate.store.tables import articles, feed_members, feeds


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
        rows = self._connection.execute(_NEWEST, {"named": feed, "most": limit})
        return [Member(**row._mapping) for row in rows]  # noqa: SLF001 - SQLAlchemy's public name

    def named(self) -> Sequence[Feed]:
        """Return every feed with something in it that may be named, by name."""
        rows = self._connection.execute(
            select(feeds).where(_nameable().exists()).order_by(feeds.c.name)
        )
        return [Feed(name=row.name, label=row.label) for row in rows]

    def feed(self, name: str) -> Feed | None:
        """Return a feed by its name; None while all that stands in it was taken down.

        A tag, section or author may tell by itself what was.
        """
        there = _nameable().exists() | ~_standing().exists()
        statement = select(feeds).where(feeds.c.name == name, there)
        row = self._connection.execute(statement).first()
        return None if row is None else Feed(name=row.name, label=row.label)

    def unname(self, names: Collection[str]) -> None:
        """Forget those of these feeds in which nothing stands that may be named."""
        gone = feeds.c.name.in_(names) & ~_nameable().exists()
        self._connection.execute(delete(feeds).where(gone))

    def _name(self, named: Iterable[Feed]) -> None:
        for feed in named:
            known = select(feeds.c.name).where(feeds.c.name == feed.name)
            if self._connection.execute(known).first() is None:
                self._connection.execute(insert(feeds).values(name=feed.name, label=feed.label))


_NEWEST = (
    select(feed_members)
    .where(feed_members.c.feed == bindparam("named"))
    .order_by(feed_members.c.updated.desc(), feed_members.c.urn)
    .limit(bindparam("most"))
)


def _standing() -> Select[Any]:
    return select(feed_members.c.feed).where(feed_members.c.feed == feeds.c.name)


def _nameable() -> Select[Any]:
    joined = _standing().join(articles, articles.c.id == feed_members.c.article_id)
    return joined.where(articles.c.status != Status.TAKEN_DOWN)


def _row(member: Member) -> dict[str, object]:
    return {
        "feed": member.feed,
        "urn": member.urn,
        "article_id": member.article_id,
        "number": member.number,
        "updated": member.updated,
    }
