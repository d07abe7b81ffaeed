"""How do readers come to a newsletter?"""

from concurrent.futures import ThreadPoolExecutor

import pytest

from syndicate.domain.audience import ConsentAction, SubscriptionKey, SubscriptionStatus
from syndicate.errors import AskedWrongly, NotFound, Refused, Unreadable
from syndicate.services.letters import MOST_LETTERS
from tests.services.readers import ADA, NOW, World

PENDING, ACTIVE, _, ENDED = SubscriptionStatus


@pytest.fixture
def asked(world: World) -> World:
    """Have Ada ask for the morning newsletter."""
    world.newsletter()
    world.subscribe.ask(" Ada@Example.ORG", "morning", how="form", words="Yes, send it.")
    return world


@pytest.fixture
def active(asked: World) -> World:
    """Have Ada confirm, too."""
    asked.later(minutes=2)
    asked.subscribe.confirm(asked.last_token())
    return asked


def test_asking_queues_one_mail_with_a_link_and_keeps_the_words(asked: World) -> None:
    ((email, subject, link),) = asked.mails()
    assert (email, subject) == (ADA, "The Morning")
    assert link.startswith("https://harbour.example/confirm/")
    assert asked.standing() is PENDING
    (consent,) = asked.consents()
    assert (consent.action, consent.how, consent.words, consent.at) == (
        ConsentAction.ASKED,
        "form",
        "Yes, send it.",
        NOW,
    )


def test_without_a_zone_the_newsletters_is_taken(asked: World) -> None:
    assert asked.zone() == "Europe/Berlin"


def test_a_zone_that_is_told_is_kept(world: World) -> None:
    world.newsletter()
    world.subscribe.ask(ADA, "morning", "Asia/Kolkata", how="form")
    assert world.zone() == "Asia/Kolkata"


def test_nobody_else_can_move_a_known_reader_to_another_zone(active: World) -> None:
    active.subscribe.ask(ADA, "morning", "Asia/Kolkata", how="form")
    assert active.zone() == "Europe/Berlin"


def test_confirming_begins_the_subscription(active: World) -> None:
    assert active.standing() is ACTIVE
    assert [c.action for c in active.consents()] == [ConsentAction.ASKED, ConsentAction.CONFIRMED]


def test_confirming_tells_the_newsletter(asked: World) -> None:
    assert asked.subscribe.confirm(asked.last_token()).title == "The Morning"


def test_confirming_twice_changes_nothing(active: World) -> None:
    active.subscribe.confirm(active.last_token())
    assert active.standing() is ACTIVE
    assert len(active.consents()) == 2


def test_looking_at_the_link_changes_nothing(asked: World) -> None:
    assert asked.subscribe.confirming(asked.last_token()).name == "morning"
    assert asked.standing() is PENDING


def test_an_expired_link_does_not_confirm(asked: World) -> None:
    asked.later(days=8)
    with pytest.raises(Refused, match="was good until"):
        asked.subscribe.confirm(asked.last_token())
    assert asked.standing() is PENDING


def test_a_forged_link_does_not_confirm(asked: World) -> None:
    with pytest.raises(NotFound):
        asked.subscribe.confirm("A" * len(asked.last_token()))
    assert asked.standing() is PENDING


def test_an_unsubscribe_token_does_not_confirm(asked: World) -> None:
    with pytest.raises(NotFound):
        asked.subscribe.confirm(asked.unsubscribe_token())


def test_asking_again_at_once_sends_no_second_mail(asked: World) -> None:
    asked.later(minutes=9)
    asked.subscribe.ask(ADA, "morning", how="form")
    assert len(asked.mails()) == 1
    assert len(asked.consents()) == 1


def test_asking_again_later_sends_another_mail_and_both_links_work(asked: World) -> None:
    first = asked.last_token()
    asked.later(minutes=10)
    asked.subscribe.ask(ADA, "morning", how="form")
    assert len(asked.mails()) == 2
    asked.subscribe.confirm(first)
    asked.subscribe.confirm(asked.last_token())
    assert asked.standing() is ACTIVE


def test_a_mailbox_is_not_filled_by_way_of_many_newsletters(world: World) -> None:
    names = [f"letter-{number}" for number in range(MOST_LETTERS + 2)]
    for name in names:
        world.newsletter(name)
        world.subscribe.ask(ADA, name, how="form")
    assert len(world.mails()) == MOST_LETTERS
    assert world.standing(names[-1]) is None
    world.later(minutes=10)
    world.subscribe.ask(ADA, names[-1], how="form")
    assert len(world.mails()) == MOST_LETTERS + 1


def test_the_operator_can_add_a_reader_to_many_newsletters(world: World) -> None:
    for number in range(MOST_LETTERS + 1):
        world.newsletter(f"letter-{number}")
        world.subscribe.add(ADA, f"letter-{number}")
    assert len(world.mails()) == MOST_LETTERS + 1


def test_an_active_reader_who_asks_gets_no_mail_and_stays_active(active: World) -> None:
    active.later(days=1)
    active.subscribe.ask(ADA, "morning", how="form")
    assert len(active.mails()) == 1
    assert active.standing() is ACTIVE


def test_a_suppressed_address_that_asks_gets_no_mail(world: World) -> None:
    world.newsletter()
    world.suppress()
    world.subscribe.ask(ADA, "morning", how="form")
    assert world.mails() == []
    assert world.standing() is None


def test_the_same_person_in_other_spelling_is_one_reader(asked: World) -> None:
    asked.subscribe.ask("ADA@EXAMPLE.ORG", "morning", how="form")
    assert len(asked.mails()) == 1


def test_many_who_ask_at_once_for_one_address_cause_one_mail(world: World) -> None:
    world.newsletter()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: world.subscribe.ask(ADA, "morning", how="form"), range(8)))
    assert len(world.mails()) == 1
    assert len(world.consents()) == 1


@pytest.mark.parametrize(
    ("email", "newsletter", "zone", "error"),
    [
        ("ada", "morning", "", Unreadable),
        (ADA, "mourning", "", NotFound),
        (ADA, "morning", "Mars/Olympus", AskedWrongly),
    ],
)
def test_what_was_asked_wrongly_is_told_and_nothing_kept(
    world: World, email: str, newsletter: str, zone: str, error: type[Exception]
) -> None:
    world.newsletter()
    with pytest.raises(error):
        world.subscribe.ask(email, newsletter, zone, how="form")
    assert world.standing() is None


def test_the_operator_adds_a_confirmed_reader_without_a_mail(world: World) -> None:
    world.newsletter()
    reader = world.subscribe.add("Ada@example.org", "morning", "Asia/Tokyo", confirmed=True)
    assert (reader.email, reader.timezone) == (ADA, "Asia/Tokyo")
    assert world.standing() is ACTIVE
    assert world.mails() == []
    assert [c.how for c in world.consents()] == ["operator"]


def test_the_operator_adds_a_reader_who_is_asked_first(world: World) -> None:
    world.newsletter()
    world.subscribe.add(ADA, "morning")
    assert world.standing() is PENDING
    world.subscribe.confirm(world.last_token())
    assert world.standing() is ACTIVE


def test_the_operator_can_vouch_for_a_reader_who_has_not_confirmed(asked: World) -> None:
    asked.subscribe.add(ADA, "morning", confirmed=True)
    assert asked.standing() is ACTIVE


def test_adding_a_reader_twice_changes_nothing(world: World) -> None:
    world.newsletter()
    for confirmed in (True, True, False):
        world.subscribe.add(ADA, "morning", confirmed=confirmed)
    assert world.standing() is ACTIVE
    assert len(world.consents()) == 1


@pytest.mark.parametrize("confirmed", [True, False])
def test_the_operator_cannot_bring_back_who_has_left(active: World, *, confirmed: bool) -> None:
    active.subscribe.unsubscribe(active.unsubscribe_token())
    with pytest.raises(Refused, match=r"https://harbour\.example/subscribe"):
        active.subscribe.add(ADA, "morning", confirmed=confirmed)
    assert active.standing() is ENDED
    assert len(active.mails()) == 1


@pytest.mark.parametrize("confirmed", [True, False])
def test_asking_in_the_name_of_who_has_left_does_not_help_the_operator(
    active: World, *, confirmed: bool
) -> None:
    active.subscribe.unsubscribe(active.unsubscribe_token())
    active.subscribe.ask(ADA, "morning", how="form")
    active.later(minutes=10)
    with pytest.raises(Refused, match="only the reader can take it up again"):
        active.subscribe.add(ADA, "morning", confirmed=confirmed)
    assert active.standing() is PENDING
    assert len(active.mails()) == 2


def test_who_left_and_came_back_can_be_added_once_more(active: World) -> None:
    active.subscribe.unsubscribe(active.unsubscribe_token())
    active.subscribe.ask(ADA, "morning", how="form")
    active.subscribe.confirm(active.last_token())
    active.subscribe.add(ADA, "morning", confirmed=True)
    assert active.standing() is ACTIVE


def test_who_left_one_newsletter_can_be_added_to_another(active: World) -> None:
    active.newsletter("evening")
    active.subscribe.unsubscribe(active.unsubscribe_token())
    active.subscribe.add(ADA, "evening", confirmed=True)
    assert active.standing("evening") is ACTIVE


def test_the_operator_cannot_add_a_suppressed_address(world: World) -> None:
    world.newsletter()
    world.suppress()
    with pytest.raises(Refused, match="must not be mailed"):
        world.subscribe.add(ADA, "morning", confirmed=True)
    assert world.standing() is None


def test_who_has_left_can_come_back_by_asking(active: World) -> None:
    active.subscribe.unsubscribe(active.unsubscribe_token())
    active.subscribe.ask(ADA, "morning", how="form")
    assert active.standing() is PENDING
    active.subscribe.confirm(active.last_token())
    assert active.standing() is ACTIVE


def test_a_link_from_before_the_end_does_not_bring_it_back(active: World) -> None:
    active.subscribe.unsubscribe(active.unsubscribe_token())
    with pytest.raises(Refused, match="ask for it once more"):
        active.subscribe.confirm(active.last_token())
    assert active.standing() is ENDED


def test_a_link_to_a_subscription_that_is_gone_is_told(world: World) -> None:
    newsletter = world.newsletter()
    with world.store.write() as tx:
        reader = tx.subscribers.ensure(ADA, "UTC", NOW)
    key = SubscriptionKey(subscriber_id=reader.id, newsletter_id=newsletter.id)
    with pytest.raises(NotFound, match="subscribe once more"):
        world.subscribe.confirm(world.tokens.confirm(key, NOW))
