"""Each reader is told what came since that reader was last told, wherever and whenever that was."""

from datetime import timedelta

import pytest

from syndicate.domain.articles import Kind
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.errors import AddressRefused
from tests.services.press import DAY, HOUR, MONDAY, Press

ADA, BOB = "ada@example.org", "bob@example.org"
BERLIN, NEW_YORK, SYDNEY = "Europe/Berlin", "America/New_York", "Australia/Sydney"
SYDNEY_AT_SEVEN = MONDAY - 10 * HOUR
NEW_YORK_AT_SEVEN = MONDAY + 6 * HOUR


@pytest.fixture
def morning(press: Press) -> Press:
    """Give a press with a newsletter and two readers."""
    press.newsletter()
    press.reader(ADA)
    press.reader(BOB)
    return press


def move(press: Press, email: str, zone: str) -> None:
    """Move a reader to a time zone."""
    with press.store.write() as tx:
        tx.subscribers.set_timezone(tx.subscribers.by_email(email).id, zone)


def test_what_a_server_refused_is_new_in_the_next_edition_to_that_reader_alone(
    morning: Press,
) -> None:
    morning.publish("Bridge")
    morning.post.mail.plan(BOB, AddressRefused("550 no"))
    morning.run(MONDAY)
    assert morning.standing() == {ADA: DeliveryStatus.SENT, BOB: DeliveryStatus.FAILED}
    morning.publish("Tunnel")
    morning.run(MONDAY + DAY)
    assert morning.mailed(ADA) == [["new Bridge r1"], ["new Tunnel r1"]]
    assert morning.mailed(BOB) == [["new Bridge r1", "new Tunnel r1"]]
    morning.run(MONDAY + 2 * DAY)
    assert len(morning.mailed(BOB)) == 1


def test_what_was_refused_comes_even_when_there_is_nothing_else_to_tell(morning: Press) -> None:
    morning.publish("Bridge")
    morning.post.mail.plan(BOB, AddressRefused("550 no"))
    morning.run(MONDAY)
    morning.run(MONDAY + DAY)
    assert (len(morning.mailed(ADA)), morning.mailed(BOB)) == (1, [["new Bridge r1"]])


def test_an_edition_that_was_called_off_half_sent_is_told_to_the_others_by_the_next(
    morning: Press,
) -> None:
    morning.publish("Bridge")
    morning.post.connections = 1
    morning.at(MONDAY)
    morning.tick()
    first, _ = (delivery.email for delivery in morning.deliveries())
    stop_after(morning, 1)
    morning.editions.cancel(morning.edition().id)
    morning.publish("Tunnel")
    morning.run(MONDAY + DAY)
    other = BOB if first == ADA else ADA
    assert morning.mailed(first) == [["new Bridge r1"], ["new Tunnel r1"]]
    assert morning.mailed(other) == [["new Bridge r1", "new Tunnel r1"]]


def stop_after(press: Press, messages: int) -> None:
    """Send so many messages, then let the worker be stopped and recovered."""
    with press.post.worker(lambda: len(press.post.mail.sent) < messages) as worker:
        press.post.deliver(worker)
    press.post.recover()


@pytest.fixture
def world(press: Press) -> Press:
    """Give a newsletter with reader-time, a reader in Berlin and one in New York."""
    press.newsletter(reader_time=True)
    press.reader(ADA, BERLIN)
    press.reader(BOB, NEW_YORK)
    press.publish("Bridge")
    return press


def test_who_moves_where_the_edition_has_gone_out_finds_it_in_the_next(world: Press) -> None:
    world.reader("syd@example.org", SYDNEY)
    world.run(SYDNEY_AT_SEVEN)
    move(world, ADA, SYDNEY)
    world.run(MONDAY)
    world.run(NEW_YORK_AT_SEVEN)
    assert world.mailed(ADA) == []
    world.publish("Tunnel")
    world.run(SYDNEY_AT_SEVEN + DAY)
    assert world.mailed(ADA) == [["new Bridge r1", "new Tunnel r1"]]
    assert world.mailed("syd@example.org") == [["new Bridge r1"], ["new Tunnel r1"]]


def test_who_moves_where_the_edition_is_still_to_go_out_gets_it_once(world: Press) -> None:
    world.run(MONDAY)
    world.publish("Tunnel")
    move(world, ADA, NEW_YORK)
    world.run(NEW_YORK_AT_SEVEN)
    assert world.mailed(ADA) == [["new Bridge r1"]]
    assert world.mailed(BOB) == [["new Bridge r1", "new Tunnel r1"]]
    world.run(NEW_YORK_AT_SEVEN + DAY)
    assert world.mailed(ADA) == [["new Bridge r1"], ["new Tunnel r1"]]
    assert len(world.mailed(BOB)) == 1


def test_who_comes_back_begins_where_a_new_reader_would(morning: Press) -> None:
    slug = morning.publish("Bridge")
    morning.unsubscribe(BOB)
    morning.run(MONDAY)
    morning.reader(BOB)
    morning.publish("Tunnel")
    morning.run(MONDAY + DAY)
    assert morning.mailed(BOB) == [["new Tunnel r1"]]
    morning.change(slug, Kind.UPDATE, "It opened.")
    morning.run(MONDAY + 2 * DAY)
    assert morning.mailed(BOB)[1:] == [["new Bridge r2 [It opened.]"]]


def test_a_new_reader_gets_nothing_older_than_the_edition_before_though_some_missed_it(
    morning: Press,
) -> None:
    morning.publish("Bridge")
    morning.post.mail.plan(BOB, AddressRefused("550 no"))
    morning.run(MONDAY)
    morning.reader("cleo@example.org")
    morning.publish("Tunnel")
    morning.run(MONDAY + DAY)
    assert morning.mailed("cleo@example.org") == [["new Tunnel r1"]]


def test_a_preview_for_a_reader_begins_where_that_reader_was_last_told(morning: Press) -> None:
    morning.publish("Bridge")
    morning.post.mail.plan(BOB, AddressRefused("550 no"))
    morning.run(MONDAY)
    morning.publish("Tunnel")
    at = MONDAY + DAY - timedelta(minutes=1)
    morning.at(at)
    assert "Bridge" in morning.preview("morning", at=at, email=BOB).text
    assert "Bridge" not in morning.preview("morning", at=at, email=ADA).text
