"""Which mails are the next that wait, as the indexes of what waits have them?

In any other order all of the ledger, or of an edition, may be read for the first ones.
"""

from sqlalchemy import Select, select, text

from syndicate.store.tables import deliveries
from syndicate.store.tables.mail import PENDING

_C = deliveries.c
_ORDERS = {
    "letters": (_C.notice_id, _C.edition_id, _C.id),
    "notices": (_C.status, _C.id),
    "digests": (_C.edition_id, _C.id),
    "kept": (_C.waits_for, _C.edition_id, _C.notice_id, _C.id),
}
PLACES = ("digests", "kept")
"""Where mails of an edition wait."""


def first_waiting(edition_id: int, place: str, limit: int) -> Select[int]:
    """Find the numbers of the first so many of an edition that wait in a place."""
    return first_of_all(place, limit).where(_C.edition_id == edition_id)


def first_of_all(place: str, limit: int) -> Select[int]:
    """Find the numbers of the first so many that wait in a place, whatever they belong to."""
    return select(_C.id).where(text(PENDING[place])).order_by(*_ORDERS[place]).limit(limit)
