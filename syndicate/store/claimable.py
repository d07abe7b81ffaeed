"""Which deliveries may be taken now?"""

from typing import Any

from sqlalchemy import Select, bindparam, or_, select, text

from syndicate.domain.editions import EditionStatus
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

CLAIMABLE = (
    select(deliveries.c.id)
    .where(
        text("deliveries.status = 'pending'"),
        or_(deliveries.c.not_before.is_(None), deliveries.c.not_before <= bindparam("now")),
        or_(deliveries.c.edition_id.is_(None), deliveries.c.edition_id.not_in(_RESTING_EDITIONS)),
        ~earlier_one_open().exists(),
        ~select(rests.c.id).exists(),
    )
    .order_by(deliveries.c.id)
    .limit(bindparam("most"))
)
"""What is due of editions that do not rest, oldest first; nothing where all mail rests.

Made once, since it is asked so often.

The statuses are spelt out, not bound: a plan made for any value of a parameter cannot
use the partial indexes.
"""

URGENT = CLAIMABLE.where(text("deliveries.notice_id IS NOT NULL"))
"""The notices that are due: they go before everything else."""
