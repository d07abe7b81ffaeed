"""Who subscribed to our feeds, and what were webhooks told?"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import structlog

from syndicate.clock import Clock
from syndicate.domain.webhooks import GIVEN_UP_AFTER, KEPT, Call, CallStatus
from syndicate.domain.websub import Callback
from syndicate.errors import NotFound, Refused
from syndicate.services.transactions import Transactions

log = structlog.get_logger()

PAGE = 500
_NO_SUCH = "the settings have no such webhook any more"


class Callbacks(Protocol):
    """What is asked of, and done to, subscriptions of the hub."""

    def page(self, after: int, limit: int) -> Sequence[Callback]: ...
    def end(self, ids: Collection[int]) -> int: ...
    def lapsed(self, now: datetime) -> int: ...
    def end_lapsed(self, now: datetime) -> None: ...


class Topics(Protocol):
    """What is done to topics that nobody has any more."""

    def unused(self) -> int: ...
    def drop_unused(self) -> None: ...


class Log(Protocol):
    """What is asked of the calls of webhooks."""

    def get(self, call_id: int) -> Call: ...
    def page(
        self, webhook: str | None, status: CallStatus | None, after: int, limit: int
    ) -> Sequence[Call]: ...
    def counts(self) -> Mapping[tuple[str, CallStatus], int]: ...
    def again(self, call_id: int, now: datetime) -> None: ...


class OldCalls(Protocol):
    """What is done to calls that were settled long ago, and to those nobody can make."""

    def orphaned(self, webhooks: Collection[str], before: datetime) -> bool: ...
    def end_orphaned(
        self, webhooks: Collection[str], before: datetime, said: str, now: datetime
    ) -> int: ...
    def old(self, before: datetime) -> bool: ...
    def drop_old(self, before: datetime) -> None: ...


class Calls(Log, OldCalls, Protocol):
    """What is asked of, and done to, the calls of webhooks."""


class Transaction(Protocol):
    """What is seen of the store."""

    @property
    def hub_callbacks(self) -> Callbacks: ...
    @property
    def hub_topics(self) -> Topics: ...
    @property
    def webhook_calls(self) -> Calls: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowErrands:
    """Lists what programs outside are told, has it told again, and forgets what is over."""

    transactions: Transactions[Transaction]
    webhooks: Collection[str]
    clock: Clock

    def callbacks(self) -> Iterator[Callback]:
        """Yield the subscriptions of the hub."""
        after = 0
        while page := self._callbacks(after):
            yield from page
            after = page[-1].id

    def _callbacks(self, after: int) -> Sequence[Callback]:
        with self.transactions.read() as tx:
            return tx.hub_callbacks.page(after, PAGE)

    def end(self, callback_id: int) -> None:
        """End a subscription of the hub. Raises NotFound."""
        with self.transactions.write() as tx:
            ended = tx.hub_callbacks.end([callback_id])
        if not ended:
            raise NotFound(f"there is no subscription {callback_id}; see syndicate hub list")

    def calls(self, webhook: str | None, status: CallStatus | None) -> Iterator[Call]:
        """Yield the calls of webhooks."""
        after = 0
        while page := self._calls(webhook, status, after):
            yield from page
            after = page[-1].id

    def _calls(self, webhook: str | None, status: CallStatus | None, after: int) -> Sequence[Call]:
        with self.transactions.read() as tx:
            return tx.webhook_calls.page(webhook, status, after, PAGE)

    def counts(self) -> Mapping[tuple[str, CallStatus], int]:
        """Return how many calls of each webhook stand how."""
        with self.transactions.read() as tx:
            return tx.webhook_calls.counts()

    def call(self, call_id: int) -> Call:
        """Return a call. Raises NotFound."""
        with self.transactions.read() as tx:
            return tx.webhook_calls.get(call_id)

    def replay(self, call_id: int) -> Call:
        """Owe a webhook an event once more. Raises NotFound, Refused where it is gone."""
        with self.transactions.write() as tx:
            call = tx.webhook_calls.get(call_id)
            if call.webhook not in self.webhooks:
                raise Refused(
                    f"call {call_id} was for the webhook {call.webhook!r}, which the settings "
                    f"do not have any more; add [webhooks.{call.webhook}]"
                )
            tx.webhook_calls.again(call_id, self.clock.now())
            return tx.webhook_calls.get(call_id)

    def clear(self) -> None:
        """Forget subscriptions whose lease has ended, topics of nobody, and old calls.

        Calls of webhooks that the settings do not have any more end, as those do that nobody takes.
        """
        now = self.clock.now()
        late = now - GIVEN_UP_AFTER
        with self.transactions.read() as tx:
            lapsed = tx.hub_callbacks.lapsed(now) or tx.hub_topics.unused()
            old = tx.webhook_calls.old(now - KEPT)
            orphaned = tx.webhook_calls.orphaned(self.webhooks, late)
        if not (lapsed or old or orphaned):
            return
        with self.transactions.write() as tx:
            tx.hub_callbacks.end_lapsed(now)
            tx.hub_topics.drop_unused()
            tx.webhook_calls.drop_old(now - KEPT)
            ended = tx.webhook_calls.end_orphaned(self.webhooks, late, _NO_SUCH, now)
        if ended:
            log.warning("webhook_calls_ended", calls=ended, said=_NO_SUCH)
