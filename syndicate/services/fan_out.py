"""How does the newest state of a document reach everybody who subscribed to it? (WebSub §7)"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import Protocol

import structlog

from syndicate.domain.errands import WHOLE, Errand, Part, Reply, Request, host_of, next_try
from syndicate.domain.feeds import FeedDocument, FeedFormat
from syndicate.domain.site import Site
from syndicate.domain.websub import Callback, Topic, content_request, denial_request
from syndicate.services.topic_feeds import Serve, whereabouts
from syndicate.services.transactions import Transactions

log = structlog.get_logger()

CLOSED = "the feed is closed"


class Topics(Protocol):
    """What fanning out asks of topics that may have changed."""

    def touched(self) -> Sequence[Topic]: ...
    def looked(self, topic: Topic, etag: str) -> None: ...
    def lead(self, topic: Topic, feed: str, etag: str) -> None: ...


class Endings(Protocol):
    """What fanning out asks of topics that everybody was told of."""

    def told(self) -> bool: ...
    def close_told(self) -> None: ...


class OpenTopics(Topics, Endings, Protocol):
    """What fanning out asks of topics."""


class Callbacks(Protocol):
    """What fanning out asks of subscriptions that are owed something."""

    def due(self, now: datetime, part: Part) -> bool: ...
    def behind(
        self,
        limit: int,
        busy: Collection[int],
        full: Collection[str],
        now: datetime,
        part: Part,
    ) -> Sequence[Callback]: ...


class Outcomes(Protocol):
    """What fanning out does to subscriptions."""

    def told(self, callbacks: Sequence[tuple[Callback, str]]) -> None: ...
    def put_off(self, callbacks: Sequence[tuple[Callback, str, datetime]]) -> None: ...
    def end(self, ids: Collection[int]) -> int: ...


class TheCallbacks(Callbacks, Outcomes, Protocol):
    """What fanning out asks of, and does to, subscriptions."""


class Transaction(Protocol):
    """What fanning out sees of the store."""

    @property
    def hub_topics(self) -> OpenTopics: ...
    @property
    def hub_callbacks(self) -> TheCallbacks: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class FanOut:
    """Tells callbacks what their topics say at that moment, never what they said before.

    `generation` rises with every commit: a document is read again once it has. Whoever has
    the first `part` looks at what may have changed, and then has others `join` in.
    """

    transactions: Transactions[Transaction]
    serve: Serve
    generation: Callable[[], int]
    site: Site
    hub: str
    chance: Callable[[], float]
    part: Part = WHOLE
    join: Callable[[], object] = lambda: None
    _at_hand: dict[tuple[str, FeedFormat], tuple[int, FeedDocument | None]] = field(
        default_factory=dict, init=False
    )
    _reading: Lock = field(default_factory=Lock, init=False)

    def due(self, now: datetime) -> bool:
        """Tell whether any topic may have changed, or any callback is owed something."""
        with self.transactions.read() as tx:
            touched = self.part.number == 0 and bool(tx.hub_topics.touched())
            return touched or tx.hub_topics.told() or tx.hub_callbacks.due(now, self.part)

    def take(
        self, limit: int, busy: Collection[int], full: Collection[str], now: datetime
    ) -> Sequence[Errand[Callback]]:
        """Look at what may have changed; return some callbacks to tell now."""
        if self.part.number == 0:
            self._look_at_touched()
        with self.transactions.read() as tx:
            callbacks = tx.hub_callbacks.behind(limit, busy, full, now, self.part)
            over = not callbacks and tx.hub_topics.told()
        if over:
            self._close()
        return [Errand(id=each.id, host=host_of(each.url), about=each) for each in callbacks]

    def _look_at_touched(self) -> None:
        with self.transactions.read() as tx:
            touched = tx.hub_topics.touched()
        for topic in touched:
            self._look(topic)
        if touched:
            self.join()

    def _look(self, topic: Topic) -> None:
        name, etag = whereabouts(self.serve, topic.feed, topic.format)
        with self.transactions.write() as tx:
            if etag and name != topic.feed:
                tx.hub_topics.lead(topic, name, etag)
            else:
                tx.hub_topics.looked(topic, etag)

    def _close(self) -> None:
        self._at_hand.clear()
        with self.transactions.write() as tx:
            tx.hub_topics.close_told()

    def request(self, errand: Errand[Callback]) -> Request | None:
        """Return what a callback is told now; None where there is nothing just now."""
        callback = errand.about
        topic = self.site.feed_url(callback.feed, callback.format.value)
        if callback.closed:
            return denial_request(callback.url, topic, CLOSED)
        document = self._newest(callback.feed, callback.format)
        if document is None:
            return None
        return content_request(callback.url, callback.secret, document, self.hub, topic)

    def _newest(self, feed: str, format_: FeedFormat) -> FeedDocument | None:
        generation = self.generation()
        with self._reading:  # once for all who found that something was committed
            kept = self._at_hand.get((feed, format_))
            if kept is None or kept[0] < generation:
                found = self.serve(feed, format_)
                kept = generation, found if isinstance(found, FeedDocument) else None
                self._at_hand[feed, format_] = kept
            return kept[1]

    def settle(self, results: Sequence[tuple[Errand[Callback], Reply]], now: datetime) -> None:
        """Note who was told, end who wants nothing more, and put the others off."""
        told, ended, put_off = [], [], []
        for errand, reply in results:
            callback = errand.about
            if reply.gone or (callback.closed and reply.taken):
                ended.append(callback.id)
            elif reply.taken:
                told.append((callback, reply.quote))
            else:
                again = next_try(callback.attempts + 1, reply, now, self.chance())
                put_off.append((callback, reply.quote, again))
        with self.transactions.write() as tx:
            tx.hub_callbacks.told(told)
            tx.hub_callbacks.put_off(put_off)
            tx.hub_callbacks.end(ended)
