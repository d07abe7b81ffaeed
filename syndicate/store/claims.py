"""How is a batch of deliveries taken, and what does a worker get to know of each?"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, null, select, update

from syndicate.domain.deliveries import Answered, Claim, DeliveryStatus
from syndicate.domain.turns import Urgency, more_urgent, shared_out
from syndicate.store.claimable import FRESH
from syndicate.store.overtaken import newsletter_of
from syndicate.store.tables import batches, cohorts, deliveries, editions, subscribers

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
    taken = [
        number
        for kind, most in _shares(connection, choices, limit, asked).items()
        if most
        for number in _find(connection, _unheld(choices[kind]), most, asked)
    ]
    if taken:
        values = {"status": DeliveryStatus.CLAIMED, "batch_id": batch_id, "waits_for": null()}
        mine = deliveries.c.id.in_(taken)
        connection.execute(update(deliveries).where(mine).values(values))
    return len(taken)


def exists(connection: Connection, kind: Urgency, now: object) -> bool:
    """Tell whether something of a kind is due that waits for no destination."""
    return bool(_find(connection, FRESH[kind], 1, {"now": now}))


def claims_of(connection: Connection, batch_id: int) -> Sequence[Claim]:
    """Return what a batch holds, the most urgent kind first."""
    return [_claim(row) for row in connection.execute(_CLAIMS, {"batch": batch_id})]


def claim_of(connection: Connection, edition_id: int, email: str) -> Claim | None:
    """Return what a worker got to know of a reader's delivery of an edition."""
    one = (deliveries.c.edition_id == edition_id) & (subscribers.c.email == email)
    row = connection.execute(_claims().where(one)).first()
    return None if row is None else _claim(row)


def _shares(
    connection: Connection,
    choices: Mapping[Urgency, Select[Any]],
    limit: int,
    asked: Mapping[str, object],
) -> Mapping[Urgency, int]:
    """Decide how many of each kind to take; digests are not counted where they are alone."""

    def waiting(kind: Urgency) -> int:
        return len(_find(connection, choices[kind], limit, asked))

    urgent = {kind: waiting(kind) for kind in more_urgent(_LAST)}
    alone = not any(urgent.values())
    return shared_out(urgent | {_LAST: limit if alone else waiting(_LAST)}, limit)


def _find(
    connection: Connection, chosen: Select[Any], limit: int, asked: Mapping[str, object]
) -> Sequence[int]:
    return connection.execute(chosen, {"most": limit, **asked}).scalars().all()


def _unheld(chosen: Select[Any]) -> Select[Any]:
    return chosen.with_for_update(of=deliveries, skip_locked=True)


def _claims() -> Select[Any]:
    answered, its = deliveries.alias("answered"), cohorts.alias("its")
    edition = editions.alias("edition")
    return (
        select(
            deliveries.c.id,
            (deliveries.c.attempts + 1).label("attempts"),
            deliveries.c.cohort_id,
            deliveries.c.edition_id,
            deliveries.c.notice_id,
            deliveries.c.subscriber_id,
            deliveries.c.following_id,
            cohorts.c.subject_followed,
            cohorts.c.created.label("written"),
            subscribers.c.email,
            subscribers.c.plain_text,
            newsletter_of(editions, cohorts).label("newsletter_id"),
            deliveries.c.answers,
            answered.c.edition_id.label("answered_edition"),
            answered.c.notice_id.label("answered_notice"),
            answered.c.server_id.label("answered_as"),
            newsletter_of(edition, its).label("answered_newsletter"),
        )
        .join(subscribers, subscribers.c.id == deliveries.c.subscriber_id)
        .outerjoin(editions, editions.c.id == deliveries.c.edition_id)
        .join(cohorts, cohorts.c.id == deliveries.c.cohort_id)
        .outerjoin(answered, answered.c.id == deliveries.c.answers)
        .outerjoin(edition, edition.c.id == answered.c.edition_id)
        .outerjoin(its, its.c.id == answered.c.cohort_id)
    )


def _claim(row: Row[Any]) -> Claim:
    answers = None
    if row.answers is not None:
        answers = Answered(
            edition_id=row.answered_edition,
            notice_id=row.answered_notice,
            newsletter_id=row.answered_newsletter,
            server_id=row.answered_as,
        )
    return Claim(
        id=row.id,
        attempts=row.attempts,
        cohort_id=row.cohort_id,
        edition_id=row.edition_id,
        notice_id=row.notice_id,
        newsletter_id=row.newsletter_id,
        subscriber_id=row.subscriber_id,
        email=row.email,
        following_id=row.following_id,
        subject=row.subject_followed,
        written=row.written,
        plain_text=row.plain_text,
        answers=answers,
    )


_CLAIMS = (
    _claims()
    .join(batches, batches.c.id == deliveries.c.batch_id)
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
