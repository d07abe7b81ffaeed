"""How is what waits of an edition cancelled, some mails at a time?"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    JSON,
    ColumnElement,
    Connection,
    any_,
    bindparam,
    func,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY

from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.editions import EditionStatus
from syndicate.store.first_waiting import PLACES, first_waiting
from syndicate.store.tables import deliveries, editions
from syndicate.store.tables.mail import PENDING
from syndicate.store.untelling import halt, untell


def called_off(connection: Connection) -> Sequence[int]:
    """Find the cancelled editions of which mails wait that wait for no destination.

    The least number of each is looked for among what waits, not in all of the edition.
    """
    own = deliveries.c.edition_id == editions.c.id, text(PENDING["digests"])
    waits = select(func.min(deliveries.c.id)).where(*own).correlate(editions).scalar_subquery()
    ended = editions.c.status == EditionStatus.CANCELLED
    found = select(editions.c.id).where(ended, waits.is_not(None)).order_by(editions.c.id)
    return connection.execute(found).scalars().all()


def cancel_some(
    connection: Connection,
    edition_id: int,
    among: ColumnElement[bool],
    why: str,
    now: datetime,
    limit: int,
) -> int:
    """Cancel so many of an edition's mails that wait; digests tell their readers again.

    Those that somebody claims just then are passed over. The rows are held before readers
    are set back: whoever is, is one whose mail is cancelled.
    """
    halt(connection)
    for place in PLACES:
        some = first_waiting(edition_id, place, limit).where(among)
        numbers = connection.execute(some.with_for_update(skip_locked=True)).scalars().all()
        if numbers:
            these = _are(connection, numbers)
            untell(connection, these)
            return cancel(connection, these, why, now)
    return 0


def _are(connection: Connection, numbers: Sequence[int]) -> ColumnElement[bool]:
    """Choose mails by number, told as one value: there are too many for one each."""
    if connection.dialect.name == "postgresql":
        kind = ARRAY(deliveries.c.id.type)
        return deliveries.c.id == any_(bindparam(None, numbers, type_=kind))
    each = func.json_each(bindparam(None, numbers, type_=JSON)).table_valued("value")
    return deliveries.c.id.in_(select(each.c.value))


def cancel(connection: Connection, which: ColumnElement[bool], why: str, now: datetime) -> int:
    """Cancel some mails; return how many."""
    cancelled = {"status": DeliveryStatus.CANCELLED, "reply": why, "settled": now}
    return connection.execute(update(deliveries).where(which).values(cancelled)).rowcount
