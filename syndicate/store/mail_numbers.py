"""Which mail of a reader is meant by its identity, or was the last one of a newsletter?"""

from sqlalchemy import ColumnElement, Connection, select

from syndicate.domain.audience import SubscriptionKey
from syndicate.domain.deliveries import DeliveryStatus, Numbers
from syndicate.domain.message_ids import Identity
from syndicate.store.tables import deliveries, editions

_OF = {"e": deliveries.c.edition_id, "n": deliveries.c.notice_id, "m": deliveries.c.id}


def known_as(connection: Connection, identity: Identity) -> Numbers:
    """Return the numbers of the mail that a Message-ID of ours names; none where it is gone."""
    of = _OF[identity.kind] == identity.number
    return _first(connection, of & (deliveries.c.subscriber_id == identity.subscriber_id))


def last_of(connection: Connection, key: SubscriptionKey) -> Numbers:
    """Return the numbers of the newest edition of a newsletter that a reader was mailed."""
    of = select(editions.c.id).where(editions.c.newsletter_id == key.newsletter_id)
    mine = deliveries.c.subscriber_id == key.subscriber_id
    sent = deliveries.c.status == DeliveryStatus.SENT
    return _first(connection, mine & sent & deliveries.c.edition_id.in_(of))


def _first(connection: Connection, which: ColumnElement[bool]) -> Numbers:
    statement = (
        select(deliveries.c.id, deliveries.c.edition_id, deliveries.c.notice_id)
        .where(which)
        .order_by(deliveries.c.edition_id.desc())
        .limit(1)
    )
    row = connection.execute(statement).first()
    if row is None:
        return Numbers()
    return Numbers(delivery=row.id, edition=row.edition_id, notice=row.notice_id)
