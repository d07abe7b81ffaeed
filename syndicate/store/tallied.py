"""How many mails became what, those counted in whose receipts are not kept any more?"""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, Connection, func, select, union_all

from syndicate.domain.deliveries import DeliveryStatus
from syndicate.store.tables import cohorts, deliveries, tallies


def tallied(
    connection: Connection,
    own: ColumnElement[bool] | None = None,
    its: ColumnElement[bool] | None = None,
) -> Mapping[DeliveryStatus, int]:
    """Count by status, of the deliveries that `own` and the cohorts that `its` chooses."""
    status, number = deliveries.c.status, func.count().label("number")
    there = select(status, number).group_by(status)
    counted = select(tallies.c.status, func.sum(tallies.c.number).label("number"))
    counted = counted.join(cohorts, cohorts.c.id == tallies.c.cohort_id).group_by(tallies.c.status)
    if own is not None and its is not None:
        there, counted = there.where(own), counted.where(its)
    both = union_all(there, counted).subquery("both")
    statement = select(both.c.status, func.sum(both.c.number)).group_by(both.c.status)
    return {status: int(total) for status, total in connection.execute(statement)}
