"""Who has to be told again what a mail that never came would have told?"""

from datetime import timedelta

from sqlalchemy import ColumnElement, Connection, and_, func, select, update

from syndicate.store.sharing import Line, have_alone, share
from syndicate.store.tables import (
    cohort_items,
    cohorts,
    deliveries,
    editions,
    newsletters,
    revisions,
    subscriptions,
)

_JUST = timedelta(microseconds=1)


_EVERY = select(newsletters.c.id).order_by(newsletters.c.id)


def hold_off(connection: Connection) -> None:
    """Let nobody set readers back until the transaction ends: a run of them is being planned.

    Else a mail that fails while planning counts on it would set nobody back: what readers are
    told up to is not written yet, or is about to be written over. Other runs may be planned
    at once. On SQLite writers take turns anyway.
    """
    share(connection, Line.TELLING)
    connection.execute(_EVERY.with_for_update(read=True)).all()


def halt(connection: Connection) -> None:
    """Let nobody plan for readers, nor set any back, until the transaction ends.

    Whoever has this turn, or shares it, may wait for rows of subscriptions, for mails that
    wait, and, over those who claim them, for destinations. So it is taken before any of those
    is written or locked: else the two wait for each other, and the server ends one of them.
    """
    have_alone(connection, Line.TELLING)
    connection.execute(_EVERY.with_for_update(key_share=True)).all()


def untell(connection: Connection, which: ColumnElement[bool]) -> None:
    """Set the readers of some deliveries back to where those began to tell.

    Asked when a delivery fails or is cancelled. Mails that came since are known by their
    receipts: nothing of them is told twice. Who has begun anew stays there. It waits for whoever
    plans for readers just then: planning is halted here, or was before (`halt`).
    """
    halt(connection)
    _untell_digests(connection, which)
    _untell_notices(connection, which)


def _untell_digests(connection: Connection, which: ColumnElement[bool]) -> None:
    lost = (
        select(
            deliveries.c.subscriber_id,
            editions.c.newsletter_id,
            func.min(cohorts.c.seen_from).label("seen_from"),
        )
        .join(cohorts, cohorts.c.id == deliveries.c.cohort_id)
        .join(editions, editions.c.id == deliveries.c.edition_id)
        .where(which)
        .group_by(deliveries.c.subscriber_id, editions.c.newsletter_id)
        .subquery("lost")
    )
    statement = update(subscriptions).where(
        subscriptions.c.subscriber_id == lost.c.subscriber_id,
        subscriptions.c.newsletter_id == lost.c.newsletter_id,
        subscriptions.c.told_until > lost.c.seen_from,
    )
    connection.execute(statement.values(told_until=lost.c.seen_from))


def _untell_notices(connection: Connection, which: ColumnElement[bool]) -> None:
    """Set readers back to before the revision of a notice: digests passed over it meanwhile.

    A newsletter's notice counts as told in it as long as it waits.
    """
    told = (
        select(cohorts.c.newsletter_id, revisions.c.recorded)
        .select_from(deliveries)
        .join(cohorts, cohorts.c.id == deliveries.c.cohort_id)
        .join(cohort_items, cohort_items.c.cohort_id == cohorts.c.id)
        .join(
            revisions,
            and_(
                revisions.c.article_id == cohort_items.c.article_id,
                revisions.c.number == cohort_items.c.revision,
            ),
        )
        .where(which, deliveries.c.notice_id.is_not(None), cohorts.c.newsletter_id.is_not(None))
    )
    for newsletter_id, recorded in connection.execute(told.distinct()).all():
        these = told.with_only_columns(deliveries.c.subscriber_id).where(
            cohorts.c.newsletter_id == newsletter_id, revisions.c.recorded == recorded
        )
        connection.execute(
            update(subscriptions)
            .where(
                subscriptions.c.newsletter_id == newsletter_id,
                subscriptions.c.subscriber_id.in_(these),
                subscriptions.c.told_until >= recorded,
            )
            .values(told_until=recorded - _JUST)
        )
