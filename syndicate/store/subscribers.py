"""Who reads by mail, what did they agree to, and who must not be mailed?"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from syndicate.domain.audience import (
    Consent,
    Subscriber,
    Subscription,
    SubscriptionStatus,
    SuppressionReason,
)
from syndicate.errors import NotFound
from syndicate.store.tables import consents, subscribers, subscriptions, suppressions


class Subscribers:
    """The readers by mail of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def ensure(self, email: str, timezone: str, now: datetime) -> Subscriber:
        """Return the subscriber with this folded address, added if not known yet."""
        known = self.find(email)
        if known is not None:
            return known
        row = {"email": email, "timezone": timezone, "created": now}
        self._connection.execute(insert(subscribers).values(row))
        return self.by_email(email)

    def find(self, email: str) -> Subscriber | None:
        """Return the subscriber with this folded address, if there is one."""
        statement = select(subscribers).where(subscribers.c.email == email)
        row = self._connection.execute(statement).first()
        return None if row is None else Subscriber(**row._mapping)  # noqa: SLF001 - public name

    def by_email(self, email: str) -> Subscriber:
        """Return the subscriber with this folded address. Raises NotFound."""
        known = self.find(email)
        if known is None:
            raise NotFound(f"nobody subscribes as {email!r}; see syndicate subscriber list")
        return known

    def by_id(self, subscriber_id: int) -> Subscriber:
        """Return a subscriber by number. Raises NotFound."""
        statement = select(subscribers).where(subscribers.c.id == subscriber_id)
        row = self._connection.execute(statement).first()
        if row is None:
            raise NotFound(f"there is no subscriber number {subscriber_id}")
        return Subscriber(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name

    def page(self, limit: int, after: int = 0) -> Sequence[Subscriber]:
        """Return subscribers by number, after the last one seen."""
        statement = (
            select(subscribers)
            .where(subscribers.c.id > after)
            .order_by(subscribers.c.id)
            .limit(limit)
        )
        rows = self._connection.execute(statement)
        return [Subscriber(**row._mapping) for row in rows]  # noqa: SLF001 - public name

    def set_timezone(self, subscriber_id: int, timezone: str) -> None:
        """Move a reader to a time zone."""
        one = subscribers.c.id == subscriber_id
        self._connection.execute(update(subscribers).where(one).values(timezone=timezone))

    def timezones(self, newsletter_id: int) -> Sequence[str]:
        """Return the time zones in which a newsletter has active readers."""
        statement = (
            select(subscribers.c.timezone)
            .join(subscriptions, subscriptions.c.subscriber_id == subscribers.c.id)
            .where(
                subscriptions.c.newsletter_id == newsletter_id,
                subscriptions.c.status == SubscriptionStatus.ACTIVE,
            )
            .distinct()
        )
        return self._connection.execute(statement).scalars().all()

    def subscription(self, subscriber_id: int, newsletter_id: int) -> Subscription | None:
        """Return how a reader stands towards a newsletter."""
        one = (subscriptions.c.subscriber_id == subscriber_id) & (
            subscriptions.c.newsletter_id == newsletter_id
        )
        row = self._connection.execute(select(subscriptions).where(one)).first()
        return None if row is None else Subscription(**row._mapping)  # noqa: SLF001 - public name

    def subscriptions(self, subscriber_id: int) -> Sequence[Subscription]:
        """Return all subscriptions of a reader."""
        own = subscriptions.c.subscriber_id == subscriber_id
        rows = self._connection.execute(select(subscriptions).where(own))
        return [Subscription(**row._mapping) for row in rows]  # noqa: SLF001 - public name

    def stand(self, subscription: Subscription) -> None:
        """Set how a reader stands towards a newsletter."""
        one = (subscriptions.c.subscriber_id == subscription.subscriber_id) & (
            subscriptions.c.newsletter_id == subscription.newsletter_id
        )
        self._connection.execute(delete(subscriptions).where(one))
        row = {
            "subscriber_id": subscription.subscriber_id,
            "newsletter_id": subscription.newsletter_id,
            "status": subscription.status,
            "since": subscription.since,
        }
        self._connection.execute(insert(subscriptions).values(row))

    def record(self, consent: Consent) -> None:
        """Keep a consent for good."""
        row = {
            "subscriber_id": consent.subscriber_id,
            "newsletter_id": consent.newsletter_id,
            "action": consent.action,
            "how": consent.how,
            "words": consent.words,
            "at": consent.at,
        }
        self._connection.execute(insert(consents).values(row))

    def consents(self, subscriber_id: int) -> Sequence[Consent]:
        """Return what a reader agreed to and ended, oldest first."""
        own = consents.c.subscriber_id == subscriber_id
        columns = [column for column in consents.c if column.name != "id"]
        rows = self._connection.execute(select(*columns).where(own).order_by(consents.c.id))
        return [Consent(**row._mapping) for row in rows]  # noqa: SLF001 - public name

    def suppress(self, email: str, reason: SuppressionReason, now: datetime) -> None:
        """Never mail this address again; the first reason stays."""
        if not self.suppressed(email):
            row = {"email": email, "reason": reason, "at": now}
            self._connection.execute(insert(suppressions).values(row))

    def suppressed(self, email: str) -> bool:
        """Tell whether an address must not be mailed."""
        statement = select(suppressions.c.email).where(suppressions.c.email == email)
        return self._connection.execute(statement).first() is not None
