"""Which entries stand in which feeds?"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    delete,
    insert,
    literal_column,
    select,
)

from syndicate.domain.archives import Place
from syndicate.domain.articles import Status
from syndicate.domain.feeds import Feed
from syndicate.domain.memberships import Member
from syndicate.store.feed_ends import FeedEnds
from syndicate.store.runs import among
from syndicate.store.tables import articles, feed_members, feeds, revisions

# Written once: each publication asks them for every feed it concerns.
_FEED = select(*(column for column in feed_members.c if column.name != "position")).where(
    feed_members.c.feed == bindparam("named")
)
_OWN = feed_members.c.article_id == bindparam("own")
_PLACES = select(feed_members.c.feed, feed_members.c.urn, feed_members.c.position).where(_OWN)
_LEAVE = delete(feed_members).where(_OWN)
_NEWEST = _FEED.order_by(feed_members.c.updated.desc(), feed_members.c.urn).limit(bindparam("most"))
# In no order: asked for one, databases go through all of the feed in it.
_BEYOND = _FEED.where(feed_members.c.position > bindparam("position"))
_GONE: ColumnElement[bool] = literal_column(
    f"articles.status = '{Status.TAKEN_DOWN}'"
)  # as its index says it
_REMOVED = select(articles.c.id).where(_GONE, articles.c.edited >= bindparam("since"))
_THESE = _FEED.where(feed_members.c.urn.in_(bindparam("these", expanding=True)))
_WITHIN = _FEED.where(feed_members.c.position.between(bindparam("first"), bindparam("last")))


class FeedMembers:
    """The feeds' contents in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def replace(self, article_id: UUID, wanted: Sequence[Member], named: Iterable[Feed]) -> None:
        """Put an article's entries into exactly these feeds; nobody else may be rendering.

        An entry that stays keeps its position, one that comes stands at the feed's end.
        """
        kept = {(p.feed, p.urn): p.position for p in self.places(article_id)}
        self._connection.execute(_LEAVE, {"own": article_id})
        self._name(named)
        if wanted:
            rows = [_row(*placed) for placed in self._placed(wanted, kept)]
            self._connection.execute(insert(feed_members), rows)

    def places(self, article_id: UUID) -> Sequence[Place]:
        """Return where an article's entries stand."""
        rows = self._connection.execute(_PLACES, {"own": article_id})
        return [Place(**row._mapping) for row in rows]  # noqa: SLF001 - SQLAlchemy's public name

    def end(self, feed: str) -> int:
        """Return the position of the entry that came last, 0 for a feed that never had one."""
        return FeedEnds(self._connection).of(feed)

    def ends(self) -> Mapping[str, int]:
        """Return where every feed ends that ever had an entry, by name."""
        return FeedEnds(self._connection).all()

    def newest(self, feed: str, limit: int) -> Sequence[Member]:
        """Return the newest members of a feed, by `updated`, newest first."""
        return self._members(_NEWEST, {"named": feed, "most": limit})

    def beyond(self, feed: str, position: int) -> Sequence[Member]:
        """Return the members of a feed that stand after a position, newest first."""
        return _ordered(self._members(_BEYOND, {"named": feed, "position": position}))

    def within(self, feed: str, positions: range) -> Sequence[Member]:
        """Return the members of a feed at these positions, newest first."""
        bounds = {"named": feed, "first": positions[0], "last": positions[-1]}
        return _ordered(self._members(_WITHIN, bounds))

    def removed(self, feed: str, since: datetime) -> Sequence[Member]:
        """Return the entries in a feed of articles that were taken down since then."""
        gone = self._connection.execute(_REMOVED, {"since": since}).scalars()
        urns = [article_id.urn for article_id in gone]
        return _listed(among(self._connection, _THESE, urns, named=feed))

    def taken_down(self, until: datetime) -> Sequence[UUID]:
        """Return the articles that were taken down by then and still have entries."""
        last = and_(revisions.c.article_id == articles.c.id, revisions.c.number == articles.c.head)
        listed = select(feed_members.c.feed).where(feed_members.c.article_id == articles.c.id)
        statement = select(articles.c.id).join(revisions, last)
        old = statement.where(_GONE, revisions.c.recorded <= until, listed.exists())
        return self._connection.execute(old).scalars().all()

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

    def _members(self, which: Select[Any], asked: Mapping[str, object]) -> Sequence[Member]:
        return _listed(self._connection.execute(which, asked))

    def _placed(
        self, wanted: Sequence[Member], kept: Mapping[tuple[str, str], int]
    ) -> Iterator[tuple[Member, int]]:
        new = [m for m in wanted if (m.feed, m.urn) not in kept]
        yield from zip(new, FeedEnds(self._connection).take([m.feed for m in new]), strict=True)
        for member in wanted:
            position = kept.get((member.feed, member.urn))
            if position is not None:
                yield member, position

    def _name(self, named: Iterable[Feed]) -> None:
        for feed in named:
            known = select(feeds.c.name).where(feeds.c.name == feed.name)
            if self._connection.execute(known).first() is None:
                self._connection.execute(insert(feeds).values(name=feed.name, label=feed.label))


def _listed(rows: Iterable[Row[Any]]) -> Sequence[Member]:
    return [Member(**row._mapping) for row in rows]  # noqa: SLF001 - SQLAlchemy's public name


def _ordered(members: Sequence[Member]) -> Sequence[Member]:
    return sorted(members, key=lambda m: (-m.updated.timestamp(), m.urn))


def _standing() -> Select[Any]:
    return select(feed_members.c.feed).where(feed_members.c.feed == feeds.c.name)


def _nameable() -> Select[Any]:
    joined = _standing().join(articles, articles.c.id == feed_members.c.article_id)
    return joined.where(articles.c.status != Status.TAKEN_DOWN)


def _row(member: Member, position: int) -> dict[str, object]:
    return {
        "feed": member.feed,
        "urn": member.urn,
        "article_id": member.article_id,
        "number": member.number,
        "updated": member.updated,
        "position": position,
    }
