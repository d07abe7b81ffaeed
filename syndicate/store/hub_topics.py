"""Which documents did somebody subscribe to, and which of them may have changed?"""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select, update

from syndicate.domain.feeds import FeedFormat
from syndicate.domain.websub import Topic
from syndicate.store.dialects import inserting
from syndicate.store.jobs import Jobs
from syndicate.store.tables import hub_callbacks, hub_intents, hub_topics

_OWN = hub_callbacks.c.topic_id == hub_topics.c.id


class HubTopics:
    """The topics of one transaction. An open one may have callbacks that were not told all."""

    def __init__(self, connection: Connection, jobs: Jobs) -> None:
        self._connection = connection
        self._jobs = jobs

    def any(self) -> bool:
        """Tell whether there is one: else nobody is owed anything."""
        return self._connection.execute(_ANY).first() is not None

    def ensure(self, feed: str, format_: FeedFormat, etag: str) -> Topic:
        """Return a document's topic. A new one is open: what was served by then may be older."""
        row = {"feed": feed, "format": format_, "etag": etag, "open": True}
        adding = inserting(self._connection, hub_topics).values(row).on_conflict_do_nothing()
        self._connection.execute(adding)
        own = (hub_topics.c.feed == feed) & (hub_topics.c.format == format_)
        return _topic(self._connection.execute(select(hub_topics).where(own)).one())

    def touch(self, feeds: Collection[str]) -> None:
        """Say that the documents of these feeds may have changed."""
        touched = {"open": True, "touches": hub_topics.c.touches + 1}
        concerned = hub_topics.c.feed.in_(feeds)
        if self._connection.execute(update(hub_topics).where(concerned).values(touched)).rowcount:
            self._jobs.errands()

    def touched(self) -> Sequence[Topic]:
        """Return those that may have changed since somebody looked."""
        statement = select(hub_topics).where(hub_topics.c.open, _TOUCHED).order_by(hub_topics.c.id)
        return [_topic(row) for row in self._connection.execute(statement)]

    def looked(self, topic: Topic, etag: str) -> None:
        """Have every callback told a new state, where it is one, unless others said so already."""
        same = (hub_topics.c.id == topic.id) & (hub_topics.c.version == topic.version)
        newer = topic.version + (etag != topic.etag)
        seen = {"etag": etag, "version": newer, "seen": topic.touches}
        self._connection.execute(update(hub_topics).where(same).values(seen))

    def lead(self, topic: Topic, feed: str, etag: str) -> None:
        """Let a topic's callbacks follow their feed to another name, and tell them of it."""
        there = self.ensure(feed, topic.format, etag)
        has = select(hub_callbacks.c.url).where(hub_callbacks.c.topic_id == there.id)
        own = hub_callbacks.c.topic_id == topic.id
        moving = update(hub_callbacks).where(own, hub_callbacks.c.url.not_in(has))
        behind = there.version - 1
        self._connection.execute(moving.values(topic_id=there.id, version=behind))
        self._connection.execute(delete(hub_callbacks).where(own))
        self.touch([feed])
        self.looked(topic, "")

    def told(self) -> bool:
        """Tell whether any is open though every callback was told."""
        statement = select(hub_topics.c.id).where(_TOLD).limit(1)
        return self._connection.execute(statement).first() is not None

    def close_told(self) -> None:
        """Say of those whose every callback was told that nothing is owed."""
        self._connection.execute(update(hub_topics).where(_TOLD).values(open=False))

    def unused(self) -> int:
        """Return how many topics nobody has, or asked for."""
        statement = select(func.count()).select_from(hub_topics).where(_UNUSED)
        return self._connection.execute(statement).scalar_one()

    def drop_unused(self) -> None:
        """Delete topics that nobody has, or asked for."""
        self._connection.execute(delete(hub_topics).where(_UNUSED))


_ANY = select(hub_topics.c.id).limit(1)
_TOUCHED = hub_topics.c.touches != hub_topics.c.seen
_BEHIND = select(hub_callbacks.c.id).where(_OWN, hub_callbacks.c.version < hub_topics.c.version)
_TOLD = hub_topics.c.open & ~_TOUCHED & ~_BEHIND.correlate(hub_topics).exists()
_UNUSED = (
    ~select(hub_callbacks.c.id).where(_OWN).correlate(hub_topics).exists()
    & ~select(hub_intents.c.id)
    .where(hub_intents.c.topic_id == hub_topics.c.id)
    .correlate(hub_topics)
    .exists()
)


def _topic(row: Row[Any]) -> Topic:
    return Topic(
        id=row.id,
        feed=row.feed,
        format=row.format,
        etag=row.etag,
        version=row.version,
        touches=row.touches,
    )
