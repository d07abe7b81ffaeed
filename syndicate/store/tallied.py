"""How many mails became what, those counted in whose receipts are not kept any more?"""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, Connection, Select, Table, func, select, union_all

from syndicate.domain.deliveries import DeliveryStatus
from syndicate.store.kept_tallies import by_status, keeps_count, kept
from syndicate.store.tables import cohorts, deliveries, tallies

Counts = Mapping[DeliveryStatus, int]


def tallied(
    connection: Connection, owner: Literal["edition_id", "notice_id"], number: int
) -> Counts:
    """Count the mails of an edition or a notice by status."""
    if keeps_count(connection):
        there: Select[DeliveryStatus, int] = by_status().where(kept.c[owner] == number)
    else:
        there = _there().where(deliveries.c[owner] == number)
    return _counted(connection, there, _compacted().where(cohorts.c[owner] == number))


def sent_since(connection: Connection, edition_id: int, instant: datetime) -> int:
    """Count the mails of an edition that were accepted after an instant, while it is not over."""
    if keeps_count(connection):
        statement = _lately(kept, func.coalesce(func.sum(kept.c.number), 0), edition_id, instant)
    else:
        statement = _lately(deliveries, func.count(), edition_id, instant)
    return int(connection.execute(statement).scalar_one())


def _lately(
    rows: Table, number: ColumnElement[int], edition_id: int, instant: datetime
) -> Select[int]:
    accepted = (rows.c.status == DeliveryStatus.SENT) & (rows.c.settled > instant)
    return select(number).select_from(rows).where(rows.c.edition_id == edition_id, accepted)


def all_tallied(connection: Connection) -> Counts:
    """Count all mails by status, going through them."""
    return _counted(connection, _there(), _compacted())


def _there() -> Select[DeliveryStatus, int]:
    status = deliveries.c.status
    return select(status, func.count().label("number")).group_by(status)


def _compacted() -> Select[DeliveryStatus, int]:
    number = func.sum(tallies.c.number).label("number")
    each = select(tallies.c.status, number).join(cohorts, cohorts.c.id == tallies.c.cohort_id)
    return each.group_by(tallies.c.status)


def _counted(
    connection: Connection,
    there: Select[DeliveryStatus, int],
    compacted: Select[DeliveryStatus, int],
) -> Counts:
    both = union_all(there, compacted).subquery("both")
    total = func.sum(both.c.number)
    statement = select(both.c.status, total).group_by(both.c.status).having(total != 0)
    return {status: int(number) for status, number in connection.execute(statement)}
