"""How is written down what became of the deliveries of a batch?"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import (
    Connection,
    Integer,
    String,
    Text,
    Update,
    bindparam,
    null,
    update,
)

from syndicate.domain.deliveries import DeliveryStatus, Outcome
from syndicate.store.batches import Batches
from syndicate.store.many import Given, Many
from syndicate.store.receipts import NEVER_MAILED
from syndicate.store.tables import deliveries
from syndicate.store.untelling import halt, untell


def make_way(connection: Connection, outcomes: Mapping[int, Outcome]) -> None:
    """Halt planning, where any of these outcomes sets a reader back."""
    if any(outcome.status in NEVER_MAILED for outcome in outcomes.values()):
        halt(connection)


def settle(
    connection: Connection, batch_id: int, outcomes: Mapping[int, Outcome], now: datetime
) -> None:
    """Write what became of a batch's deliveries and let go of them.

    A row that the batch does not hold any more is left as it is.
    """
    make_way(connection, outcomes)
    given, kinds = {"batch": batch_id, "now": now}, _by_status(outcomes)
    for status, own in kinds.items():
        count = _SETTLE(connection, given | {"became": status.value}, _columns(own))
        if status is DeliveryStatus.SENT:
            Batches(connection).add_sent(batch_id, count)
    lost = [number for status in NEVER_MAILED for number in kinds.get(status, ())]
    if lost:
        never = deliveries.c.status.in_(NEVER_MAILED)
        untell(connection, deliveries.c.id.in_(lost) & never)


def _by_status(outcomes: Mapping[int, Outcome]) -> Mapping[DeliveryStatus, dict[int, Outcome]]:
    """Return outcomes by what they come to."""
    found: defaultdict[DeliveryStatus, dict[int, Outcome]] = defaultdict(dict)
    for number, outcome in outcomes.items():
        found[outcome.status][number] = outcome
    return found


def _columns(outcomes: Mapping[int, Outcome]) -> Mapping[str, Sequence[object]]:
    """Return what is written of each, as columns: for each of a million mails nothing is made."""
    each = outcomes.values()
    return {
        "number": list(outcomes),
        "told": [outcome.reply for outcome in each],
        "called": [outcome.server_id for outcome in each],
        "wait": [outcome.not_before for outcome in each],
        "tries": [int(outcome.tried) for outcome in each],
    }


def _settling(given: Given) -> Update:
    return (
        update(deliveries)
        .where(deliveries.c.id == given["number"], deliveries.c.batch_id == bindparam("batch"))
        .values(
            status=bindparam("became", type_=String()),
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
        "told": Text(),
        "called": Text(),
        "tries": Integer(),
        "wait": deliveries.c.not_before.type,
    },
)
