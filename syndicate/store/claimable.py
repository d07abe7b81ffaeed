"""Which deliveries may be taken now?"""

from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, TextClause, bindparam, or_, select, text

from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.editions import NOT_OVER, EditionStatus
from syndicate.domain.turns import Urgency
from syndicate.store.tables import deliveries, editions, rests
from syndicate.store.tables.mail import HELD

_RESTING = (EditionStatus.DUE, EditionStatus.PAUSED, EditionStatus.HELD)


def earlier_one_open() -> Select[Any]:
    """Find a mail of the same newsletter to the same reader that has to come before (invariant 7).

    Else a retry would bring older words after newer ones. It is looked for in each edition
    before the mail's own that may have one, usually none.
    """
    earlier, before = deliveries.alias("earlier"), _before()
    return (
        select(earlier.c.id)
        .join_from(before, earlier, earlier.c.edition_id == before.c.earlier)
        .where(
            before.c.edition == deliveries.c.edition_id,
            earlier.c.subscriber_id == deliveries.c.subscriber_id,
            earlier.c.id < deliveries.c.id,
            earlier.c.status.in_((DeliveryStatus.PENDING, DeliveryStatus.CLAIMED)),
        )
        .correlate(deliveries)
        .add_cte(before, nest_here=True)
    )


def _before() -> CTE:
    """Pair each edition under way with those of its newsletter that mail of it may have to await.

    Those are under way themselves, or were called off while somebody was sending. It is made
    once a statement, however many mails there are.
    """
    mine, its = editions.alias("mine"), editions.alias("its")
    held = select(deliveries.c.edition_id).where(text(HELD), deliveries.c.edition_id.is_not(None))
    called_off = (its.c.status == EditionStatus.CANCELLED) & its.c.id.in_(held)
    return (
        select(mine.c.id.label("edition"), its.c.id.label("earlier"))
        .join_from(
            mine, its, (its.c.newsletter_id == mine.c.newsletter_id) & (its.c.id != mine.c.id)
        )
        .where(mine.c.status.in_(NOT_OVER), or_(its.c.status.in_(NOT_OVER), called_off))
        .cte("before")
        .prefix_with("MATERIALIZED")
    )


_RESTING_EDITIONS = select(editions.c.id).where(editions.c.status.in_(_RESTING))

_OF_KIND: dict[Urgency, tuple[ColumnElement[bool] | TextClause, ...]] = {
    Urgency.LETTER: (text("deliveries.edition_id IS NULL AND deliveries.notice_id IS NULL"),),
    Urgency.NOTICE: (text("deliveries.notice_id IS NOT NULL"),),
    Urgency.DIGEST: (
        text("deliveries.edition_id IS NOT NULL"),
        deliveries.c.edition_id.not_in(_RESTING_EDITIONS),
        ~earlier_one_open().exists(),
    ),
}

_DUE = (
    text("deliveries.waits_for IS NULL"),
    or_(deliveries.c.not_before.is_(None), deliveries.c.not_before <= bindparam("now")),
)

_PENDING = (
    select(deliveries.c.id)
    .where(text("deliveries.status = 'pending'"), ~select(rests.c.id).exists())
    .limit(bindparam("most"))
)
"""Nothing, where all mail rests."""

_OLDEST_FIRST = {Urgency.DIGEST: (deliveries.c.edition_id,)}
FRESH = {
    kind: _PENDING.where(*_DUE, *own).order_by(*_OLDEST_FIRST.get(kind, ()), deliveries.c.id)
    for kind, own in _OF_KIND.items()
}
"""What is due of editions that do not rest, by its kind, oldest first, as its index has it.

Made once, since it is asked so often. The statuses are spelt out, not bound: a plan made
for any value of a parameter cannot use the partial indexes.
"""

KEPT = {
    kind: _PENDING.where(deliveries.c.waits_for == bindparam("destination"), *own).order_by(
        deliveries.c.edition_id, deliveries.c.notice_id, deliveries.c.id
    )
    for kind, own in _OF_KIND.items()
}
"""What waits for a destination, by its kind, as its index has it. When it may go, its
destination knows.
"""
