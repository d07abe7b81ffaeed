"""How do readers leave a newsletter?"""

import pytest

from syndicate.domain.audience import ConsentAction, SubscriptionStatus
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.errors import NotFound
from tests.services.readers import ADA, World

PENDING, ACTIVE, _, ENDED = SubscriptionStatus
BOB = "bob@example.org"


@pytest.fixture
def active(world: World) -> World:
    """Have Ada read two newsletters."""
    for name in ("morning", "evening"):
        world.newsletter(name)
        world.subscribe.add(ADA, name, confirmed=True)
    return world


def test_leaving_takes_effect_at_once_and_is_kept(active: World) -> None:
    active.later(days=1)
    left = active.subscribe.unsubscribe(active.unsubscribe_token(), how="one-click")
    assert left.title == "The Morning"
    assert active.standing() is ENDED
    consent = active.consents()[-1]
    assert (consent.action, consent.how) == (ConsentAction.ENDED, "one-click")
    assert consent.at == active.clock.now()


def test_other_newsletters_stay(active: World) -> None:
    active.subscribe.unsubscribe(active.unsubscribe_token())
    assert active.standing("evening") is ACTIVE


def test_leaving_twice_changes_nothing(active: World) -> None:
    token = active.unsubscribe_token()
    active.subscribe.unsubscribe(token)
    kept = active.consents()
    active.later(days=1)
    active.subscribe.unsubscribe(token)
    assert active.consents() == kept


def test_the_token_never_expires(active: World) -> None:
    active.later(days=5000)
    active.subscribe.unsubscribe(active.unsubscribe_token())
    assert active.standing() is ENDED


def test_looking_at_the_link_changes_nothing(active: World) -> None:
    assert active.subscribe.unsubscribing(active.unsubscribe_token()).name == "morning"
    assert active.standing() is ACTIVE


def test_a_forged_token_does_nothing(active: World) -> None:
    token = active.unsubscribe_token()
    with pytest.raises(NotFound):
        active.subscribe.unsubscribe(token[:-1] + ("B" if token[-1] == "A" else "A"))
    with pytest.raises(NotFound):
        active.subscribe.unsubscribing("")
    assert active.standing() is ACTIVE


def test_who_has_not_confirmed_can_leave_too(world: World) -> None:
    world.newsletter()
    world.subscribe.ask(ADA, "morning", how="form")
    world.subscribe.unsubscribe(world.unsubscribe_token())
    assert world.standing() is ENDED


def test_who_never_subscribed_leaves_nothing(world: World) -> None:
    world.newsletter()
    world.newsletter("evening")
    world.subscribe.add(ADA, "evening", confirmed=True)
    world.subscribe.unsubscribe(world.unsubscribe_token("morning"))
    assert world.standing("morning") is None
    assert len(world.consents()) == 1


def test_what_is_waiting_for_the_reader_is_cancelled(active: World) -> None:
    delivery = active.queue_digest()
    active.subscribe.unsubscribe(active.unsubscribe_token())
    cancelled = active.delivery(delivery)
    assert cancelled.status is DeliveryStatus.CANCELLED
    assert cancelled.reply == "the reader unsubscribed"
    assert cancelled.settled == active.clock.now()


def test_what_is_waiting_of_another_newsletter_goes_out(active: World) -> None:
    delivery = active.queue_digest("evening")
    active.subscribe.unsubscribe(active.unsubscribe_token("morning"))
    assert active.waits(delivery)


def test_what_is_waiting_for_another_reader_goes_out(active: World) -> None:
    active.subscribe.add(BOB, "morning", confirmed=True)
    delivery = active.queue_digest(email=BOB)
    active.subscribe.unsubscribe(active.unsubscribe_token())
    assert active.waits(delivery)


def test_a_mail_that_asks_for_confirmation_is_not_cancelled(active: World) -> None:
    active.newsletter("weekly")
    active.subscribe.ask(ADA, "weekly", how="form")
    active.subscribe.unsubscribe(active.unsubscribe_token("morning"))
    with active.store.read() as tx:
        (letter,) = tx.deliveries.page()
    assert letter.status is DeliveryStatus.PENDING
