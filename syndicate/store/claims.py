"""How is a batch of deliveries taken, and what does a worker get to know of each?"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select, bindparam, null, or_, select, update
from sqlalchemy.sql.dml import ReturningUpdate

from syndicate.domain.deliveries import Answered, Claim, DeliveryStatus
from syndicate.domain.turns import Urgency, more_urgent, shared_out
from syndicate.store.claimable import FRESH, KEPT
from syndicate.store.prepared import Question
from syndicate.store.stale_words import newsletter_of
from syndicate.store.tables import cohorts, deliveries, editions, subscribers

_LAST = Urgency.DIGEST


def take(
    connection: Connection,
    choices: Mapping[Urgency, Select[Any]],
    batch_id: int,
    limit: int,
    **asked: object,
) -> int:
    """Claim deliveries, of each kind its share; those that another one holds are skipped.

    Returns how many.
    """
    shares = _shares(connection, choices, limit, asked)
    taken = (
        _TAKING[choices[kind]](connection, most=most, batch=batch_id, **asked)
        for kind, most in shares.items()
        if most
    )
    return sum(len(each.all()) for each in taken)


def any_due(connection: Connection, kinds: Collection[Urgency], now: object) -> bool:
    """Tell whether something of some kinds is due that waits for no destination."""
    return bool(kinds) and _any(connection, [FRESH[kind] for kind in kinds], {"now": now})


def count(connection: Connection, kind: Urgency, most: int, now: object) -> int:
    """Count, up to so many, what is due of a kind and waits for no destination."""
    return len(_find(connection, FRESH[kind], most, {"now": now}))


def claims_of(connection: Connection, batch_id: int) -> Sequence[Claim]:
    """Return what a batch holds, the most urgent kind first."""
    return _made(connection, connection.execute(_CLAIMS, {"batch": batch_id}).all())


def claim_of(connection: Connection, edition_id: int, email: str) -> Claim | None:
    """Return what a worker got to know of a reader's delivery of an edition."""
    one = (deliveries.c.edition_id == edition_id) & (subscribers.c.email == email)
    found = _made(connection, connection.execute(_claims().where(one).limit(1)).all())
    return found[0] if found else None


def _shares(
    connection: Connection,
    choices: Mapping[Urgency, Select[Any]],
    limit: int,
    asked: Mapping[str, object],
) -> Mapping[Urgency, int]:
    """Decide how many of each kind to take; nothing is counted where digests are alone."""
    urgent = more_urgent(_LAST)
    if not _any(connection, [choices[kind] for kind in urgent], asked):
        return {_LAST: limit}
    waiting = {
        kind: len(_find(connection, choices[kind], limit, asked)) for kind in (*urgent, _LAST)
    }
    return shared_out(waiting, limit)


def _any(
    connection: Connection, chosen: Sequence[Select[Any]], asked: Mapping[str, object]
) -> bool:
    """Tell in one question whether anything of what is chosen is there."""
    return bool(_ASKING[tuple(chosen)](connection, most=1, **asked).scalar_one())


def _find(
    connection: Connection, chosen: Select[Any], limit: int, asked: Mapping[str, object]
) -> Sequence[int]:
    return _FINDING[chosen](connection, most=limit, **asked).scalars().all()


def _taking(chosen: Select[Any]) -> ReturningUpdate[Any]:
    """Take what is chosen, in one statement: a batch's numbers need not come here and go back."""
    unheld = chosen.with_for_update(of=deliveries, skip_locked=True).cte("unheld")
    values = {"status": DeliveryStatus.CLAIMED, "batch_id": bindparam("batch"), "waits_for": null()}
    mine = deliveries.c.id.in_(select(unheld.c.id))
    return update(deliveries).where(mine).values(values).returning(deliveries.c.id)


def _asking(chosen: Sequence[Select[Any]]) -> Question:
    return Question(select(or_(*(each.exists() for each in chosen))))


_CHOICES = (*FRESH.values(), *KEPT.values())
_TOGETHER = [tuple(choices.values())[:upto] for choices in (FRESH, KEPT) for upto in (1, 2, 3)]
_ASKING = {chosen: _asking(chosen) for chosen in _TOGETHER}
_FINDING = {chosen: Question(chosen) for chosen in _CHOICES}
_TAKING = {chosen: Question(_taking(chosen)) for chosen in _CHOICES}
"""Made ready once, since one is run for every batch."""


def _claims() -> Select[Any]:
    return select(
        deliveries.c.id,
        deliveries.c.attempts + 1,
        deliveries.c.cohort_id,
        deliveries.c.edition_id,
        deliveries.c.notice_id,
        deliveries.c.subscriber_id,
        subscribers.c.email,
        deliveries.c.following_id,
        subscribers.c.plain_text,
        deliveries.c.answers,
    ).join(subscribers, subscribers.c.id == deliveries.c.subscriber_id)


def _made(connection: Connection, rows: Sequence[Any]) -> Sequence[Claim]:
    """Make claims of rows, in the order of their fields; what many have in common is made once."""
    shared = {row[0]: tuple(row[1:]) for row in _of(connection, _COHORTS, {row[2] for row in rows})}
    carriers = {row[9] for row in rows if row[9] is not None}
    answered = {row[0]: Answered(*row[1:]) for row in _of(connection, _ANSWERED, carriers)}
    return [Claim._make((*row[:9], *shared[row[2]], answered.get(row[9]))) for row in rows]


def _of(connection: Connection, chosen: Select[Any], numbers: Collection[int]) -> Sequence[Any]:
    return connection.execute(chosen, {"numbers": sorted(numbers)}).all() if numbers else ()


_CLAIMS = (
    _claims()
    .where(
        deliveries.c.batch_id == bindparam("batch"),
        deliveries.c.status == DeliveryStatus.CLAIMED,
    )
    .order_by(
        deliveries.c.edition_id.is_not(None),  # the most urgent kind first
        deliveries.c.notice_id.is_not(None),
        deliveries.c.cohort_id,
        deliveries.c.id,
    )
)
"""Made once, since it is executed for every batch."""

_COHORTS = (
    select(
        cohorts.c.id,
        newsletter_of(editions, cohorts),
        cohorts.c.subject_followed,
        cohorts.c.created,
    )
    .outerjoin(editions, editions.c.id == cohorts.c.edition_id)
    .where(cohorts.c.id.in_(bindparam("numbers", expanding=True)))
)

_ANSWERED = (
    select(
        deliveries.c.id,
        deliveries.c.edition_id,
        deliveries.c.notice_id,
        newsletter_of(editions, cohorts),
        deliveries.c.server_id,
    )
    .outerjoin(editions, editions.c.id == deliveries.c.edition_id)
    .join(cohorts, cohorts.c.id == deliveries.c.cohort_id)
    .where(deliveries.c.id.in_(bindparam("numbers", expanding=True)))
)
