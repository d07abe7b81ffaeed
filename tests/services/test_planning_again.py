"""Planning may break off anywhere, or meet other hands, and comes to the same."""

from collections.abc import Callable, Mapping

import pytest

from syndicate.domain.articles import Kind
from syndicate.domain.changes import DEFAULT_POLICY
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.editions import EditionStatus
from syndicate.importers.schedules import read_schedule
from syndicate.services.open_editions import OpenEditions
from syndicate.services.plan_editions import PlanEditions
from tests.services.breaking_off import KilledError, Watched, die
from tests.services.press import DAY, HOUR, MONDAY, Press

READERS = [f"r{number}@example.org" for number in range(5)]
LAST = 6  # one to begin, three runs of two readers, one that finds nobody, one to finish


def plan(
    press: Press,
    before: Mapping[int, Callable[[], object]] | None = None,
    planners: int = 1,
) -> Watched:
    """Plan what is due, two readers at once."""
    watched = Watched(press.store, before or {})
    planning = PlanEditions(
        transactions=watched,
        policy=DEFAULT_POLICY,
        clock=press.clock,
        see_through=press.post.overtake.of_notices,
        call_off=press.call_off,
        readers_at_once=2,
        planners=planners,
    )
    planning(press.clock.now())
    return watched


@pytest.fixture
def due(press: Press) -> Press:
    """Give an edition that is due, with five readers."""
    press.newsletter()
    for email in READERS:
        press.reader(email)
    press.publish("Bridge")
    press.at(MONDAY)
    OpenEditions(transactions=press.store, read_schedule=read_schedule)(MONDAY)
    return press


def test_planning_takes_a_transaction_for_each_run_of_readers(due: Press) -> None:
    assert plan(due).writes == LAST
    assert [d.email for d in due.deliveries()] == READERS


@pytest.mark.parametrize("death", [1, 2, 4, LAST])
def test_planning_that_broke_off_goes_on_and_mails_everybody_once(due: Press, death: int) -> None:
    with pytest.raises(KilledError):
        plan(due, {death: die})
    assert due.send() == 0  # nothing goes out of what is half planned
    due.publish("Tunnel")
    due.at(MONDAY + HOUR)
    plan(due)
    due.send()
    assert {email: due.mailed(email) for email in READERS} == dict.fromkeys(
        READERS, [["new Bridge r1"]] if death > 1 else [["new Bridge r1", "new Tunnel r1"]]
    )
    assert len({d.cohort_id for d in due.deliveries()}) == 1
    assert due.statuses() == {"2026-03-02T07:00": EditionStatus.SENT}


@pytest.mark.parametrize("moment", [2, 4, LAST])
def test_an_edition_cancelled_while_it_is_planned_leaves_nothing_waiting(
    due: Press, moment: int
) -> None:
    plan(due, {moment: lambda: due.editions.cancel(due.edition().id)})
    due.send()
    due.tick()
    assert due.post.mail.sent == []
    assert {d.status for d in due.deliveries()} <= {DeliveryStatus.CANCELLED}
    assert due.edition().status is EditionStatus.CANCELLED
    assert [wave.status for wave in due.waves()] == [EditionStatus.CANCELLED]


@pytest.mark.parametrize("moment", [2, 4, LAST])
def test_an_edition_paused_while_it_is_planned_goes_on_when_resumed(
    due: Press, moment: int
) -> None:
    plan(due, {moment: lambda: due.editions.pause(due.edition().id)})
    assert due.send() == 0
    due.editions.resume(due.edition().id)
    due.run(MONDAY + HOUR)
    assert [due.mailed(email) for email in READERS] == [[["new Bridge r1"]]] * len(READERS)
    assert due.statuses() == {"2026-03-02T07:00": EditionStatus.SENT}


@pytest.mark.parametrize("moment", [2, 4, LAST])
def test_another_ticker_that_plans_meanwhile_changes_nothing(due: Press, moment: int) -> None:
    plan(due, {moment: lambda: plan(due)})
    due.send()
    assert [due.mailed(email) for email in READERS] == [[["new Bridge r1"]]] * len(READERS)
    assert len(due.post.renderer.rendered) == 1


@pytest.mark.parametrize("planners", [2, 3, 8])
def test_several_planners_give_each_reader_one_mail_of_one_cohort(
    due: Press, planners: int
) -> None:
    plan(due, planners=planners)
    due.send()
    assert [due.mailed(email) for email in READERS] == [[["new Bridge r1"]]] * len(READERS)
    assert len({d.cohort_id for d in due.deliveries()}) == 1
    assert due.statuses() == {"2026-03-02T07:00": EditionStatus.SENT}


@pytest.mark.parametrize("death", [2, 3, 4])
def test_nothing_goes_out_where_one_of_several_planners_broke_off(due: Press, death: int) -> None:
    with pytest.raises(KilledError):
        plan(due, {death: die}, planners=2)
    assert due.send() == 0
    plan(due, planners=2)
    due.send()
    assert [due.mailed(email) for email in READERS] == [[["new Bridge r1"]]] * len(READERS)


@pytest.mark.parametrize("moment", [2, 3, 4])
def test_what_is_cancelled_while_several_plan_leaves_nothing_waiting(
    due: Press, moment: int
) -> None:
    plan(due, {moment: lambda: due.editions.cancel(due.edition().id)}, planners=2)
    assert due.send() == 0
    due.tick()
    assert {d.status for d in due.deliveries()} <= {DeliveryStatus.CANCELLED}
    assert [wave.status for wave in due.waves()] == [EditionStatus.CANCELLED]


def test_what_was_half_planned_when_it_became_too_late_is_missed_whole(due: Press) -> None:
    with pytest.raises(KilledError):
        plan(due, {4: die})
    due.run(MONDAY + 7 * HOUR)
    assert due.statuses() == {"2026-03-02T07:00": EditionStatus.MISSED}
    assert {d.status for d in due.deliveries()} == {DeliveryStatus.CANCELLED}
    due.run(MONDAY + DAY)
    assert [due.mailed(email) for email in READERS] == [[["new Bridge r1"]]] * len(READERS)


def test_planning_again_decides_for_each_reader_as_it_did_at_first(due: Press) -> None:
    plan(due)
    due.send()
    slug = "bridge"
    due.change(slug, Kind.UPDATE, "It opened.")
    due.at(MONDAY + DAY)
    OpenEditions(transactions=due.store, read_schedule=read_schedule)(MONDAY + DAY)
    with pytest.raises(KilledError):
        plan(due, {4: die})
    plan(due)
    due.send()
    assert [due.mailed(email)[1:] for email in READERS] == [
        [["updated Bridge r2 [It opened.]"]]
    ] * len(READERS)


@pytest.mark.parametrize("planners", [1, 2])
@pytest.mark.parametrize("moment", [1, 2])
def test_what_is_cancelled_as_the_next_edition_is_planned_is_new_in_it(
    due: Press, moment: int, planners: int
) -> None:
    plan(due)
    first = due.edition().id
    due.at(MONDAY + DAY)
    due.open(MONDAY + DAY)
    plan(due, {moment: lambda: cancel_and_die(due, first)}, planners)
    due.send()
    assert [due.mailed(email) for email in READERS] == [[["new Bridge r1"]]] * len(READERS)
    assert due.editions.show(first).counts == {DeliveryStatus.CANCELLED: len(READERS)}


def test_planning_waits_for_no_mail_of_a_cancelled_edition_that_somebody_holds(
    due: Press,
) -> None:
    plan(due)
    first = due.edition().id
    cancel_and_die(due, first)
    due.at(MONDAY + DAY)
    due.open(MONDAY + DAY)
    called: list[int] = []
    planning = PlanEditions(
        transactions=due.store,
        policy=DEFAULT_POLICY,
        clock=due.clock,
        see_through=due.post.overtake.of_notices,
        call_off=lambda: called.append(first),  # nothing can be had of it
    )
    planning(due.clock.now())
    assert called == [first]
    assert [wave.status for wave in due.waves("2026-03-03T07:00")] == [EditionStatus.EMPTY]


def cancel_and_die(press: Press, edition: int) -> None:
    """Cancel an edition, and die before anything that waits of it is."""
    with press.store.write() as tx:
        tx.editions.set_status(edition, EditionStatus.CANCELLED)
