"""Which readers is a newsletter planned for, and up to when were they told?"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    Text,
    and_,
    bindparam,
    case,
    cast,
    false,
    func,
    literal,
    or_,
    select,
)

from syndicate.domain.audience import Run, SubscriptionStatus
from syndicate.domain.editions import TOLD
from syndicate.domain.wishes import Ahead, Frequency
from syndicate.store.tables import (
    editions,
    newsletters,
    subscribers,
    subscriptions,
    suppressions,
    waves,
)

EVERY_EDITION: Mapping[Frequency, datetime] = MappingProxyType({})
"""Nobody needs to have been told before some instant."""


def told_until(usual: datetime) -> ColumnElement[datetime]:
    """Return up to when a reader was told, who may never have been planned for.

    Such a reader begins where the edition before ended: before this one, or, where
    others passed the reader by, before the reader came.
    """
    instant = subscriptions.c.told_until.type
    before = (
        select(func.max(waves.c.seen_to))
        .join(editions, editions.c.id == waves.c.edition_id)
        .where(
            editions.c.newsletter_id == subscriptions.c.newsletter_id,
            waves.c.status.in_(TOLD),
            waves.c.seen_to <= subscriptions.c.since,
        )
        .scalar_subquery()
    )
    begun = select(newsletters.c.created).where(newsletters.c.id == subscriptions.c.newsletter_id)
    passed = subscriptions.c.since < literal(usual, instant)
    return case(
        (subscriptions.c.told_until.is_not(None), subscriptions.c.told_until),
        (passed, func.coalesce(before, begun.scalar_subquery())),
        else_=literal(usual, instant),
    )


def reading(section: str) -> ColumnElement[bool]:
    """Tell who reads a section, given as a term: who chose it, or chose none."""
    chosen, quoted = cast(subscribers.c.sections, Text), json.dumps(section, ensure_ascii=False)
    return or_(chosen == "[]", chosen.contains(quoted, autoescape=True))


def wanting(seen_to: datetime, before: Mapping[Frequency, datetime]) -> ColumnElement[bool]:
    """Tell who has something to be told up to an instant, and wants a newsletter by then."""
    told, often = subscriptions.c.told_until, subscribers.c.frequency
    resting = (and_(often == each, told >= instant) for each, instant in before.items())
    paused = subscribers.c.paused_until
    return and_(
        or_(paused.is_(None), paused <= seen_to),
        or_(told.is_(None), and_(told < seen_to, ~or_(false(), *resting))),
    )


def due_in(ahead: Ahead) -> ColumnElement[bool]:
    """Tell who is to get the next digest of some zones, and wants a newsletter by then."""
    wanted = wanting(ahead.due, ahead.told_before)
    return and_(wanted, subscribers.c.timezone.in_(ahead.zones)) if ahead.zones else wanted


def untold(seen_to: datetime) -> ColumnElement[bool]:
    """Tell who was not told yet up to an instant, whatever they want."""
    told = subscriptions.c.told_until
    return or_(told.is_(None), told < seen_to)


def bounds(run: Run) -> dict[str, Any]:
    """Return which run of readers a statement is for, as it is told when it runs."""
    return {"first": run.first, "last": run.last}


def within(number: ColumnElement[int]) -> ColumnElement[bool]:
    """Tell whether a reader's number is within the bounds."""
    return number.between(bindparam("first"), bindparam("last"))


def subscribed(newsletter_id: int, timezones: Sequence[str]) -> Select[Any]:
    """Select the numbers of a run's active readers, whether they may be mailed or not."""
    statement = select(subscriptions.c.subscriber_id).where(
        subscriptions.c.newsletter_id == newsletter_id,
        subscriptions.c.status == SubscriptionStatus.ACTIVE,
        within(subscriptions.c.subscriber_id),
    )
    if timezones:
        lives = subscribers.alias("lives")
        return statement.join(lives, _are(lives)).where(lives.c.timezone.in_(timezones))
    return statement


def readers(newsletter_id: int, timezones: Sequence[str]) -> Select[Any]:
    """Select the numbers of a run's active readers who may be mailed."""
    suppressed = select(suppressions.c.email).where(suppressions.c.email == subscribers.c.email)
    reading = subscribed(newsletter_id, timezones).join(subscribers, _are(subscribers))
    return reading.where(~suppressed.exists())


def _are(people: FromClause) -> ColumnElement[bool]:
    """Join readers to their subscriptions; PostgreSQL would merge them from the first one on."""
    return (people.c.id == subscriptions.c.subscriber_id) & within(people.c.id)
