"""Editions exist once per period, go out in time or are missed, and rest with their newsletter."""

from datetime import timedelta

import pytest

from syndicate.domain.editions import EditionStatus
from tests.services.press import DAY, HOUR, MONDAY, Press


@pytest.fixture
def morning(press: Press) -> Press:
    """Give a press with a newsletter and a reader."""
    press.newsletter()
    press.reader("ada@example.org")
    return press


def test_nothing_is_opened_before_its_time(morning: Press) -> None:
    morning.run(MONDAY - timedelta(seconds=1))
    assert morning.statuses() == {}


def test_an_edition_is_opened_at_its_time_and_once_however_often_it_is_looked(
    morning: Press,
) -> None:
    morning.publish("Bridge")
    for minutes in range(3):
        morning.run(MONDAY + timedelta(minutes=minutes))
    assert morning.statuses() == {"2026-03-02T07:00": EditionStatus.SENT}
    assert morning.mailed("ada@example.org") == [["new Bridge r1"]]


def test_what_was_due_before_the_newsletter_was_made_is_not_sent(press: Press) -> None:
    press.at(MONDAY + HOUR)
    press.newsletter()
    press.reader("ada@example.org")
    press.publish("Bridge")
    press.run(MONDAY + 2 * HOUR)
    assert press.statuses() == {}


def test_an_edition_slept_through_still_goes_out_within_the_late_limit(morning: Press) -> None:
    morning.publish("Bridge")
    morning.run(MONDAY + 6 * HOUR)
    assert morning.mailed("ada@example.org") == [["new Bridge r1"]]


def test_an_edition_past_its_late_limit_is_missed_and_its_items_are_new_in_the_next(
    morning: Press,
) -> None:
    morning.publish("Bridge")
    morning.run(MONDAY + 6 * HOUR + timedelta(seconds=1))
    assert morning.statuses() == {"2026-03-02T07:00": EditionStatus.MISSED}
    assert morning.mailed("ada@example.org") == []
    morning.run(MONDAY + DAY)
    assert morning.mailed("ada@example.org") == [["new Bridge r1"]]


def test_a_long_sleep_is_told_as_missed_editions_and_one_mail(morning: Press) -> None:
    morning.publish("Bridge")
    morning.run(MONDAY + 3 * DAY + HOUR)
    assert list(morning.statuses().values()) == [
        EditionStatus.SENT,
        EditionStatus.MISSED,
        EditionStatus.MISSED,
        EditionStatus.MISSED,
    ]
    assert morning.mailed("ada@example.org") == [["new Bridge r1"]]


def test_several_editions_slept_through_within_the_limit_tell_nothing_twice(press: Press) -> None:
    press.newsletter(schedule="0 * * * *")
    press.reader("ada@example.org")
    press.publish("Bridge")
    press.run(MONDAY + timedelta(minutes=1))
    assert press.mailed("ada@example.org") == [["new Bridge r1"]]


def test_an_empty_edition_is_recorded_and_not_sent(morning: Press) -> None:
    morning.run(MONDAY)
    assert morning.statuses() == {"2026-03-02T07:00": EditionStatus.EMPTY}
    assert morning.post.mail.sent == []


def test_an_empty_edition_is_sent_where_the_newsletter_says_so(press: Press) -> None:
    press.newsletter(send_empty=True)
    press.reader("ada@example.org")
    press.run(MONDAY)
    assert press.statuses() == {"2026-03-02T07:00": EditionStatus.SENT}
    assert press.mailed("ada@example.org") == [[]]


def test_a_paused_newsletter_opens_nothing(morning: Press) -> None:
    morning.newsletters.pause("morning")
    morning.publish("Bridge")
    morning.run(MONDAY)
    assert morning.statuses() == {}


def test_what_came_due_in_a_pause_is_not_sent_after_it(morning: Press) -> None:
    morning.publish("Bridge")
    morning.newsletters.pause("morning")
    morning.at(MONDAY + HOUR)
    morning.newsletters.resume("morning")
    morning.run(MONDAY + 2 * HOUR)
    assert morning.statuses() == {}
    morning.run(MONDAY + DAY)
    assert morning.mailed("ada@example.org") == [["new Bridge r1"]]


def test_resuming_what_is_not_paused_skips_nothing(morning: Press) -> None:
    morning.publish("Bridge")
    morning.at(MONDAY + HOUR)
    morning.newsletters.resume("morning")
    morning.run(MONDAY + HOUR)
    assert morning.mailed("ada@example.org") == [["new Bridge r1"]]


def test_a_removed_newsletter_opens_nothing(morning: Press) -> None:
    morning.newsletters.remove("morning")
    morning.run(MONDAY)
    assert morning.statuses() == {}
