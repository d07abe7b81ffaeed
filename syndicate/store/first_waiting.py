"""Which mails of an edition are the next that wait, as its indexes have them?

In any other order all of the ledger, or of the edition, may be read for the first ones.
"""

from sqlalchemy import Select, select, text

from syndicate.store.tables import deliveries
from syndicate.store.tables.mail import PENDING

_ORDERS = {
    "digests": (deliveries.c.edition_id, deliveries.c.id),
    "kept": (deliveries.c.waits_for, deliveries.c.notice_id, deliveries.c.id),
}
PLACES = tuple(_ORDERS)


def first_waiting(edition_id: int, place: str, limit: int) -> Select[int]:
    """Find the numbers of the first so many that wait in a place."""
    own = select(deliveries.c.id).where(deliveries.c.edition_id == edition_id)
    return own.where(text(PENDING[place])).order_by(*_ORDERS[place]).limit(limit)
