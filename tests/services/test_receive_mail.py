"""Does what comes back by mail end the mail to that reader, and to no other?"""

from functools import partial
from pathlib import Path

import pytest

from syndicate.domain.audience import SubscriptionStatus
from syndicate.domain.bounces import SOFT_DAYS
from syndicate.errors import Temporary
from syndicate.importers.bounce_mail import read_recipient, read_report
from syndicate.services.empty_inbox import EmptyInbox
from syndicate.services.receive_mail import BY_MAIL, Received, ReceiveMail
from syndicate.transports.inbound import Inbox
from tests.importers.returned import OUT_OF_OFFICE, complaint, status_report
from tests.services.readers import ADA, World

BOB = "bob@example.org"


@pytest.fixture(autouse=True)
def audience(world: World) -> None:
    """Add a newsletter with two readers."""
    world.newsletter()
    for email in (ADA, BOB):
        world.subscribe.add(email, "morning", confirmed=True)


@pytest.fixture
def stopped() -> list[str]:
    """Give the tokens of followings that were stopped."""
    return []


@pytest.fixture
def receive(world: World, stopped: list[str]) -> ReceiveMail:
    """Give what takes mails in."""
    return ReceiveMail(
        transactions=world.store,
        clock=world.clock,
        tokens=world.tokens,
        recipient_of=read_recipient,
        report_of=read_report,
        leave={
            "unsubscribe": partial(world.subscribe.unsubscribe, how=BY_MAIL),
            "unfollow": stopped.append,
        },
    )


def box(world: World, email: str = ADA) -> str:
    with world.store.read() as tx:
        reader = tx.subscribers.by_email(email)
    return f"bounces+{world.tokens.bounce(reader.id)}@news.example"


def suppressed(world: World, email: str = ADA) -> bool:
    with world.store.read() as tx:
        return tx.subscribers.suppressed(email)


def test_an_address_that_does_not_exist_is_never_mailed_again(
    world: World, receive: ReceiveMail
) -> None:
    assert receive(status_report(), box(world)) is Received.SUPPRESSED
    assert (suppressed(world), suppressed(world, BOB)) == (True, False)


def test_a_complaint_ends_it_at_once(world: World, receive: ReceiveMail) -> None:
    assert receive(complaint(), box(world)) is Received.SUPPRESSED
    assert suppressed(world)


def test_the_box_keeps_its_reader_when_its_capitals_change(
    world: World, receive: ReceiveMail
) -> None:
    assert receive(status_report(), box(world).upper()) is Received.SUPPRESSED
    assert suppressed(world)


def test_one_soft_bounce_marks_nobody_and_the_same_mail_counts_once(
    world: World, receive: ReceiveMail
) -> None:
    full = status_report("5.2.2", code="smtp; 552 5.2.2 mailbox full")
    assert receive(full, box(world)) is Received.COUNTED
    for _ in range(SOFT_DAYS):
        world.later(days=1)
        assert receive(full, box(world)) is Received.KNOWN
    assert not suppressed(world)


def test_a_mailbox_that_is_full_day_after_day_is_given_up(
    world: World, receive: ReceiveMail
) -> None:
    for day in range(1, SOFT_DAYS + 1):
        full = status_report("5.2.2", code=f"smtp; 552 5.2.2 mailbox full on day {day}")
        expected = Received.SUPPRESSED if day == SOFT_DAYS else Received.COUNTED
        assert receive(full, box(world)) is expected
        world.later(days=1)
    assert suppressed(world)


def test_a_refusal_of_the_message_is_no_fault_of_the_reader(
    world: World, receive: ReceiveMail
) -> None:
    for day in range(2 * SOFT_DAYS):
        spam = status_report("5.7.1", code=f"smtp; 550 5.7.1 looks like spam {day}")
        assert receive(spam, box(world)) is Received.COUNTED
        world.later(days=1)
    assert not suppressed(world)


def test_nobody_can_make_up_a_report(world: World, receive: ReceiveMail) -> None:
    forged = box(world).replace("+", "+a")
    assert receive(status_report(), forged) is Received.NOT_OURS
    assert receive(status_report(), "bounces@news.example") is Received.NOT_OURS
    assert not suppressed(world)


def test_a_farewell_by_mail_ends_the_subscription(world: World, receive: ReceiveMail) -> None:
    token = world.unsubscribe_token()
    assert receive(b"Subject: bye\n\n", f"unsubscribe+{token}@news.example") is (
        Received.UNSUBSCRIBED
    )
    assert world.standing() is SubscriptionStatus.ENDED
    assert world.consents()[-1].how == "mail"
    assert receive(b"\n", "unsubscribe+x@news.example") is Received.NOT_OURS


def test_a_farewell_to_the_box_of_followings_stops_one(
    receive: ReceiveMail, stopped: list[str]
) -> None:
    assert receive(b"\n", "unfollow+token@news.example") is Received.UNSUBSCRIBED
    assert stopped == ["token"]


def test_an_address_refused_when_mail_was_handed_over_counts_too(
    world: World, receive: ReceiveMail
) -> None:
    with world.store.read() as tx:
        reader = tx.subscribers.by_email(ADA)
    assert receive.refused(reader.id, 7, "550 5.1.1 no such user") is Received.SUPPRESSED
    assert receive.refused(reader.id, 7, "550 5.1.1 no such user") is Received.KNOWN


def test_a_refusal_that_gives_no_reason_gives_nobody_up_at_once(
    world: World, receive: ReceiveMail
) -> None:
    with world.store.read() as tx:
        reader = tx.subscribers.by_email(ADA)
    for day in range(1, SOFT_DAYS + 1):
        expected = Received.SUPPRESSED if day == SOFT_DAYS else Received.COUNTED
        assert receive.refused(reader.id, day, "550 relaying denied") is expected
        world.later(days=1)


def test_what_arrived_is_dealt_with_once_and_the_rest_kept_for_a_person(
    world: World, receive: ReceiveMail, tmp_path: Path
) -> None:
    box_of_ours = tmp_path / "inbound"
    (box_of_ours / "new").mkdir(parents=True)
    delivered = f"Delivered-To: {box(world)}\r\n".encode() + status_report()
    (box_of_ours / "new" / "1").write_bytes(delivered)
    (box_of_ours / "new" / "2").write_bytes(OUT_OF_OFFICE)
    empty = EmptyInbox(inbox=Inbox(box_of_ours), receive=receive)
    assert empty() == {Received.SUPPRESSED: 1, Received.NOTHING: 1}
    assert [file.name for file in box_of_ours.rglob("*") if file.is_file()] == ["2:2,"]
    assert empty() == {}


def test_a_mail_that_cannot_be_taken_in_now_waits(receive: ReceiveMail, tmp_path: Path) -> None:
    box_of_ours = tmp_path / "inbound"
    (box_of_ours / "new").mkdir(parents=True)
    (box_of_ours / "new" / "1").write_bytes(OUT_OF_OFFICE)

    def busy(data: bytes) -> Received:
        raise Temporary(f"the store is busy with {len(data)} bytes")

    assert EmptyInbox(inbox=Inbox(box_of_ours), receive=busy)() == {}
    assert EmptyInbox(inbox=Inbox(box_of_ours), receive=receive)() == {Received.NOTHING: 1}


def test_without_a_mailbox_nothing_comes(receive: ReceiveMail, tmp_path: Path) -> None:
    for none in (None, tmp_path / "none"):
        assert EmptyInbox(inbox=Inbox(none), receive=receive)() == {}


def test_envelope_senders_are_always_the_same_and_fit(world: World) -> None:
    assert box(world) == box(world)
    assert box(world) != box(world, BOB)
    assert len(box(world).partition("@")[0]) <= 64
