"""Who has to be told again what a digest that never came would have told?"""

from sqlalchemy import ColumnElement, Connection, func, select, update

from syndicate.store.tables import cohorts, deliveries, editions, subscriptions


def untell(connection: Connection, which: ColumnElement[bool]) -> None:
    """Set the readers of some editions' deliveries back to where those began to tell.

    Asked when a delivery fails or is cancelled. Mails that came since are known by their
    receipts: nothing of them is told twice. Who has begun anew stays there.
    """
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
