"""What is told of readers?"""

import pytest

from syndicate.domain.audience import (
    ConsentAction,
    SubscriptionStatus,
    Suppression,
    SuppressionReason,
)
from syndicate.domain.bounces import Bounce, BounceKind
from syndicate.errors import NotFound
from syndicate.services.show_subscribers import ListSubscribers, ShowSubscriber
from tests.services.readers import ADA, World


def test_a_dossier_holds_everything_of_a_reader(world: World) -> None:
    world.newsletter("morning")
    world.newsletter("evening")
    world.subscribe.add(ADA, "morning", confirmed=True)
    world.subscribe.ask(ADA, "evening", how="form", words="Yes.")
    dossier = ShowSubscriber(transactions=world.store)(ADA)
    assert dossier.subscriber.email == ADA
    assert {(name, s.status) for name, s in dossier.standings} == {
        ("morning", SubscriptionStatus.ACTIVE),
        ("evening", SubscriptionStatus.PENDING),
    }
    assert [c.action for c in dossier.consents] == [ConsentAction.CONFIRMED, ConsentAction.ASKED]
    assert not dossier.suppressed


def test_a_dossier_tells_of_a_barred_address(world: World) -> None:
    world.newsletter()
    world.subscribe.add(ADA, "morning", confirmed=True)
    world.suppress()
    dossier = ShowSubscriber(transactions=world.store)(ADA)
    reason = SuppressionReason.COMPLAINED
    assert dossier.suppression == Suppression(reason=reason, at=world.clock.now())
    assert dossier.suppressed


def test_a_dossier_tells_what_came_back(world: World) -> None:
    world.newsletter()
    reader = world.subscribe.add(ADA, "morning", confirmed=True)
    bounce = Bounce(
        subscriber_id=reader.id,
        kind=BounceKind.SOFT,
        at=world.clock.now(),
        key="1",
        status="4.2.2",
        said="mailbox full",
    )
    with world.store.write() as tx:
        tx.bounces.add(bounce)
    dossier = ShowSubscriber(transactions=world.store)(ADA)
    assert (dossier.bounces, dossier.suppression) == ((bounce,), None)


def test_who_is_not_known_is_told(world: World) -> None:
    with pytest.raises(NotFound, match="nobody subscribes as"):
        ShowSubscriber(transactions=world.store)(ADA)


def test_everybody_is_listed_once_over_several_pages(world: World) -> None:
    world.newsletter()
    emails = [f"reader{n}@example.org" for n in range(7)]
    for email in emails:
        world.subscribe.add(email, "morning", confirmed=True)
    listed = ListSubscribers(transactions=world.store)(page=3)
    assert [reader.email for reader in listed] == emails
