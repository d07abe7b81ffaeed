"""How is all that is known of a person erased, and what was done kept?"""

from datetime import datetime

from sqlalchemy import Connection, delete, update

from syndicate.domain.audience import SubscriptionStatus
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.forgetting import FORGOTTEN, NOWHERE, nobody
from syndicate.domain.wishes import Wishes
from syndicate.store.mails_to import all_mails
from syndicate.store.tables import (
    bounces,
    consents,
    deliveries,
    followings,
    requests,
    subscribers,
    subscriptions,
)


class Forgetting:
    """The erasures of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def erase_address(self, subscriber_id: int) -> None:
        """Put a number in the place of a reader's address, and take zone and wishes away."""
        wishes = {name: getattr(Wishes(), name) for name in Wishes.__dataclass_fields__}
        plain = {"email": nobody(subscriber_id), "timezone": NOWHERE} | wishes
        one = subscribers.c.id == subscriber_id
        self._connection.execute(update(subscribers).where(one).values(plain))

    def erase_requests(self, email: str) -> None:
        """Forget what was asked for an address and is not done yet."""
        self._connection.execute(delete(requests).where(requests.c.email == email))

    def erase_consents(self, subscriber_id: int, now: datetime) -> int:
        """End every subscription and following, erase how they came about and what came back.

        Return how many steps of consent there were.
        """
        mine = subscriptions.c.subscriber_id == subscriber_id
        ended = {"status": SubscriptionStatus.ENDED, "since": now}
        self._connection.execute(update(subscriptions).where(mine).values(ended))
        followed = followings.c.subscriber_id == subscriber_id
        self._connection.execute(update(followings).where(followed).values(ended))
        came_back = delete(bounces).where(bounces.c.subscriber_id == subscriber_id)
        self._connection.execute(came_back)
        told = delete(consents).where(consents.c.subscriber_id == subscriber_id)
        return self._connection.execute(told).rowcount

    def erase_replies(self, subscriber_id: int, now: datetime) -> int:
        """Cancel what waits, and erase what servers said of the others; return how many."""
        mine = deliveries.c.id.in_(all_mails([subscriber_id]))
        waiting = deliveries.c.status == DeliveryStatus.PENDING
        cancelled = {"status": DeliveryStatus.CANCELLED, "reply": FORGOTTEN, "settled": now}
        stopped = update(deliveries).where(mine, waiting).values(cancelled)
        count = self._connection.execute(stopped).rowcount
        told = deliveries.c.reply.is_not(None) & (deliveries.c.reply != FORGOTTEN)
        silenced = update(deliveries).where(mine, told).values(reply=FORGOTTEN, server_id=None)
        return count + self._connection.execute(silenced).rowcount
