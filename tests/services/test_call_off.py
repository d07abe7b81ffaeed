"""What waits of a cancelled edition leaves the ledger step by step, whoever dies in between."""

from collections.abc import Callable

import pytest

from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.editions import EditionStatus
from syndicate.errors import Throttled
from syndicate.services.call_off import CallOff
from syndicate.services.run_editions import RunEditions
from tests.services.breaking_off import KilledError, Watched, die
from tests.services.press import DAY, HOUR, MONDAY, Press

READERS = [f"r{number}@example.org" for number in range(4)]
CANCELLED, PENDING = DeliveryStatus.CANCELLED, DeliveryStatus.PENDING


@pytest.fixture
def planned(press: Press) -> Press:
    """Give an edition for four readers that is ready to go out."""
    press.newsletter()
    for email in READERS:
        press.reader(email)
    press.publish("Bridge")
    press.at(MONDAY)
    press.tick()
    return press


def one_by_one(press: Press, death: int = 0) -> RunEditions:
    """Cancel a mail a transaction, until before one that is told by its number."""
    watched = Watched(press.store, {death: die})
    calling = CallOff(transactions=watched, clock=press.clock, mails_at_once=1)
    return RunEditions(transactions=watched, clock=press.clock, call_off=calling)


def cancel(press: Press, meanwhile: Callable[[int, int], object]) -> None:
    """Cancel the edition, with something happening after each step."""
    one_by_one(press).cancel(press.edition().id, meanwhile)


def test_others_write_between_the_steps_and_how_far_it_is_is_told(planned: Press) -> None:
    told = []

    def meanwhile(done: int, total: int) -> None:
        planned.reader(f"new{done}@example.org")
        told.append((done, total))

    cancel(planned, meanwhile)
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert planned.editions.show(planned.edition().id).counts == {CANCELLED: 4}


def test_what_still_waits_does_not_go_once_it_is_cancelled(planned: Press) -> None:
    sent = []
    cancel(planned, lambda *_: sent.append(planned.send()))
    assert sum(sent) == 0
    assert planned.editions.show(planned.edition().id).counts == {CANCELLED: 4}


@pytest.mark.parametrize("done", range(5))
def test_the_next_tick_ends_what_somebody_who_died_left(planned: Press, done: int) -> None:
    edition = planned.edition().id
    with pytest.raises(KilledError):
        one_by_one(planned, death=done + 2).cancel(edition)
    assert planned.edition().status is EditionStatus.CANCELLED
    assert [d.status for d in planned.deliveries()] == [CANCELLED] * done + [PENDING] * (4 - done)
    for _ in range(2):
        planned.call_off()
        assert planned.editions.show(edition).counts == {CANCELLED: 4}
    planned.run(MONDAY + DAY)
    assert [planned.mailed(email) for email in READERS] == [[["new Bridge r1"]]] * 4


def test_who_dies_before_it_is_cancelled_has_cancelled_nothing(planned: Press) -> None:
    with pytest.raises(KilledError):
        one_by_one(planned, death=1).cancel(planned.edition().id)
    planned.call_off()
    assert planned.editions.show(planned.edition().id).counts == {PENDING: 4}


def test_what_somebody_who_died_left_waiting_for_its_destination_is_never_sent(
    planned: Press,
) -> None:
    for email in READERS[2:]:
        planned.post.mail.plan(email, Throttled("421 too much"))
    planned.send()
    edition = planned.edition().id
    assert planned.editions.show(edition).counts == {DeliveryStatus.SENT: 2, PENDING: 2}
    with pytest.raises(KilledError):
        one_by_one(planned, death=3).cancel(edition)
    assert planned.editions.show(edition).counts[PENDING] == 1
    planned.run(MONDAY + 12 * HOUR)
    assert planned.editions.show(edition).counts == {DeliveryStatus.SENT: 2, CANCELLED: 2}
    planned.publish("Tunnel")
    planned.run(MONDAY + DAY)
    assert [planned.mailed(email)[-1] for email in READERS] == [
        *[["new Tunnel r1"]] * 2,
        *[["new Bridge r1", "new Tunnel r1"]] * 2,
    ]


def test_mail_that_waits_for_its_destination_is_cancelled_too(planned: Press) -> None:
    with planned.store.write() as tx:
        tx.connection.exec_driver_sql(
            "UPDATE deliveries SET waits_for = 'example.org' WHERE id <= 2"
        )
    told: list[tuple[int, int]] = []
    cancel(planned, lambda *far: told.append(far))
    assert planned.editions.show(planned.edition().id).counts == {CANCELLED: 4}


def test_what_is_not_cancelled_is_left(planned: Press) -> None:
    planned.call_off()
    assert planned.editions.show(planned.edition().id).counts == {PENDING: 4}
    planned.editions.pause(planned.edition().id)
    planned.call_off.of(planned.edition().id)
    assert planned.editions.show(planned.edition().id).counts == {PENDING: 4}
