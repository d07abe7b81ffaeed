"""Who reads by mail, what did they agree to, and who must not be mailed?"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, tuple_, update

from syndicate.domain.audience import (
    Consent,
    Step,
    Subscriber,
    Subscription,
    SubscriptionKey,
    SubscriptionStatus,
    Suppression,
    SuppressionReason,
)
from syndicate.domain.facts import Fact, What
from syndicate.domain.wishes import Wishes
from syndicate.errors import NotFound
from syndicate.store.dialects import inserting
from syndicate.store.tables import (
    consents,
    newsletters,
    subscribers,
    subscriptions,
    suppressions,
)


class Subscribers:
    """The readers by mail of one transaction."""

    def __init__(self, connection: Connection, facts: list[Fact]) -> None:
        self._connection = connection
        self._facts = facts

    def ensure(self, email: str, timezone: str, now: datetime) -> Subscriber:
        """Return the subscriber with this folded address, added if not known yet."""
        row = {"email": email, "timezone": timezone, "created": now}
        self._connection.execute(
            inserting(self._connection, subscribers).values(row).on_conflict_do_nothing()
        )
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

    def wish(self, subscriber_id: int, wishes: Wishes) -> None:
        """Set what a reader wishes of all newsletters."""
        set_to = {name: getattr(wishes, name) for name in Wishes.__dataclass_fields__}
        one = subscribers.c.id == subscriber_id
        self._connection.execute(update(subscribers).where(one).values(set_to))

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

    def standing(self, key: SubscriptionKey) -> Subscription | None:
        """Return how a reader stands, which nobody else can change until the transaction ends.

        The subscriber's row is what is locked: the subscription may not be there yet. Mail to
        the reader can be added meanwhile.
        """
        one = select(subscribers.c.id).where(subscribers.c.id == key.subscriber_id)
        self._connection.execute(one.with_for_update(key_share=True))
        return self.subscription(key.subscriber_id, key.newsletter_id)

    def take(self, step: Step) -> None:
        """Set how a reader stands towards a newsletter, and keep the consent for good."""
        self.stand(step.subscription)
        self.record(step.consent)

    def stand(self, subscription: Subscription) -> None:
        """Set how a reader stands towards a newsletter; who comes back begins anew."""
        stands = {
            "status": subscription.status,
            "since": subscription.since,
            "told_until": subscription.told_until,
        }
        row = {
            "subscriber_id": subscription.subscriber_id,
            "newsletter_id": subscription.newsletter_id,
            **stands,
        }
        statement = inserting(self._connection, subscriptions).values(row)
        one = [subscriptions.c.subscriber_id, subscriptions.c.newsletter_id]
        self._connection.execute(statement.on_conflict_do_update(index_elements=one, set_=stands))
        if (what := _TELLING.get(subscription.status)) is not None:
            names = named(self._connection, [subscription])
            self._facts.extend(Fact(what, about) for about in names)

    def record(self, consent: Consent) -> None:
        """Keep a consent for good."""
        row = {
            "subscriber_id": consent.subscriber_id,
            "newsletter_id": consent.newsletter_id,
            "following_id": consent.following_id,
            "action": consent.action,
            "how": consent.how,
            "words": consent.words,
            "at": consent.at,
            "trace": consent.trace,
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
        row = {"email": email, "reason": reason, "at": now}
        self._connection.execute(
            inserting(self._connection, suppressions).values(row).on_conflict_do_nothing()
        )
        self._facts.append(Fact(What.BARRED, (email, reason.value)))

    def allow(self, email: str) -> bool:
        """Lift what bars an address; tell whether anything did."""
        one = delete(suppressions).where(suppressions.c.email == email)
        lifted = self._connection.execute(one).rowcount > 0
        if lifted:
            self._facts.append(Fact(What.ALLOWED, (email,)))
        return lifted

    def suppression(self, email: str) -> Suppression | None:
        """Return why an address must not be mailed; None where it may."""
        statement = select(suppressions.c.reason, suppressions.c.at)
        found = self._connection.execute(statement.where(suppressions.c.email == email)).first()
        return found and Suppression(reason=found.reason, at=found.at)

    def suppressed(self, email: str) -> bool:
        """Tell whether an address must not be mailed."""
        statement = select(suppressions.c.email).where(suppressions.c.email == email)
        return self._connection.execute(statement).first() is not None


def named(connection: Connection, whose: Iterable[Subscription]) -> Sequence[tuple[str, str]]:
    """Return readers' addresses and what they subscribe to by name, as the chronicle tells them."""
    keys = [(one.subscriber_id, one.newsletter_id) for one in whose]
    if not keys:
        return []
    statement = (
        select(subscribers.c.email, newsletters.c.name)
        .select_from(subscriptions)
        .join(subscribers, subscribers.c.id == subscriptions.c.subscriber_id)
        .join(newsletters, newsletters.c.id == subscriptions.c.newsletter_id)
        .where(tuple_(subscriptions.c.subscriber_id, subscriptions.c.newsletter_id).in_(keys))
    )
    return [(row.email, row.name) for row in connection.execute(statement)]


_TELLING = {SubscriptionStatus.ENDED: What.LEFT, SubscriptionStatus.ACTIVE: What.BACK}
