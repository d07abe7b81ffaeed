"""Did a callback mean what somebody asked the hub for in its name? (WebSub §5.3)"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from http import HTTPStatus
from typing import Protocol

import structlog

from syndicate.domain.errands import WHOLE, Errand, Part, Reply, Request, host_of, next_try
from syndicate.domain.feeds import FeedFormat
from syndicate.domain.site import Site
from syndicate.domain.websub import INTENT_TRIES, Intent, Mode, Topic, intent_request
from syndicate.services.topic_feeds import Serve, Whereabouts, whereabouts
from syndicate.services.transactions import Transactions

log = structlog.get_logger()


class Intents(Protocol):
    """What verifying asks of the requests that wait for it."""

    def due(self, now: datetime, part: Part) -> bool: ...
    def waiting(
        self,
        limit: int,
        busy: Collection[int],
        full: Collection[str],
        now: datetime,
        part: Part,
    ) -> Sequence[Intent]: ...
    def taken(self, intent_id: int) -> bool: ...
    def put_off(self, intent_id: int, until: datetime) -> None: ...


class Callbacks(Protocol):
    """What verifying does to subscriptions."""

    def put(self, intent: Intent, now: datetime) -> None: ...
    def end_of(self, topic_id: int, url: str) -> None: ...


class Topics(Protocol):
    """What verifying asks of the topics."""

    def ensure(self, feed: str, format_: FeedFormat, etag: str) -> Topic: ...


class Transaction(Protocol):
    """What verifying sees of the store."""

    @property
    def hub_topics(self) -> Topics: ...
    @property
    def hub_intents(self) -> Intents: ...
    @property
    def hub_callbacks(self) -> Callbacks: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyIntents:
    """Asks callbacks, each time by a challenge of its own, and heeds only who repeats it."""

    transactions: Transactions[Transaction]
    serve: Serve
    site: Site
    challenge: Callable[[], str]
    chance: Callable[[], float]
    part: Part = WHOLE
    _asked: dict[int, str] = field(default_factory=dict, init=False)

    def due(self, now: datetime) -> bool:
        """Tell whether any request is to be verified now."""
        with self.transactions.read() as tx:
            return tx.hub_intents.due(now, self.part)

    def take(
        self, limit: int, busy: Collection[int], full: Collection[str], now: datetime
    ) -> Sequence[Errand[Intent]]:
        """Return some to verify now."""
        with self.transactions.read() as tx:
            intents = tx.hub_intents.waiting(limit, busy, full, now, self.part)
        return [Errand(id=each.id, host=host_of(each.url), about=each) for each in intents]

    def request(self, errand: Errand[Intent]) -> Request:
        """Return the question, with a new challenge."""
        challenge = self._asked[errand.id] = self.challenge()
        intent = errand.about
        topic = self.site.feed_url(intent.feed, intent.format.value)
        return intent_request(intent, topic, challenge)

    def settle(self, results: Sequence[tuple[Errand[Intent], Reply]], now: datetime) -> None:
        """Begin, renew or end what was meant; forget what was not."""
        found = {errand.id: self._found(errand.about) for errand, _ in results}
        with self.transactions.write() as tx:
            for errand, reply in results:
                if not self._meant(errand, reply):
                    self._doubt(tx, errand.about, reply, now)
                elif tx.hub_intents.taken(errand.id):  # else it was asked otherwise meanwhile
                    _heed(tx, errand.about, found[errand.id], now)
        for errand, _ in results:
            self._asked.pop(errand.id, None)  # once it stands: what failed is settled again

    def _meant(self, errand: Errand[Intent], reply: Reply) -> bool:
        return reply.taken and reply.body == self._asked.get(errand.id, "").encode()

    def _found(self, intent: Intent) -> Whereabouts:
        return whereabouts(self.serve, intent.feed, intent.format)

    def _doubt(self, tx: Transaction, intent: Intent, reply: Reply, now: datetime) -> None:
        """Ask again where that may bring another answer; else forget the request."""
        tries = intent.attempts + 1
        if _may_pass(reply) and tries < INTENT_TRIES:
            again = next_try(tries, reply, now, self.chance())
            tx.hub_intents.put_off(intent.id, again)
        elif tx.hub_intents.taken(intent.id):
            log.info("hub_intent_dropped", callback=intent.url, said=reply.quote)


def _heed(tx: Transaction, intent: Intent, found: Whereabouts, now: datetime) -> None:
    """Do what a callback meant; where its feed has moved, there too, and have it told so."""
    asked = [intent]
    if found.etag and found.feed != intent.feed:
        there = tx.hub_topics.ensure(found.feed, intent.format, found.etag)
        asked.append(replace(intent, topic_id=there.id, version=there.version - 1))
    if intent.mode is Mode.SUBSCRIBE:
        tx.hub_callbacks.put(asked[-1], now)
    else:
        for each in asked:
            tx.hub_callbacks.end_of(each.topic_id, each.url)


def _may_pass(reply: Reply) -> bool:
    """Tell whether another try may meet another answer: there was none, or a server's fault."""
    busy = reply.status == HTTPStatus.TOO_MANY_REQUESTS
    silent = reply.status == 0 and not reply.barred
    return silent or busy or reply.status >= HTTPStatus.INTERNAL_SERVER_ERROR
