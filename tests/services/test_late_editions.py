"""What could not go out within the late limit never does; its items are new in the next edition."""

import pytest

from syndicate.domain.changes import DEFAULT_POLICY
from syndicate.domain.deliveries import DeliveryStatus, released
from syndicate.domain.editions import EditionStatus
from syndicate.errors import Temporary
from syndicate.importers.schedules import read_schedule
from syndicate.services.open_editions import OpenEditions
from syndicate.services.plan_editions import PlanEditions
from tests.services.breaking_off import KilledError, Watched, die
from tests.services.press import DAY, HOUR, MONDAY, SECOND, Press

ADA, BOB = "ada@example.org", "bob@example.org"
LIMIT = 6 * HOUR


@pytest.fixture
def planned(press: Press) -> Press:
    """Give an edition for two readers that is ready to go out."""
    press.newsletter()
    press.reader(ADA)
    press.reader(BOB)
    press.publish("Bridge")
    press.at(MONDAY)
    press.tick()
    return press


def mailed_to_ada_alone(press: Press) -> None:
    """Send to one reader; the other one's server is out of order."""
    press.post.mail.plan(BOB, Temporary("451 come back later"))
    press.send()
    assert press.standing() == {ADA: DeliveryStatus.SENT, BOB: DeliveryStatus.PENDING}


def test_what_could_not_be_sent_in_time_is_missed_and_new_in_the_next(planned: Press) -> None:
    planned.run(MONDAY + LIMIT + SECOND)
    assert planned.edition().status is EditionStatus.MISSED
    assert set(planned.standing().values()) == {DeliveryStatus.CANCELLED}
    planned.run(MONDAY + DAY)
    assert planned.mailed(ADA) == planned.mailed(BOB) == [["new Bridge r1"]]


def test_what_is_sent_at_the_limit_is_in_time(planned: Press) -> None:
    planned.run(MONDAY + LIMIT)
    assert planned.mailed(ADA) == [["new Bridge r1"]]
    (report,) = planned.editions.list()
    assert (report.edition.status, report.in_part) == (EditionStatus.SENT, False)


def test_what_was_paused_until_it_was_too_late_is_missed_and_blocks_nothing(
    planned: Press,
) -> None:
    planned.editions.pause(planned.edition().id)
    planned.publish("Tunnel")
    planned.run(MONDAY + DAY)
    assert planned.edition().status is EditionStatus.MISSED
    assert planned.mailed(ADA) == [["new Bridge r1", "new Tunnel r1"]]


def test_what_was_paused_before_it_was_planned_is_missed_too(press: Press) -> None:
    press.newsletter()
    press.reader(ADA)
    press.publish("Bridge")
    press.at(MONDAY)
    OpenEditions(transactions=press.store, read_schedule=read_schedule)(MONDAY)
    press.editions.pause(press.edition().id)
    press.run(MONDAY + LIMIT)
    assert press.edition().status is EditionStatus.PAUSED
    press.run(MONDAY + LIMIT + SECOND)
    assert press.edition().status is EditionStatus.MISSED


def test_who_was_not_mailed_in_time_finds_the_items_in_the_next_and_nobody_gets_them_twice(
    planned: Press,
) -> None:
    mailed_to_ada_alone(planned)
    planned.run(MONDAY + LIMIT + SECOND)
    assert planned.edition().status is EditionStatus.SENT
    assert planned.deliveries()[-1].reply.startswith("too late")
    (report,) = planned.editions.list()
    assert report.in_part
    planned.publish("Tunnel")
    planned.run(MONDAY + DAY)
    assert planned.mailed(ADA) == [["new Bridge r1"], ["new Tunnel r1"]]
    assert planned.mailed(BOB) == [["new Bridge r1", "new Tunnel r1"]]


def test_what_a_worker_holds_at_the_limit_is_left_to_it_and_cancelled_once_it_lets_go(
    planned: Press,
) -> None:
    with planned.store.write() as tx:
        batch = tx.batches.open("w", MONDAY)
        held = tx.deliveries.claim(batch, 1, MONDAY)
    planned.at(MONDAY + LIMIT + SECOND)
    planned.tick()
    assert planned.standing() == {ADA: DeliveryStatus.CLAIMED, BOB: DeliveryStatus.CANCELLED}
    with planned.store.write() as tx:
        tx.deliveries.settle(batch, {claim.id: released("kept") for claim in held}, MONDAY)
    planned.tick()
    assert planned.standing()[ADA] is DeliveryStatus.CANCELLED
    assert planned.edition().status is EditionStatus.MISSED


@pytest.mark.parametrize("rest", [EditionStatus.PAUSED, EditionStatus.HELD])
def test_what_is_missed_only_after_the_next_edition_was_planned_is_told_in_the_one_after(
    press: Press, rest: EditionStatus
) -> None:
    press.newsletter(schedule="0 */4 * * *", timezone="UTC")
    press.reader(ADA)
    press.publish("Bridge")
    first = press.clock.now().replace(hour=16)
    press.at(first)
    press.tick()
    with press.store.write() as tx:
        (edition,) = tx.editions.in_status(EditionStatus.SENDING)
        tx.editions.set_status(edition.id, rest)
    press.publish("Tunnel")
    press.run(first + 4 * HOUR)
    press.run(first + LIMIT + SECOND)
    assert press.mailed(ADA) == [["new Tunnel r1"]]
    press.run(first + 8 * HOUR)
    press.run(first + 12 * HOUR)
    assert press.mailed(ADA)[1:] == [["new Bridge r1"]]


def test_one_reader_whose_server_puts_mail_off_makes_no_edition_one_in_part(press: Press) -> None:
    press.newsletter()
    for number in range(10):
        press.reader(f"reader{number}@example.org")
    press.reader(BOB)
    press.publish("Bridge")
    press.at(MONDAY)
    press.tick()
    press.post.mail.plan(BOB, Temporary("451 come back later"))
    press.send()
    press.run(MONDAY + LIMIT + SECOND)
    (report,) = press.editions.list()
    assert report.counts == {DeliveryStatus.SENT: 10, DeliveryStatus.CANCELLED: 1}
    assert (report.edition.status, report.in_part) == (EditionStatus.SENT, False)


@pytest.mark.parametrize("sent", [0, 1])
@pytest.mark.parametrize("done", range(3))
def test_the_next_tick_goes_on_where_somebody_died_who_gave_an_edition_up(
    press: Press, sent: int, done: int
) -> None:
    readers = [f"r{number}@example.org" for number in range(3 + sent)]
    late = readers[sent:]
    press.newsletter()
    for email in readers:
        press.reader(email)
    press.publish("Bridge")
    press.at(MONDAY)
    press.tick()
    for email in late:
        press.post.mail.plan(email, Temporary("451 come back later"))
    press.send()
    press.at(MONDAY + LIMIT + SECOND)
    with pytest.raises(KilledError):
        give_up_one_by_one(press, death=done + 1)
    standing = [press.standing()[email] for email in late]
    assert standing.count(DeliveryStatus.CANCELLED) == done
    assert standing.count(DeliveryStatus.PENDING) == 3 - done
    for _ in range(2):
        press.tick()
        assert {press.standing()[email] for email in late} == {DeliveryStatus.CANCELLED}
    assert press.edition().status is (EditionStatus.SENT if sent else EditionStatus.MISSED)
    press.run(MONDAY + DAY)
    assert [press.mailed(email) for email in readers] == [[["new Bridge r1"]]] * len(readers)


def give_up_one_by_one(press: Press, death: int) -> None:
    """Give up what is too late, a mail a transaction, until before one told by its number."""
    planning = PlanEditions(
        transactions=Watched(press.store, {death: die}),
        policy=DEFAULT_POLICY,
        clock=press.clock,
        see_through=press.post.overtake.of_notices,
        call_off=press.call_off,
        readers_at_once=1,
    )
    planning(press.clock.now())
