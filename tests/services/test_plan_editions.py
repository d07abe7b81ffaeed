"""Each reader is told what is news to that reader, and readers told the same share a cohort."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from syndicate.domain.articles import Kind
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.editions import EditionStatus
from tests.contracts.ledger import fill
from tests.services.press import DAY, HOUR, MONDAY, Press

ADA, BOB = "ada@example.org", "bob@example.org"


@pytest.fixture
def morning(press: Press) -> Press:
    """Give a press with a newsletter and a reader."""
    press.newsletter()
    press.reader(ADA)
    return press


@pytest.fixture
def bridge(morning: Press) -> str:
    """Mail an article on Monday; return its slug."""
    slug = morning.publish("Bridge")
    morning.run(MONDAY)
    assert morning.mailed(ADA) == [["new Bridge r1"]]
    return slug


def tuesday(press: Press) -> list[list[str]]:
    """Send Tuesday's edition; return what Ada was mailed since Monday's."""
    press.run(MONDAY + DAY)
    return press.mailed(ADA)[1:]


KINDS = {
    Kind.UPDATE: "updated",
    Kind.CORRECTION: "corrected",
    Kind.CLARIFICATION: "clarified",
    Kind.EDITORS_NOTE: "updated",
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_change_is_told_as_what_it_is_with_its_note(
    morning: Press, bridge: str, kind: Kind
) -> None:
    morning.change(bridge, kind, "It spans.")
    assert tuesday(morning) == [[f"{KINDS[kind]} Bridge r2 [It spans.]"]]


def test_a_minor_change_is_not_told(morning: Press, bridge: str) -> None:
    morning.change(bridge, Kind.MINOR)
    assert tuesday(morning) == []


def test_an_article_that_did_not_change_is_not_told_again(morning: Press, bridge: str) -> None:
    del bridge
    morning.publish("Tunnel")
    assert tuesday(morning) == [["new Tunnel r1"]]


def test_several_changes_are_told_as_one_item_by_the_weightiest_with_all_notes(
    morning: Press, bridge: str
) -> None:
    morning.change(bridge, Kind.CORRECTION, "It spans.")
    morning.change(bridge, Kind.MINOR)
    morning.change(bridge, Kind.UPDATE, "It opened.")
    assert tuesday(morning) == [["corrected Bridge r4 [It opened.] [It spans.]"]]


def test_a_retraction_is_told_to_those_who_have_the_article_alone(
    morning: Press, bridge: str
) -> None:
    morning.reader(BOB)
    morning.revise.withdraw(bridge, Kind.RETRACTION, "All false.")
    assert tuesday(morning) == [["notice: retracted Bridge r2 [All false.]"]]
    assert morning.mailed(BOB) == []


def test_a_retraction_whose_notice_was_withdrawn_is_told_in_the_digest(
    morning: Press, bridge: str
) -> None:
    morning.revise.withdraw(bridge, Kind.RETRACTION, "All false.")
    morning.notices.withdraw(morning.notices.list()[0].notice.id)
    assert tuesday(morning) == [["retracted Bridge r2 [All false.]"]]


def test_what_was_retracted_before_it_was_mailed_is_never_told_as_new(morning: Press) -> None:
    slug = morning.publish("Bridge")
    morning.revise.withdraw(slug, Kind.RETRACTION, "All false.")
    morning.run(MONDAY)
    assert morning.mailed(ADA) == []


def test_what_was_reinstated_is_told_as_an_update_to_those_who_had_it(
    morning: Press, bridge: str
) -> None:
    morning.reader(BOB)
    morning.revise.withdraw(bridge, Kind.RETRACTION, "All false.")
    morning.send()
    morning.revise.reinstate(bridge, "It was true.")
    retracted, updated = tuesday(morning)
    assert retracted == ["notice: retracted Bridge r2 [All false.]"]
    assert updated == ["updated Bridge r3 [It was true.]"]
    assert morning.mailed(BOB) == []


@pytest.mark.parametrize(
    "withdraw",
    [
        lambda press, slug: press.revise.withdraw(slug, Kind.RETRACTION, "All false."),
        lambda press, slug: press.revise.withdraw(slug, Kind.TAKEDOWN, "Legal."),
        lambda press, slug: press.revise.unpublish(slug),
    ],
)
def test_what_was_withdrawn_and_reinstated_is_never_told_as_new(
    morning: Press, withdraw: Callable[[Press, str], object]
) -> None:
    slug = morning.publish("Bridge")
    withdraw(morning, slug)
    morning.revise.reinstate(slug, "It is back.")
    morning.publish("Tunnel")
    morning.run(MONDAY)
    assert morning.mailed(ADA) == [["new Tunnel r1"]]


def test_what_was_unpublished_and_reinstated_is_told_to_those_who_had_it(
    morning: Press, bridge: str
) -> None:
    morning.reader(BOB)
    morning.revise.unpublish(bridge)
    morning.later(HOUR)
    morning.revise.reinstate(bridge, "It is back.")
    assert tuesday(morning) == [["updated Bridge r2 [It is back.]"]]
    assert morning.mailed(BOB) == []


@pytest.mark.parametrize(
    "gone",
    [
        lambda press, slug: press.revise.withdraw(slug, Kind.TAKEDOWN, "Legal."),
        lambda press, slug: press.revise.unpublish(slug),
    ],
)
def test_what_was_taken_down_or_unpublished_is_dropped(
    morning: Press, bridge: str, gone: Callable[[Press, str], object]
) -> None:
    morning.change(bridge, Kind.UPDATE, "It opened.")
    gone(morning, bridge)
    assert tuesday(morning) == []


def test_quiet_imports_are_never_told(morning: Press) -> None:
    morning.publish("Archive", announce=False)
    morning.run(MONDAY)
    assert morning.statuses() == {"2026-03-02T07:00": EditionStatus.EMPTY}


def test_a_loud_change_of_a_quiet_import_is_told_as_new(morning: Press) -> None:
    slug = morning.publish("Archive", announce=False)
    morning.change(slug, Kind.UPDATE, "It opened.")
    morning.run(MONDAY)
    assert morning.mailed(ADA) == [["new Archive r2 [It opened.]"]]


def test_sections_choose_what_a_newsletter_tells(press: Press) -> None:
    press.newsletter(sections=("World & Nation", "Sport"))
    press.reader(ADA)
    for headline, section in (("A", "World  & nation"), ("B", "Region"), ("C", "Sport"), ("D", "")):
        press.publish(headline, section)
    press.run(MONDAY)
    assert press.mailed(ADA) == [["new A r1", "new C r1"]]


def test_who_was_mailed_what_has_left_the_sections_is_told_its_changes_and_nobody_else(
    press: Press,
) -> None:
    press.newsletter(sections=("Harbour",))
    press.reader(ADA)
    slug = press.publish("Ferry", "Harbour")
    press.run(MONDAY)
    press.reader(BOB)
    press.change(slug, Kind.CORRECTION, "It was 4.", "Town")
    assert tuesday(press) == [["corrected Ferry r2 [It was 4.]"]]
    press.change(slug, Kind.UPDATE, "It sails.")
    press.run(MONDAY + 2 * DAY)
    assert press.mailed(ADA)[2:] == [["updated Ferry r3 [It sails.]"]]
    assert press.mailed(BOB) == []


def test_what_comes_back_into_the_sections_is_new_to_who_does_not_have_it(press: Press) -> None:
    press.newsletter(sections=("Harbour",))
    press.reader(ADA)
    slug = press.publish("Ferry", "Town")
    press.run(MONDAY)
    press.change(slug, Kind.UPDATE, "It sails.", "Harbour")
    press.run(MONDAY + DAY)
    assert press.mailed(ADA) == [["new Ferry r2 [It sails.]"]]


def test_a_new_reader_gets_nothing_older_than_the_edition_before(
    morning: Press, bridge: str
) -> None:
    del bridge
    morning.reader(BOB)
    morning.publish("Tunnel")
    tuesday(morning)
    assert morning.mailed(BOB) == [["new Tunnel r1"]]


def test_an_article_changed_since_is_new_to_a_new_reader(morning: Press, bridge: str) -> None:
    morning.reader(BOB)
    morning.change(bridge, Kind.UPDATE, "It opened.")
    tuesday(morning)
    assert morning.mailed(BOB) == [["new Bridge r2 [It opened.]"]]


def test_two_newsletters_have_receipts_of_their_own(morning: Press, bridge: str) -> None:
    del bridge
    morning.newsletter("evening", schedule="daily 18:00")
    morning.reader(ADA, newsletter="evening")
    morning.publish("Tunnel")
    morning.run(MONDAY + 11 * HOUR)
    assert tuesday(morning) == [["new Tunnel r1"], ["new Tunnel r1"]]


def test_readers_with_the_same_past_share_a_cohort_that_is_rendered_once(
    morning: Press, bridge: str
) -> None:
    morning.change(bridge, Kind.UPDATE, "It opened.")
    for number in range(5):
        morning.reader(f"old{number}@example.org")
        morning.reader(f"new{number}@example.org")
    with morning.store.write() as tx:  # as if Monday's edition had reached half of them
        (cohort,) = {d.cohort_id for d in morning.deliveries()}
        edition = morning.edition()
        ids = [tx.subscribers.by_email(f"old{n}@example.org").id for n in range(5)]
        fill(tx, edition.id, cohort, ids)
    morning.send()
    morning.post.renderer.rendered.clear()
    morning.post.connections = 4
    tuesday(morning)
    assert len(morning.post.renderer.rendered) == 2
    assert morning.mailed("old3@example.org")[-1] == ["updated Bridge r2 [It opened.]"]
    assert morning.mailed("new3@example.org") == [["new Bridge r2 [It opened.]"]]


def test_no_cohort_is_rendered_before_it_is_sent(morning: Press) -> None:
    morning.publish("Bridge")
    morning.at(MONDAY)
    morning.tick()
    assert morning.post.renderer.rendered == []


@pytest.mark.parametrize("leave", [Press.unsubscribe, Press.suppress])
def test_who_has_left_is_not_planned_for(
    morning: Press, leave: Callable[[Press, str], None]
) -> None:
    morning.reader(BOB)
    leave(morning, BOB)
    morning.publish("Bridge")
    morning.run(MONDAY)
    assert [d.email for d in morning.deliveries()] == [ADA]


@pytest.mark.parametrize("leave", [Press.unsubscribe, Press.suppress])
def test_who_leaves_between_planning_and_sending_gets_nothing(
    morning: Press, leave: Callable[[Press, str], None]
) -> None:
    morning.reader(BOB)
    morning.publish("Bridge")
    morning.at(MONDAY)
    morning.tick()
    leave(morning, BOB)
    morning.send()
    assert morning.mailed(BOB) == []
    assert morning.standing() == {ADA: DeliveryStatus.SENT, BOB: DeliveryStatus.CANCELLED}


def test_a_reader_whose_mail_is_still_to_come_is_not_told_the_same_again(press: Press) -> None:
    press.newsletter(schedule="0 * * * *", late_limit=DAY)
    press.reader(ADA)
    slug = press.publish("Bridge")
    press.at(MONDAY)
    press.tick()
    press.change(slug, Kind.UPDATE, "It opened.")
    press.publish("Tunnel")
    press.run(MONDAY + HOUR)
    assert press.mailed(ADA) == [
        ["new Bridge r1"],
        ["updated Bridge r2 [It opened.]", "new Tunnel r1"],
    ]


def test_news_whose_transaction_ended_only_after_an_edition_had_looked_is_in_the_next(
    morning: Press,
) -> None:
    morning.at(MONDAY - timedelta(seconds=2))
    looked = MONDAY + timedelta(seconds=10)
    morning.run(looked)
    morning.at(MONDAY)
    morning.publish("Bridge")  # recorded at 07:00:01, seen first after 07:00:10
    assert tuesday(morning) == []
    assert morning.mailed(ADA) == [["new Bridge r1"]]


def test_what_was_recorded_just_before_an_edition_and_told_is_not_told_to_new_readers(
    morning: Press,
) -> None:
    morning.at(MONDAY - timedelta(seconds=2))
    morning.publish("Bridge")
    morning.run(MONDAY)
    morning.reader(BOB)
    tuesday(morning)
    assert morning.mailed(BOB) == []


def test_what_could_not_be_mailed_to_some_is_told_with_the_next_news(
    morning: Press, bridge: str
) -> None:
    del bridge
    morning.reader(BOB)
    slug = morning.publish("Tunnel")
    morning.at(MONDAY + DAY)
    morning.tick()
    morning.unsubscribe(BOB)
    morning.send()
    morning.reader(BOB)
    morning.change(slug, Kind.UPDATE, "It opened.")
    morning.run(MONDAY + 2 * DAY)
    assert morning.mailed(BOB) == [["new Tunnel r2 [It opened.]"]]
