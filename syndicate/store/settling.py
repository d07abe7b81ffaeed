"""How is written down what became of the deliveries of a batch?"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import (
    Connection,
    Integer,
    String,
    Text,
    Update,
    bindparam,
    func,
    null,
    select,
    update,
)

from syndicate.domain.deliveries import DeliveryStatus, Outcome
from syndicate.store.dialects import among
from syndicate.store.many import Given, Many
from syndicate.store.receipts import NEVER_MAILED
from syndicate.store.tables import batches, deliveries
from syndicate.store.untelling import untell


def settle(
    connection: Connection, batch_id: int, outcomes: Mapping[int, Outcome], now: datetime
) -> None:
    """Write what became of a batch's deliveries and let go of them.

    A row that the batch does not hold any more is left as it is.
    """
    if not outcomes:
        return
    rows = [
        {
            "number": number,
            "became": o.status.value,
            "told": o.reply,
            "called": o.server_id,
            "wait": o.not_before,
            "tries": int(o.tried),
        }
        for number, o in outcomes.items()
    ]
    _count_sent(connection, batch_id, outcomes)
    _SETTLE(connection, {"batch": batch_id, "now": now}, rows)
    lost = [number for number, o in outcomes.items() if o.status in NEVER_MAILED]
    if lost:
        never = deliveries.c.status.in_(NEVER_MAILED)
        untell(connection, deliveries.c.id.in_(lost) & never)


def _count_sent(connection: Connection, batch_id: int, outcomes: Mapping[int, Outcome]) -> None:
    sent = [number for number, o in outcomes.items() if o.status is DeliveryStatus.SENT]
    ours = among(connection, deliveries.c.id, sent)
    held = ours & (deliveries.c.batch_id == batch_id)
    more = select(func.count()).select_from(deliveries).where(held).scalar_subquery()
    one = update(batches).where(batches.c.id == batch_id)
    if sent:
        connection.execute(one.values(sent=batches.c.sent + more))


def _settling(given: Given) -> Update:
    return (
        update(deliveries)
        .where(deliveries.c.id == given["number"], deliveries.c.batch_id == bindparam("batch"))
        .values(
            status=given["became"],
            reply=given["told"],
            server_id=given["called"],
            attempts=deliveries.c.attempts + given["tries"],
            not_before=given["wait"],
            settled=bindparam("now", type_=deliveries.c.settled.type),
            batch_id=null(),
        )
    )


_SETTLE = Many(
    _settling,
    {
        "number": deliveries.c.id.type,
        "became": String(),
        "told": Text(),
        "called": Text(),
        "tries": Integer(),
        "wait": deliveries.c.not_before.type,
    },
)
