"""What is done about a mail that comes in: one that came back, a complaint, a wish to leave?"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

import structlog

from syndicate.clock import Clock
from syndicate.domain.audience import Subscriber, SuppressionReason
from syndicate.domain.bounces import (
    LONGEST_QUOTE,
    SOFT_PERIOD,
    STATUS,
    Bounce,
    Report,
    kind_of,
    suppressing,
)
from syndicate.domain.deliveries import Numbers
from syndicate.domain.message_ids import Identity, identities
from syndicate.domain.tokens import Tokens
from syndicate.errors import AskedWrongly, NotFound
from syndicate.services.transactions import Transactions

log = structlog.get_logger()

BY_MAIL = "mail"


class Received(StrEnum):
    """What became of a mail that came in."""

    SUPPRESSED = "suppressed"
    COUNTED = "counted"
    UNSUBSCRIBED = "unsubscribed"
    KNOWN = "known"
    NOT_OURS = "not-ours"
    NOTHING = "nothing"


class Bounces(Protocol):
    """What keeps the reports."""

    def add(self, bounce: Bounce) -> bool: ...
    def since(self, subscriber_id: int, instant: datetime) -> Sequence[Bounce]: ...


class Subscribers(Protocol):
    """What receiving asks of the readers."""

    def by_id(self, subscriber_id: int) -> Subscriber: ...
    def suppress(self, email: str, reason: SuppressionReason, now: datetime) -> None: ...


class Deliveries(Protocol):
    """What receiving asks of the ledger."""

    def known_as(self, identity: Identity) -> Numbers: ...


class Transaction(Protocol):
    """What receiving sees of the store."""

    @property
    def bounces(self) -> Bounces: ...
    @property
    def subscribers(self) -> Subscribers: ...
    @property
    def deliveries(self) -> Deliveries: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveMail:
    """Takes in one mail after the other; the same mail again changes nothing.

    `recipient_of` tells which box of ours a mail came to and the token there, `report_of`
    what it reports, `leave` ends what a token stands for, by the box it came to.
    """

    transactions: Transactions[Transaction]
    clock: Clock
    tokens: Tokens
    recipient_of: Callable[[bytes, str], tuple[str, str]]
    report_of: Callable[[bytes, str], Report | None]
    leave: Mapping[str, Callable[[str], object]]

    def __call__(self, data: bytes, recipient: str = "") -> Received:
        """Take in a mail; `recipient` is the envelope's, where it is known."""
        box, token = self.recipient_of(data, recipient)
        if box in self.leave:
            return self._leave(box, token)
        report = self.report_of(data, token)
        if report is None:
            return Received.NOTHING
        try:
            reader = self.tokens.read_bounce(token)
        except NotFound:
            return Received.NOT_OURS
        about = [i for i in identities(data, self.tokens.site_salt) if i.subscriber_id == reader]
        return self._count(reader, report, hashlib.sha256(data).hexdigest(), about)

    def refused(self, subscriber_id: int, delivery_id: int, said: str) -> Received:
        """Count an address that a server refused for good when a mail was handed over.

        Without a code that says why it counts as a soft bounce: a server of our own that is
        set up wrongly refuses everybody.
        """
        found = STATUS.search(said)
        status = found[0] if found else ""
        kind = kind_of(status, for_good=True)
        report = Report(kind=kind, status=status, said=said[:LONGEST_QUOTE])
        about = Identity(kind="m", number=delivery_id, subscriber_id=subscriber_id)
        return self._count(subscriber_id, report, f"delivery:{delivery_id}", [about])

    def _leave(self, box: str, token: str) -> Received:
        try:
            self.leave[box](token)
        except AskedWrongly:
            return Received.NOT_OURS
        return Received.UNSUBSCRIBED

    def _count(
        self, subscriber_id: int, report: Report, key: str, about: Sequence[Identity]
    ) -> Received:
        """Keep a report on a reader; the log tells which mail it is about, where that is known."""
        bounce = Bounce(
            subscriber_id=subscriber_id,
            kind=report.kind,
            at=self.clock.now(),
            key=key,
            status=report.status,
            said=report.said,
        )
        with self.transactions.write() as tx:
            numbers = tx.deliveries.known_as(about[0]) if about else Numbers()
            received = _keep(tx, bounce)
        log.info(
            "mail_came_back",
            kind=report.kind.value,
            status=report.status,
            outcome=received.value,
            **numbers.known(),
        )
        return received


def _keep(tx: Transaction, bounce: Bounce) -> Received:
    """Keep a report, and bar its reader where it is grave enough after those before it."""
    reader = tx.subscribers.by_id(bounce.subscriber_id)
    earlier = tx.bounces.since(bounce.subscriber_id, bounce.at - SOFT_PERIOD)
    if not tx.bounces.add(bounce):
        return Received.KNOWN
    reason = suppressing(bounce, earlier)
    if reason is None:
        return Received.COUNTED
    tx.subscribers.suppress(reader.email, reason, bounce.at)
    return Received.SUPPRESSED
