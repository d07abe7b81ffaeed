"""How do webhooks learn what happened to articles, late or again, but never of withdrawn words?"""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from syndicate.clock import Clock
from syndicate.domain.articles import Article, Revision, Status
from syndicate.domain.changes import Policy
from syndicate.domain.errands import Errand, Reply, Request, host_of, next_try
from syndicate.domain.feeds import FeedFormat
from syndicate.domain.readings import Reading, read
from syndicate.domain.site import Site
from syndicate.domain.webhooks import (
    GIVEN_UP_AFTER,
    Call,
    CallStatus,
    Webhook,
    call_request,
    event_body,
)
from syndicate.services.transactions import Transactions


class Calls(Protocol):
    """What calling asks of the calls that are owed."""

    def due(self, webhooks: Collection[str], now: datetime) -> bool: ...
    def waiting(
        self, webhooks: Collection[str], limit: int, busy: Collection[int], now: datetime
    ) -> Sequence[Call]: ...
    def settle(self, call: Call, status: CallStatus, said: str, now: datetime) -> None: ...
    def put_off(self, call: Call, said: str, until: datetime) -> None: ...


class Articles(Protocol):
    """What calling asks of the articles."""

    def by_id(self, article_id: UUID) -> Article: ...


class Revisions(Protocol):
    """What calling asks of the revisions."""

    def of(self, article_id: UUID) -> tuple[Revision, ...]: ...


class Transaction(Protocol):
    """What calling sees of the store."""

    @property
    def webhook_calls(self) -> Calls: ...
    @property
    def articles(self) -> Articles: ...
    @property
    def revisions(self) -> Revisions: ...


class Renderer(Protocol):
    """Makes an article's entry as feeds have it."""

    def entry(
        self, reading: Reading, format_: FeedFormat, *, predecessor: int | None = None
    ) -> bytes: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CallWebhooks:
    """Tells webhooks of events, signed, with the article as it is at that moment."""

    transactions: Transactions[Transaction]
    webhooks: Mapping[str, Webhook]
    renderer: Renderer
    policy: Policy
    site: Site
    clock: Clock
    chance: Callable[[], float]

    def due(self, now: datetime) -> bool:
        """Tell whether any call is due."""
        with self.transactions.read() as tx:
            return bool(self.webhooks) and tx.webhook_calls.due(self.webhooks, now)

    def take(
        self, limit: int, busy: Collection[int], full: Collection[str], now: datetime
    ) -> Sequence[Errand[Call]]:
        """Return some calls to make now."""
        if not self.webhooks:
            return []
        hosts = {name: host_of(webhook.url) for name, webhook in self.webhooks.items()}
        free = [name for name, host in hosts.items() if host not in full]
        with self.transactions.read() as tx:
            calls = tx.webhook_calls.waiting(free, limit, busy, now)
        return [Errand(id=call.id, host=hosts[call.webhook], about=call) for call in calls]

    def request(self, errand: Errand[Call]) -> Request:
        """Return the signed event, with the article as it is now."""
        call = errand.about
        webhook = self.webhooks[call.webhook]
        return call_request(webhook, call.key, self.body(call), self.clock.now())

    def body(self, call: Call) -> bytes:
        """Return what an event says if it is told now."""
        with self.transactions.read() as tx:
            article = tx.articles.by_id(call.article_id)
            revisions = tx.revisions.of(call.article_id)
        gone = article.status is Status.UNPUBLISHED
        entry = None if gone else self._entry(read(article, revisions, self.policy))
        return event_body(call, article, entry, self.site)

    def _entry(self, reading: Reading) -> Mapping[str, Any]:
        entry: Mapping[str, Any] = json.loads(self.renderer.entry(reading, FeedFormat.JSON))
        return entry

    def settle(self, results: Sequence[tuple[Errand[Call], Reply]], now: datetime) -> None:
        """Note what was taken and what has failed for good; put off the rest."""
        with self.transactions.write() as tx:
            for errand, reply in results:
                call = errand.about
                if reply.taken:
                    tx.webhook_calls.settle(call, CallStatus.TAKEN, reply.quote, now)
                elif reply.gone or now >= call.began + GIVEN_UP_AFTER:
                    tx.webhook_calls.settle(call, CallStatus.FAILED, reply.quote, now)
                else:
                    again = next_try(call.attempts + 1, reply, now, self.chance())
                    tx.webhook_calls.put_off(call, reply.quote, again)
