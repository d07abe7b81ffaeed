"""How do readers see and change what they are sent?"""

from datetime import timedelta

import pytest

from syndicate.domain.audience import SubscriptionStatus
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.errors import AskedWrongly, NotFound, Refused, Unreadable
from syndicate.services.letters import MOST_LETTERS, MOST_LETTERS_A_DAY
from tests.services.readers import ADA, World

PENDING, ACTIVE, _, ENDED = SubscriptionStatus


@pytest.fixture
def reader(world: World) -> World:
    """Have Ada read the morning newsletter of two."""
    for name in ("morning", "evening"):
        world.newsletter(name)
    world.subscribe.add(ADA, "morning", confirmed=True)
    return world


@pytest.fixture
def token(reader: World) -> str:
    """Have Ada ask for the link to her preferences."""
    reader.ask_for_preferences(ADA)
    return reader.last_token()


def test_the_link_is_mailed_to_the_reader(reader: World) -> None:
    reader.ask_for_preferences("ADA@example.org")
    ((email, _, link),) = reader.mails()
    assert email == ADA
    assert link.startswith("https://harbour.example/preferences/")


def test_who_is_not_known_is_sent_nothing_and_not_told_so(reader: World) -> None:
    reader.ask_for_preferences("bob@example.org")
    assert reader.mails() == []


def test_who_must_not_be_mailed_is_sent_nothing(reader: World) -> None:
    reader.suppress()
    reader.ask_for_preferences(ADA)
    assert reader.mails() == []


def test_what_is_no_address_is_told(reader: World) -> None:
    with pytest.raises(Unreadable):
        reader.ask_for_preferences("ada")


def test_a_mailbox_is_not_filled_with_links(reader: World) -> None:
    for _ in range(MOST_LETTERS + 2):
        reader.ask_for_preferences(ADA)
    assert len(reader.mails()) == MOST_LETTERS
    reader.later(minutes=10)
    reader.ask_for_preferences(ADA)
    assert len(reader.mails()) == MOST_LETTERS + 1


def test_a_patient_stranger_does_not_fill_it_either(reader: World) -> None:
    for _ in range(3 * MOST_LETTERS_A_DAY):
        reader.ask_for_preferences(ADA)
        reader.later(minutes=10)
    assert len(reader.mails()) == MOST_LETTERS_A_DAY
    reader.later(days=1)
    reader.ask_for_preferences(ADA)
    assert len(reader.mails()) == MOST_LETTERS_A_DAY + 1


def test_the_page_shows_what_was_chosen_without_the_address(reader: World, token: str) -> None:
    shown = reader.preferences.show(token)
    assert [(c.value, c.label, c.chosen) for c in shown.newsletters] == [
        ("evening", "The Evening", False),
        ("morning", "The Morning", True),
    ]
    assert shown.zone == "Europe/Berlin"
    assert shown.zone in shown.zones
    assert ADA not in shown.reader


def test_saving_begins_ends_and_moves(reader: World, token: str) -> None:
    reader.preferences.save(token, ["evening"], "Asia/Tokyo")
    assert reader.standing("morning") is ENDED
    assert reader.standing("evening") is ACTIVE
    assert reader.zone() == "Asia/Tokyo"
    assert {c.how for c in reader.consents()[1:]} == {"preferences"}


def test_saving_what_is_so_already_keeps_no_consents(reader: World, token: str) -> None:
    reader.preferences.save(token, ["morning"], "Europe/Berlin")
    assert len(reader.consents()) == 1


def test_ending_cancels_what_is_waiting(reader: World, token: str) -> None:
    delivery = reader.queue_digest()
    reader.preferences.save(token, [], "Europe/Berlin")
    assert reader.delivery(delivery).status is DeliveryStatus.CANCELLED


def test_who_has_left_can_take_it_up_again(reader: World, token: str) -> None:
    reader.preferences.save(token, [], "Europe/Berlin")
    reader.preferences.save(token, ["morning"], "Europe/Berlin")
    assert reader.standing() is ACTIVE


def test_what_awaits_confirmation_goes_on_waiting(reader: World, token: str) -> None:
    reader.subscribe.ask(ADA, "evening", how="form")
    assert [c.chosen for c in reader.preferences.show(token).newsletters] == [False, True]
    reader.preferences.save(token, ["morning"], "Europe/Berlin")
    assert reader.standing("evening") is PENDING


def test_a_newsletter_that_is_not_offered_is_refused_and_nothing_changed(
    reader: World, token: str
) -> None:
    with pytest.raises(NotFound, match="no newsletter is named weekly"):
        reader.preferences.save(token, ["weekly"], "Asia/Tokyo")
    assert reader.standing() is ACTIVE
    assert reader.zone() == "Europe/Berlin"


def test_what_is_no_zone_is_refused(reader: World, token: str) -> None:
    with pytest.raises(AskedWrongly, match="is no time zone"):
        reader.preferences.save(token, ["morning"], "Europe/Nowhere")


def test_the_link_is_good_for_an_hour(reader: World, token: str) -> None:
    reader.clock.set(reader.clock.now() + timedelta(hours=1, seconds=1))
    with pytest.raises(Refused, match="ask for a new one"):
        reader.preferences.show(token)
    with pytest.raises(Refused, match="ask for a new one"):
        reader.preferences.save(token, [], "UTC")
    assert reader.standing() is ACTIVE


def test_an_unsubscribe_token_opens_no_preferences(reader: World) -> None:
    with pytest.raises(NotFound):
        reader.preferences.show(reader.unsubscribe_token())
