"""How many readers is a notice for, those alike taken together? Opened or not: it is a view."""

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from syndicate.domain.notices import Group, Mailed, Notice
from syndicate.store.notice_audience import known_readers
from syndicate.store.notice_carriers import uncarried
from syndicate.store.notice_mails import CARRIERS, Outline, outline
from syndicate.store.notice_mails import within as named
from syndicate.store.tables import cohort_items, deliveries, followings

_KNOWN = ("held", "newer", "noticed", "left", "barred", "follows")
_FACTS = (*_KNOWN, "newsletter_id", "subject", "newest")


def groups(connection: Connection, notice: Notice, numbers: range | None) -> Sequence[Group]:
    """Return the readers a notice may be for, of everybody or of some numbers."""
    told: dict[str, Any] = dict(named(numbers))
    if not notice.id:
        told[CARRIERS] = json.dumps(dict.fromkeys(uncarried(connection, notice), 1))
    statement = _grouped(connection.dialect.name, outline(notice))
    return [_group(row) for row in connection.execute(statement, told)]


def for_many(connection: Connection, notice: Notice, most: int) -> bool:
    """Tell whether more mails, or more followings, than that decide whom a notice is for.

    As many rows are looked at, not more.
    """
    followers = select(followings.c.id).where(followings.c.subject.in_(notice.subjects))
    mails = (
        select(deliveries.c.cohort_id)
        .join(cohort_items, cohort_items.c.cohort_id == deliveries.c.cohort_id)
        .where(cohort_items.c.article_id == notice.article_id)
    )
    asked = (followers, mails) if notice.to_mailed else (followers,)
    some = (select(func.count()).select_from(each.limit(most + 1).subquery()) for each in asked)
    return any(connection.execute(each).scalar_one() > most for each in some)


@lru_cache(maxsize=16)
def _grouped(dialect: str, notice: Outline) -> Select[Any]:
    readers = known_readers(notice, dialect)
    facts = [readers.c[name] for name in _FACTS]
    return select(*facts, func.count().label("total")).group_by(*facts)


def _group(row: Row[Any]) -> Group:
    return Group(
        mailed=Mailed(
            held=bool(row.held),
            newer=bool(row.newer),
            noticed=bool(row.noticed),
            left=bool(row.left),
            barred=row.barred,
            subscribed=row.newsletter_id is not None or row.subject is not None,
            follows=bool(row.follows),
        ),
        newsletter_id=row.newsletter_id,
        subject=row.subject,
        newest=row.newest,
        count=row.total,
    )
