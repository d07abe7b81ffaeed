"""What waits of a cancelled edition leaves the ledger step by step, whoever dies in between."""

from collections.abc import Callable

import pytest

from syndicate.domain.deliveries import DeliveryStatus
from syndicate.services.call_off import CallOff
from syndicate.services.run_editions import RunEditions
from tests.services.press import DAY, MONDAY, Press

READERS = [f"r{number}@example.org" for number in range(4)]
CANCELLED, PENDING = DeliveryStatus.CANCELLED, DeliveryStatus.PENDING


class KilledError(Exception):
    """The process dies."""


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


def one_by_one(press: Press) -> RunEditions:
    """Cancel a mail a transaction."""
    calling = CallOff(transactions=press.store, clock=press.clock, mails_at_once=1)
    return RunEditions(transactions=press.store, clock=press.clock, call_off=calling)


def die(*_: object) -> None:
    """Die after a step."""
    raise KilledError


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


def test_the_next_tick_ends_what_somebody_who_died_left(planned: Press) -> None:
    with pytest.raises(KilledError):
        cancel(planned, die)
    edition = planned.edition().id
    assert planned.editions.show(edition).counts == {CANCELLED: 1, PENDING: 3}
    for _ in range(2):
        planned.call_off()
        assert planned.editions.show(edition).counts == {CANCELLED: 4}
    planned.run(MONDAY + DAY)
    assert [planned.mailed(email) for email in READERS] == [[["new Bridge r1"]]] * 4


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
