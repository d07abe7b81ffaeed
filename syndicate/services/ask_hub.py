"""What becomes of a request to our hub? It is kept until its callback was asked (WebSub §5)."""

from dataclasses import dataclass
from typing import Protocol

from syndicate.domain.errands import host_of
from syndicate.domain.feeds import FeedDocument, FeedFormat
from syndicate.domain.websub import MOST_UNVERIFIED, Asked, Mode, Topic
from syndicate.errors import Refused
from syndicate.services.serve_feeds import Moved
from syndicate.services.topic_feeds import Serve
from syndicate.services.transactions import Transactions


class Topics(Protocol):
    """What asking needs of the topics."""

    def ensure(self, feed: str, format_: FeedFormat, etag: str) -> Topic: ...


class Intents(Protocol):
    """What asking needs of the requests that are not verified yet."""

    def put(self, asked: Asked, topic: Topic) -> None: ...
    def of_host(self, host: str) -> int: ...


class Callbacks(Protocol):
    """What asking needs of the subscriptions."""

    def of_host(self, host: str) -> int: ...


class Transaction(Protocol):
    """What asking sees of the store."""

    @property
    def hub_topics(self) -> Topics: ...
    @property
    def hub_intents(self) -> Intents: ...
    @property
    def hub_callbacks(self) -> Callbacks: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class AskHub:
    """Keeps requests for documents of ours, as many as a host may have."""

    transactions: Transactions[Transaction]
    serve: Serve
    most_per_host: int

    def __call__(self, asked: Asked, feed: str, format_: FeedFormat) -> None:
        """Keep a request. Raises Refused where there is no such topic, or its host has enough."""
        document = self.document(asked.topic, feed, format_)
        with self.transactions.write() as tx:
            if asked.mode is Mode.SUBSCRIBE:
                self._refuse_too_many(tx, host_of(asked.callback))
            tx.hub_intents.put(asked, tx.hub_topics.ensure(feed, format_, document.etag))

    def document(self, topic: str, feed: str, format_: FeedFormat) -> FeedDocument:
        """Return a topic's document. Raises Refused where there is none."""
        found = self.serve(feed, format_)
        if isinstance(found, Moved):
            raise Refused(f"hub.topic: {topic} has moved to the feed {found.name}; ask for that")
        if not isinstance(found, FeedDocument):
            raise Refused(f"hub.topic: {topic} is no feed of this site")
        return found

    def _refuse_too_many(self, tx: Transaction, host: str) -> None:
        waiting = tx.hub_intents.of_host(host)
        if waiting >= MOST_UNVERIFIED:
            raise Refused(f"{host} has {waiting} requests that are not verified yet; ask later")
        if tx.hub_callbacks.of_host(host) + waiting >= self.most_per_host:
            raise Refused(f"{host} has {self.most_per_host} subscriptions, which is the most")
