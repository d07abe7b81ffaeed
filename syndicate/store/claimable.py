"""Which deliveries may be taken now?"""

from typing import Any

from sqlalchemy import ColumnElement, Select, TextClause, bindparam, or_, select, text

from syndicate.domain.editions import EditionStatus
from syndicate.domain.turns import Urgency
from syndicate.store.tables import deliveries, editions, rests

_RESTING = (EditionStatus.DUE, EditionStatus.PAUSED, EditionStatus.HELD)


def earlier_one_open() -> Select[Any]:
    """Find a mail of the same newsletter to the same reader that has to come before (invariant 7).

    Else a retry would bring older words after newer ones.
    """
    earlier, its, mine = deliveries.alias("earlier"), editions.alias("its"), editions.alias("mine")
    return (
        select(earlier.c.id)
        .join(its, its.c.id == earlier.c.edition_id)
        .join(mine, mine.c.newsletter_id == its.c.newsletter_id)
        .where(
            mine.c.id == deliveries.c.edition_id,
            earlier.c.subscriber_id == deliveries.c.subscriber_id,
            earlier.c.id < deliveries.c.id,
            text("earlier.status IN ('pending', 'claimed')"),
        )
        .correlate(deliveries)
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

FRESH = {
    kind: _PENDING.where(*_DUE, *own).order_by(deliveries.c.id) for kind, own in _OF_KIND.items()
}
"""What is due of editions that do not rest, by its kind, oldest first.

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
