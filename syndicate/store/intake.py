"""How are many readers taken in at once, a question for all of them?"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, insert, select

from syndicate.domain.audience import (
    Consent,
    Step,
    Subscription,
    SubscriptionStatus,
    Suppression,
    SuppressionReason,
)
from syndicate.domain.facts import Fact, What
from syndicate.store.dialects import inserting
from syndicate.store.mails_to import waiting_mails
from syndicate.store.subscribers import named
from syndicate.store.tables import (
    consents,
    subscribers,
    subscriptions,
    suppressions,
)

_ENDED = SubscriptionStatus.ENDED


class Intake:
    """The readers of one transaction, many at a time; at most some hundreds."""

    def __init__(self, connection: Connection, facts: list[Fact]) -> None:
        self._connection = connection
        self._facts = facts

    def suppressed(self, emails: Collection[str]) -> frozenset[str]:
        """Return those of some folded addresses that must not be mailed."""
        statement = select(suppressions.c.email).where(suppressions.c.email.in_(emails))
        return frozenset(self._connection.execute(statement).scalars())

    def suppressions(self, emails: Collection[str]) -> Mapping[str, Suppression]:
        """Return why some of these folded addresses must not be mailed."""
        rows = self._connection.execute(
            select(suppressions).where(suppressions.c.email.in_(emails))
        )
        return {row.email: Suppression(reason=row.reason, at=row.at) for row in rows}

    def barred(self, limit: int, after: str = "") -> Mapping[str, Suppression]:
        """Return addresses that must not be mailed and that no reader has, by address.

        What is left of whoever was forgotten is no address.
        """
        known = select(subscribers.c.id).where(subscribers.c.email == suppressions.c.email)
        address = suppressions.c.email.contains("@")
        statement = (
            select(suppressions)
            .where(suppressions.c.email > after, address, ~known.exists())
            .order_by(suppressions.c.email)
            .limit(limit)
        )
        rows = self._connection.execute(statement)
        return {row.email: Suppression(reason=row.reason, at=row.at) for row in rows}

    def suppress(self, reasons: Mapping[str, SuppressionReason], now: datetime) -> None:
        """Never mail these addresses again; the first reason of each stays."""
        rows = [{"email": email, "reason": why, "at": now} for email, why in reasons.items()]
        if rows:
            self._connection.execute(
                inserting(self._connection, suppressions).on_conflict_do_nothing(), rows
            )
        self._facts.extend(Fact(What.BARRED, (email, why.value)) for email, why in reasons.items())

    def ensure(self, zones: Mapping[str, str], now: datetime) -> Mapping[str, int]:
        """Return the numbers of readers by folded address, added where not known yet.

        `zones` has a time zone for each. How they stand can be changed by nobody else
        until the transaction ends; mail to them can be added.
        """
        # In one order for everybody, so that two imports never wait for each other in a ring.
        named = sorted(zones.items())
        rows = [{"email": email, "timezone": zone, "created": now} for email, zone in named]
        if rows:
            self._connection.execute(
                inserting(self._connection, subscribers).on_conflict_do_nothing(), rows
            )
        statement = select(subscribers.c.email, subscribers.c.id).order_by(subscribers.c.id)
        wanted = statement.where(subscribers.c.email.in_(zones)).with_for_update(key_share=True)
        return {email: number for email, number in self._connection.execute(wanted)}  # noqa: C416 - Row is no pair

    def subscriptions(self, readers: Collection[int]) -> Mapping[tuple[int, int], Subscription]:
        """Return how readers stand, by reader and newsletter."""
        statement = select(
            subscriptions.c.subscriber_id,
            subscriptions.c.newsletter_id,
            subscriptions.c.status,
            subscriptions.c.since,
        ).where(subscriptions.c.subscriber_id.in_(readers))
        rows = (Subscription(**row._mapping) for row in self._connection.execute(statement))  # noqa: SLF001 - SQLAlchemy's public name
        return {(row.subscriber_id, row.newsletter_id): row for row in rows}

    def consents(self, readers: Collection[int]) -> Mapping[int, Sequence[Consent]]:
        """Return what readers agreed to and ended, by reader, oldest first."""
        columns = [column for column in consents.c if column.name != "id"]
        statement = select(*columns).where(consents.c.subscriber_id.in_(readers))
        found: dict[int, list[Consent]] = defaultdict(list)
        for row in self._connection.execute(statement.order_by(consents.c.id)):
            consent = Consent(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name
            found[consent.subscriber_id].append(consent)
        return found

    def awaiting(self, readers: Collection[int]) -> frozenset[int]:
        """Return those of some readers for whom mail waits to be sent."""
        rows = self._connection.execute(waiting_mails(readers))
        return frozenset(row.subscriber_id for row in rows)

    def take(self, steps: Sequence[Step]) -> None:
        """Set how readers stand, and keep the consents for good."""
        if not steps:
            return
        changed = inserting(self._connection, subscriptions)
        stands = {
            "status": changed.excluded.status,
            "since": changed.excluded.since,
            "told_until": changed.excluded.told_until,
        }
        one = [subscriptions.c.subscriber_id, subscriptions.c.newsletter_id]
        upsert = changed.on_conflict_do_update(index_elements=one, set_=stands)
        self._connection.execute(upsert, [_row(step.subscription) for step in steps])
        self._connection.execute(insert(consents), [_row(step.consent) for step in steps])
        ended = (s.subscription for s in steps if s.subscription.status is _ENDED)
        self._facts.extend(Fact(What.LEFT, about) for about in named(self._connection, ended))


def _row(value: Subscription | Consent) -> dict[str, object]:
    return {name: getattr(value, name) for name in type(value).__dataclass_fields__}
