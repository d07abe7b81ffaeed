"""Which statements plan a run of readers?

Each is made once: that takes longer than a database takes to plan for a few hundred.
Which run is meant is told by `first` and `last` as they run.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Insert,
    MetaData,
    Select,
    Table,
    Text,
    Update,
    bindparam,
    case,
    cast,
    delete,
    func,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.wishes import Frequency
from syndicate.store.columns import Instant, Strings
from syndicate.store.given import given
from syndicate.store.planned_readers import (
    readers,
    subscribed,
    told_until,
    untold,
    wanting,
    within,
)
from syndicate.store.receipts import NEVER_MAILED
from syndicate.store.tables import SERIAL, deliveries, subscribers, subscriptions

_COLUMNS = ["edition_id", "cohort_id", "subscriber_id", "status"]
_scratch = MetaData()
_KEPT: Mapping[str, Any] = {"prefixes": ["TEMPORARY"], "postgresql_on_commit": "DELETE ROWS"}
gathered = Table(
    "gathered",
    _scratch,
    Column("subscriber_id", SERIAL, primary_key=True, autoincrement=False),
    Column("told_until", Instant, nullable=False),
    Column("brought", Text, nullable=False),
    Column("sections", Strings, nullable=False),
    **_KEPT,
)
"""The readers of a run: a table of the connection's own."""

BETWEEN = "|"
_SPELT = (
    cast(gathered.c.told_until, Text)
    + (BETWEEN + gathered.c.brought + BETWEEN)
    + cast(gathered.c.sections, Text)
)
"""A reader's class, as it is written down: one class may be spelt in several ways."""

MAKE_ROOM = CreateTable(gathered, if_not_exists=True)
EMPTY = delete(gathered)
LEAST_TOLD = select(func.min(gathered.c.told_until))
CLASSES = select(_SPELT).distinct()
TELL = (
    update(subscriptions)
    .where(
        subscriptions.c.newsletter_id == bindparam("newsletter"),
        within(subscriptions.c.subscriber_id),
        subscriptions.c.subscriber_id.in_(select(gathered.c.subscriber_id)),
    )
    .values(told_until=bindparam("seen_to"))
)
"""Have all of the gathered told up to `seen_to`."""


@lru_cache(maxsize=16)
def next_run(newsletter_id: int, timezones: tuple[str, ...], seen_to: datetime) -> Select[Any]:
    """Find the first and the last of the next `most` readers who were not told yet."""
    some = (
        subscribed(newsletter_id, timezones)
        .where(untold(seen_to))
        .order_by(subscriptions.c.subscriber_id)
        .limit(bindparam("most"))
        .subquery()
    )
    reader = some.c.subscriber_id
    return select(func.min(reader).label("first"), func.max(reader).label("last"))


@lru_cache(maxsize=16)
def gathering(
    newsletter_id: int,
    timezones: tuple[str, ...],
    edition_id: int,
    usual: datetime,
    seen_to: datetime,
    told_before: tuple[tuple[Frequency, datetime], ...],
) -> Insert:
    """Gather the readers for whom an edition is still to be planned."""
    planned = select(deliveries.c.id).where(
        deliveries.c.edition_id == edition_id,
        deliveries.c.subscriber_id == subscriptions.c.subscriber_id,
        within(deliveries.c.subscriber_id),  # or all of it is read
    )
    reader, sections = subscriptions.c.subscriber_id, subscribers.c.sections
    found = (
        readers(newsletter_id, timezones)
        .with_only_columns(reader, told_until(usual), literal(""), sections)
        .where(wanting(seen_to, dict(told_before)), ~planned.exists())
    )
    return insert(gathered).from_select(list(gathered.c), found)


@lru_cache(maxsize=2)
def bringing(dialect: str) -> Update:
    """Note with each gathered reader what the mails to them brought.

    The cohorts come first: of years of deliveries only theirs are read, by an index. The mails
    are in order, so that readers who are alike are spelt alike, and there are fewer classes.
    """
    carriers, waiting = given("carriers", dialect), given("waiting", dialect)
    waits = deliveries.c.status == DeliveryStatus.PENDING
    kind: ColumnElement[int] = case((waits, waiting.c.value), else_=carriers.c.value)
    each = (
        select(deliveries.c.subscriber_id, kind.label("kind"))
        .join_from(carriers, deliveries, deliveries.c.cohort_id == cast(carriers.c.key, BigInteger))
        .join(waiting, waiting.c.key == carriers.c.key)
        .where(
            within(deliveries.c.subscriber_id),
            deliveries.c.status.not_in(NEVER_MAILED),
        )
        .order_by(deliveries.c.subscriber_id, "kind")
        .subquery("each_mail")
    )
    brought = func.aggregate_strings(cast(each.c.kind, Text), ",").label("brought")
    mails = select(each.c.subscriber_id, brought).group_by(each.c.subscriber_id).subquery("mails")
    return (
        update(gathered)
        .where(gathered.c.subscriber_id == mails.c.subscriber_id)
        .values(brought=mails.c.brought)
    )


@lru_cache(maxsize=2)
def filling(dialect: str) -> Insert:
    """Add a delivery of `edition` for each gathered reader whose class was `chosen`.

    Nobody gathered has one. On PostgreSQL another process may be adding it at this moment, in a run
    that begins elsewhere: that is waited for, and then stands.
    """
    chosen = given("chosen", dialect)
    source = (
        select(
            bindparam("edition", type_=SERIAL),
            chosen.c.value,
            gathered.c.subscriber_id,
            literal(DeliveryStatus.PENDING, deliveries.c.status.type),
        )
        .join_from(gathered, chosen, chosen.c.key == _SPELT)
        .order_by(gathered.c.subscriber_id)
    )
    if dialect == "postgresql":
        return postgresql.insert(deliveries).from_select(_COLUMNS, source).on_conflict_do_nothing()
    return insert(deliveries).from_select(_COLUMNS, source)
