"""Which entries stand in which feeds?"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    delete,
    insert,
    literal_column,
    select,
    union,
)

from syndicate.domain.archives import Place
from syndicate.domain.articles import Status
from syndicate.domain.feeds import Feed
from syndicate.domain.memberships import Member
from syndicate.store.feed_ends import FeedEnds
from syndicate.store.runs import among, runs
from syndicate.store.tables import articles, feed_members, feeds, revisions

_FEEDS_AT_ONCE = 10

# Written once: each publication asks them.
_MEMBER = [column for column in feed_members.c if column.name != "position"]
_FEED = select(*_MEMBER).where(feed_members.c.feed == bindparam("named"))
_OWN = feed_members.c.article_id.in_(bindparam("these", expanding=True))
_PLACES = select(
    feed_members.c.article_id, feed_members.c.feed, feed_members.c.urn, feed_members.c.position
).where(_OWN)
_STAND = insert(feed_members)
_ADD = insert(feeds)
_LEAVE = delete(feed_members).where(_OWN)
_NEWEST = _FEED.order_by(feed_members.c.updated.desc(), feed_members.c.urn).limit(bindparam("most"))
_KNOWN = select(feeds.c.name).where(feeds.c.name.in_(bindparam("these", expanding=True)))
_GONE: ColumnElement[bool] = literal_column(
    f"articles.status = '{Status.TAKEN_DOWN}'"
)  # as its index says it
_REMOVED = (
    select(articles.c.id)
    .where(_GONE, articles.c.edited >= bindparam("since"))
    .order_by(articles.c.edited.desc())
    .limit(bindparam("most"))
)
_THESE = select(*_MEMBER).where(
    feed_members.c.feed.in_(bindparam("feeds", expanding=True)),
    feed_members.c.urn.in_(bindparam("these", expanding=True)),
)
_WITHIN = _FEED.where(feed_members.c.position.between(bindparam("first"), bindparam("last")))


class FeedMembers:
    """The feeds' contents in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def replace(
        self,
        before: Mapping[UUID, Sequence[Place]],
        wanted: Sequence[Member],
        named: Iterable[Feed],
        *,
        last: bool = False,
    ) -> Sequence[Place]:
        """Have exactly these entries of articles in feeds; return where they stand now.

        `before` is where the articles' entries stand. An entry that stays keeps its position,
        one that comes, or is to be `last`, stands at the feed's end. Nobody else may be rendering.
        """
        for some in runs(before):
            self._connection.execute(_LEAVE, {"these": some})
        self._name(named)
        stood = {(p.feed, p.urn): p.position for places in before.values() for p in places}
        kept = {} if last else stood
        placed = list(self._placed(wanted, kept))
        if placed:
            self._connection.execute(_STAND, [_row(*each) for each in placed])
        return [Place(feed=m.feed, urn=m.urn, position=position) for m, position in placed]

    def places(self, article_ids: Collection[UUID]) -> Mapping[UUID, Sequence[Place]]:
        """Return where articles' entries stand, for those that have any."""
        found: dict[UUID, list[Place]] = {}
        for article_id, feed, urn, position in among(self._connection, _PLACES, article_ids):
            found.setdefault(article_id, []).append(Place(feed=feed, urn=urn, position=position))
        return found

    def end(self, feed: str) -> int:
        """Return the position of the entry that came last, 0 for a feed that never had one."""
        return FeedEnds(self._connection).of(feed)

    def ends(self, names: Collection[str] | None = None) -> Mapping[str, int]:
        """Return where these feeds end, or all of them, that ever had an entry, by name."""
        ends = FeedEnds(self._connection)
        return ends.all() if names is None else ends.at(names)

    def newest(self, feed: str, limit: int) -> Sequence[Member]:
        """Return the newest members of a feed, by `updated`, newest first."""
        return self._members(_NEWEST, {"named": feed, "most": limit})

    def lately(self, after: Mapping[str, int], limit: int) -> Sequence[Member]:
        """Return the newest members of feeds, and all that stand after a position of theirs.

        `after` gives the positions by feed, `limit` is for each feed. They come in no order.
        """
        found: list[Member] = []
        for some in runs(after, _FEEDS_AT_ONCE):
            asked = {f"feed_{n}": feed for n, feed in enumerate(some)}
            beyond = {f"after_{n}": after[feed] for n, feed in enumerate(some)}
            values: Mapping[str, object] = {**asked, **beyond, "most": limit}
            found.extend(self._members(_lately(len(some)), values))
        return found

    def within(self, feed: str, positions: range) -> Sequence[Member]:
        """Return the members of a feed at these positions, in no order."""
        bounds = {"named": feed, "first": positions[0], "last": positions[-1]}
        return self._members(_WITHIN, bounds)

    def removed(self, feeds: Iterable[str], since: datetime, limit: int) -> Sequence[Member]:
        """Return the entries in feeds of the articles that were taken down last, since then."""
        asked = {"since": since, "most": limit}
        gone = self._connection.execute(_REMOVED, asked).scalars()
        urns = [article_id.urn for article_id in gone]
        return _listed(among(self._connection, _THESE, urns, feeds=list(feeds)))

    def taken_down(self, until: datetime, limit: int) -> Sequence[UUID]:
        """Return the articles that were taken down by then, and first, and still have entries."""
        last = and_(revisions.c.article_id == articles.c.id, revisions.c.number == articles.c.head)
        listed = select(feed_members.c.feed).where(feed_members.c.article_id == articles.c.id)
        statement = select(articles.c.id).join(revisions, last)
        old = statement.where(_GONE, revisions.c.recorded <= until, listed.exists())
        first = old.order_by(revisions.c.recorded, articles.c.id).limit(limit)
        return self._connection.execute(first).scalars().all()

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
        return self.feeds([name]).get(name)

    def feeds(self, names: Iterable[str]) -> Mapping[str, Feed]:
        """Return those of these feeds that may be named, by their names."""
        rows = among(self._connection, _THERE, names)
        return {row.name: Feed(name=row.name, label=row.label) for row in rows}

    def unname(self, names: Collection[str]) -> None:
        """Forget those of these feeds in which nothing stands that may be named."""
        gone = feeds.c.name.in_(names) & ~_nameable().exists()
        self._connection.execute(delete(feeds).where(gone))

    def _members(
        self, which: Select[Any] | CompoundSelect[Any], asked: Mapping[str, object]
    ) -> Sequence[Member]:
        return _listed(self._connection.execute(which, asked).all())

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
        """Name feeds; each keeps the label that it was named by first."""
        labels: dict[str, str] = {}
        for feed in named:
            labels.setdefault(feed.name, feed.label)
        known = {row.name for row in among(self._connection, _KNOWN, labels)}
        new = [{"name": n, "label": label} for n, label in labels.items() if n not in known]
        if new:
            self._connection.execute(_ADD, new)


@cache
def _lately(feeds_asked: int) -> CompoundSelect[Any]:
    """Return the question for so many feeds; a member that is found twice comes once.

    The second half is in no order: asked for one, databases go through all of the feed in it.
    """
    parts: list[Select[Any]] = []
    for n in range(feeds_asked):
        own = select(*_MEMBER).where(feed_members.c.feed == bindparam(f"feed_{n}"))
        newest = own.order_by(feed_members.c.updated.desc(), feed_members.c.urn)
        parts.append(select(newest.limit(bindparam("most")).subquery(f"newest_{n}")))
        parts.append(own.where(feed_members.c.position > bindparam(f"after_{n}")))
    return union(*parts)


def _listed(rows: Iterable[Row[*tuple[Any, ...]]]) -> Sequence[Member]:
    return [
        Member(feed=feed, urn=urn, article_id=article_id, number=number, updated=updated)
        for feed, urn, article_id, number, updated in rows
    ]


def _standing() -> Select[Any]:
    return select(feed_members.c.feed).where(feed_members.c.feed == feeds.c.name)


def _nameable() -> Select[Any]:
    joined = _standing().join(articles, articles.c.id == feed_members.c.article_id)
    return joined.where(articles.c.status != Status.TAKEN_DOWN)


_THERE = select(feeds).where(
    feeds.c.name.in_(bindparam("these", expanding=True)),
    _nameable().exists() | ~_standing().exists(),
)


def _row(member: Member, position: int) -> dict[str, object]:
    return {
        "feed": member.feed,
        "urn": member.urn,
        "article_id": member.article_id,
        "number": member.number,
        "updated": member.updated,
        "position": position,
    }
