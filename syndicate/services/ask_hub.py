"""What becomes of a request to our hub? It is kept until its callback was asked (WebSub §5)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from syndicate.clock import Clock
from syndicate.domain.errands import host_of
from syndicate.domain.feeds import FeedDocument, FeedFormat
from syndicate.domain.websub import ASKED_FOR_EACH, MOST_UNVERIFIED, Asked, Mode, Topic
from syndicate.errors import Refused, TooOften
from syndicate.services.serve_feeds import Moved
from syndicate.services.topic_feeds import Serve
from syndicate.services.transactions import Transactions


class Topics(Protocol):
    """What asking needs of the topics."""

    def ensure(self, feed: str, format_: FeedFormat, etag: str) -> Topic: ...


class Intents(Protocol):
    """What asking needs of the requests that are not verified yet."""

    def put(self, asked: Asked, topic: Topic) -> None: ...
    def has(self, topic_id: int, url: str) -> bool: ...
    def of_host(self, host: str) -> int: ...


class Callbacks(Protocol):
    """What asking needs of the subscriptions."""

    def has(self, topic_id: int, url: str) -> bool: ...
    def of_host(self, host: str) -> int: ...


class Traces(Protocol):
    """What counts how often something was asked."""

    def count(self, network: str, hour: datetime) -> int: ...


class Transaction(Protocol):
    """What asking sees of the store."""

    @property
    def hub_topics(self) -> Topics: ...
    @property
    def hub_intents(self) -> Intents: ...
    @property
    def hub_callbacks(self) -> Callbacks: ...
    @property
    def traces(self) -> Traces: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class AskHub:
    """Keeps requests for documents of ours, as many as a host may have.

    Anybody may name a callback, which is a stranger's as far as we know until it was asked. It
    is asked only for what it can mean: leaving only where it is subscribed, or about to be. And
    a host is asked no more than `ASKED_FOR_EACH` times in an hour for each subscription it may
    have, whoever it is that names its callbacks; `trace` makes the name it is counted by.
    """

    transactions: Transactions[Transaction]
    serve: Serve
    clock: Clock
    trace: Callable[[str], str]
    most_per_host: int

    def __call__(self, asked: Asked, feed: str, format_: FeedFormat) -> None:
        """Keep a request, unless there is nothing to leave.

        Raises Refused where there is no such topic, or its host has enough (what it has it may
        renew), and TooOften where its host was asked too much just now.
        """
        document = self.document(asked.topic, feed, format_)
        host = host_of(asked.callback)
        with self.transactions.write() as tx:
            topic = tx.hub_topics.ensure(feed, format_, document.etag)
            known = _known(tx, topic, asked.callback)
            if asked.mode is Mode.SUBSCRIBE:
                self._refuse_too_many(tx, host, renews=known)
            elif not known:
                return
            self._count(tx, host)
            tx.hub_intents.put(asked, topic)

    def document(self, topic: str, feed: str, format_: FeedFormat) -> FeedDocument:
        """Return a topic's document. Raises Refused where there is none."""
        found = self.serve(feed, format_)
        if isinstance(found, Moved):
            raise Refused(f"hub.topic: {topic} has moved to the feed {found.name}; ask for that")
        if not isinstance(found, FeedDocument):
            raise Refused(f"hub.topic: {topic} is no feed of this site")
        return found

    def _refuse_too_many(self, tx: Transaction, host: str, *, renews: bool) -> None:
        waiting = tx.hub_intents.of_host(host)
        if waiting >= MOST_UNVERIFIED:
            raise Refused(f"{host} has {waiting} requests that are not verified yet; ask later")
        if not renews and tx.hub_callbacks.of_host(host) + waiting >= self.most_per_host:
            raise Refused(f"{host} has {self.most_per_host} subscriptions, which is the most")

    def _count(self, tx: Transaction, host: str) -> None:
        hour = self.clock.now().replace(minute=0, second=0, microsecond=0)
        asked = tx.traces.count(self.trace(f"callback {host}"), hour)
        if asked > ASKED_FOR_EACH * self.most_per_host:
            raise TooOften(f"{host} was asked much just now; try again in an hour")


def _known(tx: Transaction, topic: Topic, url: str) -> bool:
    return tx.hub_callbacks.has(topic.id, url) or tx.hub_intents.has(topic.id, url)
