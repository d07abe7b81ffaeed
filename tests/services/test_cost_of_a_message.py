"""What a message costs the store is counted, so that nobody adds to it unseen.

A site mails a million readers one by one; a statement for each is half an hour of work.
"""

from datetime import timedelta

from syndicate.domain.audience import Subscription, SubscriptionStatus
from tests.services.press import DAY, MONDAY, Press
from tests.services.statements import statements

FEW, MANY = 20, 320


def subscribe(press: Press, numbers: range) -> None:
    """Have readers of the morning edition."""
    with press.store.write() as tx:
        newsletter = tx.newsletters.get("morning")
        for number in numbers:
            reader = tx.subscribers.ensure(f"r{number}@example.org", "Europe/Berlin", MONDAY - DAY)
            tx.subscribers.stand(
                Subscription(
                    subscriber_id=reader.id,
                    newsletter_id=newsletter.id,
                    status=SubscriptionStatus.ACTIVE,
                    since=MONDAY - DAY,
                )
            )


def cost(press: Press, readers: int) -> list[str]:
    """Send what is due to so many; return the statements of it."""
    press.tick()
    with statements(press.engines) as seen:
        assert press.post.send() == readers
    press.close()
    return seen


def test_a_message_more_costs_no_statement(press: Press) -> None:
    """On PostgreSQL the session of the lock is asked once, past SQLAlchemy (`Pulse`)."""
    press.newsletter()
    subscribe(press, range(FEW))
    press.publish("Bridge")
    press.at(MONDAY)
    few = cost(press, FEW)
    subscribe(press, range(FEW, MANY))
    press.publish("Ferry")
    press.at(MONDAY + DAY + timedelta(minutes=1))
    many = cost(press, MANY)
    assert (len(many) - len(few)) / (MANY - FEW) < 0.2, many[-20:]
