"""Which mails are those of some readers? No index holds them all; one for each kind does.

They are looked for in each edition and notice, and among what is outside of those: an entry for
each mail in an index by reader would be written anew whenever a mail is claimed and settled.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Column, ColumnElement, CompoundSelect, Select, select, text, true, union_all

from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.editions import NOT_OVER
from syndicate.domain.notices import OPEN
from syndicate.store.tables import deliveries, editions, notices
from syndicate.store.tables.mail import OUTSIDE


def all_mails(readers: Collection[int]) -> CompoundSelect[Any]:
    """Find the numbers of all mails to some readers."""
    return _mails(readers, select(editions.c.id), select(notices.c.id), true())


def waiting_mails(readers: Collection[int]) -> CompoundSelect[Any]:
    """Find the numbers of mails to some readers that wait, and the readers.

    What is left over of an edition that was called off is not looked for: it does not go.
    """
    return _mails(
        readers,
        select(editions.c.id).where(editions.c.status.in_(NOT_OVER)),
        select(notices.c.id).where(notices.c.status.in_(OPEN)),
        _WAITS,
        deliveries.c.subscriber_id,
    )


def outside(readers: Collection[int]) -> Select[Any]:
    """Find the numbers of letters to some readers, which are of no edition and no notice."""
    return select(deliveries.c.id).where(text(OUTSIDE), deliveries.c.subscriber_id.in_(readers))


_WAITS = deliveries.c.status == DeliveryStatus.PENDING


def _mails(
    readers: Collection[int],
    of_editions: Select[Any],
    of_notices: Select[Any],
    standing: ColumnElement[bool],
    *columns: Column[Any],
) -> CompoundSelect[Any]:
    mine = select(deliveries.c.id, *columns).where(deliveries.c.subscriber_id.in_(readers))
    where = (
        deliveries.c.edition_id.in_(of_editions),
        deliveries.c.notice_id.in_(of_notices),
        text(OUTSIDE),
    )
    return union_all(*(mine.where(each, standing) for each in where))
