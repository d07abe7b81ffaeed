"""How many of everything stand how?"""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Row,
    Select,
    Subquery,
    func,
    select,
    text,
    union,
    union_all,
)

from syndicate.domain.articles import Status
from syndicate.domain.audience import SubscriptionStatus
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.editions import EditionStatus
from syndicate.domain.standing import Waiting
from syndicate.store.batches import Batches
from syndicate.store.first_waiting import first_of_all, first_waiting
from syndicate.store.kept_tallies import by_status, keeps_count, kept
from syndicate.store.planned_readers import within
from syndicate.store.tables import (
    articles,
    deliveries,
    editions,
    newsletters,
    outbox,
    subscribers,
    subscriptions,
    tallies,
)
from syndicate.store.tables.mail import HELD, OUTSIDE, PENDING, UNSENT

READERS_AT_ONCE = 100_000
"""A statement that counts a million takes a third of a second on a busy server."""
_FIRST = 1_000
"""Of so many that wait in a place it is asked what they were told."""
_MERGED_AT_MOST = 50
"""More newsletters than that make a long question; SQLite takes none of more than 500 parts."""


class Standing:
    """Counts of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def articles(self) -> Mapping[Status, int]:
        """Return how many articles stand how."""
        statement = select(articles.c.status, func.count().label("total"))
        rows = self._connection.execute(statement.group_by(articles.c.status))
        return {row.status: row.total for row in rows}

    def deliveries(self) -> Mapping[DeliveryStatus, int]:
        """Return how many deliveries stand how, or stood so when their receipts became counts.

        Found by indexes, counts and tallies, however many were ever sent.
        """
        counted = Counter(self.unsent())
        old = select(tallies.c.status, func.sum(tallies.c.number)).group_by(tallies.c.status)
        unsent = old.where(tallies.c.status != DeliveryStatus.SENT)
        counted.update({status: int(n) for status, n in self._connection.execute(unsent)})
        counted[DeliveryStatus.SENT] = Batches(self._connection).sent()
        return {status: number for status, number in counted.items() if number}

    def unsent(self) -> Mapping[DeliveryStatus, int]:
        """Return how many deliveries wait or were not sent; each is found by an index, or kept."""
        if keeps_count(self._connection):
            return self._kept()
        status = deliveries.c.status
        went_wrong = select(status, func.count()).where(text(UNSENT)).group_by(status)
        claimed = self._count(select(func.count()).select_from(deliveries).where(text(HELD)))
        waiting = self._count(select(func.count()).select_from(_waiting()))
        return {
            DeliveryStatus.PENDING: waiting,
            DeliveryStatus.CLAIMED: claimed,
            **{each: int(number) for each, number in self._connection.execute(went_wrong)},
        }

    def _kept(self) -> Mapping[DeliveryStatus, int]:
        """Add letters that wait, or are with a worker, to what is kept."""
        counted = self._connection.execute(by_status().where(kept.c.status != DeliveryStatus.SENT))
        found = Counter({status: int(number) for status, number in counted})
        held = select(func.count()).select_from(deliveries).where(text(HELD), text(OUTSIDE))
        found[DeliveryStatus.PENDING] += self._count(select(func.count()).select_from(_letters()))
        found[DeliveryStatus.CLAIMED] += self._count(held)
        return found

    def readers(self, at_once: int = READERS_AT_ONCE) -> int:
        """Return how many readers have an active subscription; some numbers are asked at a time."""
        newest = self._connection.execute(select(func.max(subscribers.c.id))).scalar() or 0
        statement = self._active()
        return sum(
            self._count(statement, {"first": first, "last": first + at_once - 1})
            for first in range(1, newest + 1, at_once)
        )

    def _active(self) -> Select[int]:
        """Count the readers of a run.

        An index has each newsletter's in order. Those of several are merged: else they are
        sorted, or read where they lie.
        """
        every = self._connection.execute(select(newsletters.c.id)).scalars().all()
        reader = subscriptions.c.subscriber_id
        active = select(reader).where(
            subscriptions.c.status == SubscriptionStatus.ACTIVE, within(reader)
        )
        own = [active.where(subscriptions.c.newsletter_id == each) for each in every]
        if len(own) == 1:
            return own[0].with_only_columns(func.count())
        if not 0 < len(own) <= _MERGED_AT_MOST:
            return select(func.count()).select_from(active.distinct().subquery())
        # Without the offset SQLite drops the order, and merges nothing.
        merged = union(*own).order_by(reader.name).offset(0).subquery()
        return select(func.count()).select_from(merged)

    def waiting(self, now: datetime) -> Waiting:
        """Return what should have happened by now."""
        unrelayed = select(func.count()).where(outbox.c.relayed.is_(None))
        return Waiting(
            overdue=self._count(select(func.count()).where(articles.c.publish_at <= now)),
            events=self._count(unrelayed),
            failed=self._count(unrelayed.where(outbox.c.attempts > 0)),
            mails=self._sendable(),
            trouble=self._trouble(),
        )

    def untried_since(self) -> datetime | None:
        """Return when the oldest event was recorded that was not tried yet; None without one."""
        waiting = outbox.c.relayed.is_(None), outbox.c.attempts == 0
        return self._connection.execute(
            select(func.min(outbox.c.recorded)).where(*waiting)
        ).scalar()

    def _count(self, statement: Select[int], bounds: Mapping[str, int] | None = None) -> int:
        return self._connection.execute(statement, bounds).scalar_one()

    def _sendable(self) -> int:
        """Count what waits of letters and of editions that are going out, later tries too."""
        going = select(editions.c.id).where(editions.c.status == EditionStatus.SENDING)
        if not keeps_count(self._connection):
            waiting = _waiting(deliveries.c.edition_id)
            own = waiting.c.edition_id.is_(None) | waiting.c.edition_id.in_(going)
            return self._count(select(func.count()).where(own))
        number = select(func.coalesce(func.sum(kept.c.number), 0))
        own = kept.c.edition_id.is_(None) | kept.c.edition_id.in_(going)
        mails = number.where(kept.c.status == DeliveryStatus.PENDING, own)
        letters = select(func.count()).select_from(_letters())
        return int(self._count(mails)) + self._count(letters)

    def _trouble(self, among: int = _FIRST) -> str:
        """Return what the latest was told that failed for now, of the first that wait in a place.

        Mail is tried in the order in which it waits: what was never tried comes last.
        """
        going = select(editions.c.id).where(editions.c.status == EditionStatus.SENDING)
        each = [first_of_all(place, among) for place in ("letters", "notices", "kept")]
        numbers = self._connection.execute(going).scalars().all()
        each += [first_waiting(number, "digests", among) for number in numbers]
        told = [row for some in each if (row := self._latest(some)) is not None]
        latest = max(told, key=lambda row: (row.settled is not None, row.settled), default=None)
        return latest.reply if latest else ""

    def _latest(self, some: Select[int]) -> Row[Any] | None:
        what = some.with_only_columns(deliveries.c.reply, deliveries.c.settled).subquery()
        told = select(what).where(what.c.reply != "")
        return self._connection.execute(told.order_by(what.c.settled.desc().nulls_last())).first()


def _waiting(*columns: Column[Any]) -> Subquery:
    """Find what waits, where it does."""
    what = columns or (deliveries.c.id,)
    each = (select(*what).where(text(waits)) for waits in PENDING.values())
    return union_all(*each).subquery("waiting")


def _letters() -> Subquery:
    """Find the letters that wait."""
    own = select(deliveries.c.id)
    put_off = own.where(text(PENDING["kept"]), text(OUTSIDE))
    return union_all(own.where(text(PENDING["letters"])), put_off).subquery("letters")
