"""Which newsletters can there be, and when are they due?"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from syndicate.clock import FixedClock
from syndicate.domain.editions import Newsletter
from syndicate.errors import AskedWrongly, Conflict, NotFound, SettingsFault
from syndicate.importers.schedules import read_schedule
from syndicate.services.newsletters import ManageNewsletters
from syndicate.store.unit_of_work import Store

NOW = datetime(2026, 3, 27, 9, tzinfo=UTC)
MORNING = Newsletter(
    name="morning",
    title="The Morning",
    schedule="weekdays 07:00",
    timezone="Europe/Berlin",
    reader_time=True,
    sections=("World", " Sport ", ""),
    sender="The Morning <morning@example.org>",
    created=datetime(2000, 1, 1, tzinfo=UTC),
)


def check_template(name: str) -> None:
    """Know one template."""
    if name != "default":
        raise SettingsFault(f"no template {name!r}")


@pytest.fixture
def newsletters(store: Store) -> ManageNewsletters:
    """Keep newsletters in an empty store, on a Friday before clocks change in Berlin."""
    return ManageNewsletters(
        transactions=store,
        clock=FixedClock(NOW),
        read_schedule=read_schedule,
        check_template=check_template,
    )


def test_a_newsletter_is_kept_as_given_from_now_on(newsletters: ManageNewsletters) -> None:
    added = newsletters.add(MORNING)
    assert added == replace(MORNING, id=added.id, sections=("World", "Sport"), created=NOW)
    assert newsletters.show("morning").newsletter == added


def test_it_is_shown_with_its_next_three_occurrences(newsletters: ManageNewsletters) -> None:
    newsletters.add(MORNING)
    coming = newsletters.show("morning").coming
    assert [c.period_key for c in coming] == [
        "2026-03-30T07:00",
        "2026-03-31T07:00",
        "2026-04-01T07:00",
    ]
    assert [c.instant.hour for c in coming] == [5, 5, 5]


def test_all_are_listed_by_name(newsletters: ManageNewsletters) -> None:
    for name in ("weekly", "evening", "morning"):
        newsletters.add(replace(MORNING, name=name))
    listed = newsletters.list()
    assert [shown.newsletter.name for shown in listed] == ["evening", "morning", "weekly"]
    assert all(len(shown.coming) == 3 for shown in listed)


def test_a_paused_one_has_nothing_coming_until_resumed(newsletters: ManageNewsletters) -> None:
    newsletters.add(MORNING)
    newsletters.pause("morning")
    assert newsletters.show("morning").newsletter.paused
    assert newsletters.show("morning").coming == ()
    newsletters.resume("morning")
    assert len(newsletters.show("morning").coming) == 3


def test_a_removed_one_is_gone_and_its_name_stays_taken(newsletters: ManageNewsletters) -> None:
    newsletters.add(MORNING)
    newsletters.remove("morning")
    assert newsletters.list() == []
    with pytest.raises(NotFound):
        newsletters.show("morning")
    with pytest.raises(Conflict, match="until it was removed; choose another name"):
        newsletters.add(MORNING)


def test_a_name_is_given_once(newsletters: ManageNewsletters) -> None:
    newsletters.add(MORNING)
    with pytest.raises(Conflict, match="choose another name"):
        newsletters.add(replace(MORNING, title="Another"))
    assert newsletters.show("morning").newsletter.title == "The Morning"


def test_what_is_not_there_cannot_be_steered(newsletters: ManageNewsletters) -> None:
    for steer in (newsletters.pause, newsletters.resume, newsletters.remove):
        with pytest.raises(NotFound, match="no newsletter is named 'mourning'"):
            steer("mourning")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (replace(MORNING, schedule="sometimes"), "the schedule 'sometimes' cannot be read"),
        (replace(MORNING, timezone="Europe/Berlim"), "is no time zone; write it as in Europe/B"),
        (replace(MORNING, template="mine"), "no template 'mine'"),
        (replace(MORNING, title=" "), "needs a title"),
        (replace(MORNING, title="The\nMorning"), "must not hold a line break"),
        (replace(MORNING, sender="The Morning"), "is no mail address"),
        (replace(MORNING, late_limit=timedelta()), "a late limit must be longer"),
        (replace(MORNING, name="The Morning!"), "as in 'the-morning'"),
        (replace(MORNING, name="a--b"), "as in 'a-b'"),
        (replace(MORNING, name=""), "as in 'morning'"),
        (replace(MORNING, name="x" * 61), "at most 60"),
        (replace(MORNING, name="../x"), "as in 'x'"),
    ],
)
def test_what_will_not_do_is_told_and_not_kept(
    newsletters: ManageNewsletters, wrong: Newsletter, said: str
) -> None:
    with pytest.raises(AskedWrongly, match=said):
        newsletters.add(wrong)
    assert newsletters.list() == []
