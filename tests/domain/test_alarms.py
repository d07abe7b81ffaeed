"""What is wrong is told once, again each day that it goes on, and once more after it ended."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from syndicate.domain.alarms import Alarm, Disk, Limits, Missed, Seen, Steps, steps, wrong
from syndicate.domain.destinations import Destination

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WELL = Seen(
    sent=10_000,
    bounces=20,
    complaints=9,
    keys={},
    disks=[Disk(path="/srv", total=1000, free=500)],
    backed_up=NOW - DAY,
)
FULL = {"disk /srv": "The disk of /srv is filling: 9 % are free. Make room before it is full: "}


def names(seen: Seen, limits: Limits | None = None) -> list[str]:
    return list(wrong(seen, limits or Limits(), NOW))


def test_where_all_is_well_nothing_is_wrong() -> None:
    assert names(WELL) == []


@pytest.mark.parametrize(
    ("seen", "name", "said"),
    [
        (
            {"missed": [Missed(edition_id=7, newsletter="morning", period="2026-03-02T07:00")]},
            "missed 7",
            "The edition 2026-03-02T07:00 of morning was missed: none of it",
        ),
        (
            {"held_back": [Destination(name="gmail.com", trips=1, said="421 slow down")]},
            "held back gmail.com",
            "Mail to gmail.com is held back, since it said: 421 slow down",
        ),
        ({"bounces": 501}, "bounces", "501 mails came back in the last day, of 10000 sent"),
        ({"complaints": 31}, "complaints", "31 mails were complained about"),
        ({"keys": {"DKIM key s1.x": "gone"}}, "key DKIM key s1.x", "DKIM key s1.x: gone."),
        ({"disks": [Disk(path="/srv", total=1000, free=99)]}, *next(iter(FULL.items()))),
        ({"backed_up": NOW - 7 * DAY}, "backup", "No backup was made for 7 days"),
    ],
)
def test_each_thing_has_a_name_and_a_sentence(seen: dict[str, Any], name: str, said: str) -> None:
    found = wrong(replace(WELL, **seen), Limits(), NOW)
    assert list(found) == [name]
    assert found[name].startswith(said)


@pytest.mark.parametrize(
    "seen",
    [
        {"bounces": 500},
        {"complaints": 30},
        {"bounces": 9, "complaints": 9, "sent": 0},
        {"disks": [Disk(path="/srv", total=1000, free=100)]},
        {"backed_up": NOW - 7 * DAY + HOUR},
        {"keys": None},
    ],
)
def test_what_is_within_its_limit_is_not_wrong(seen: dict[str, Any]) -> None:
    assert names(replace(WELL, **seen)) == []


@pytest.mark.parametrize(
    ("seen", "to_do"),
    [
        (
            {"held_back": [Destination(name="gmail.com", trips=1, said="421")]},
            "; syndicate status tells when.",
        ),
        ({"bounces": 501}, "(mail_came_back). syndicate pause stops all mail"),
        ({"complaints": 31}, " %. syndicate pause stops all mail while you look."),
        ({"disks": [Disk(path="/srv", total=1000, free=99)]}, "nothing is published or mailed"),
        ({"backed_up": NOW - 7 * DAY}, "syndicate backup FILE."),
    ],
)
def test_each_thing_says_what_to_do(seen: dict[str, Any], to_do: str) -> None:
    (said,) = wrong(replace(WELL, **seen), Limits(), NOW).values()
    assert to_do in said


def test_a_limit_of_zero_is_never_passed() -> None:
    off = Limits(bounce_percent=0, complaint_percent=0, free_percent=0, backup_days=0)
    worst = replace(
        WELL,
        bounces=10_000,
        complaints=10_000,
        disks=[Disk(path="/srv", total=1000, free=0)],
        backed_up=NOW - 999 * DAY,
    )
    assert names(worst, off) == []
    assert names(worst) == ["bounces", "complaints", "disk /srv", "backup"]


def known(name: str, ago: timedelta, told: timedelta | None = None) -> Alarm:
    return Alarm(name=name, since=NOW - ago, told=NOW - (told or ago), words="…")


def decided(alarms: list[Alarm], found: dict[str, str], seen: Seen = WELL) -> Steps:
    return steps(alarms, found, seen, NOW)


def test_what_is_new_begins_and_what_goes_on_is_not_told_again() -> None:
    assert decided([], FULL) == Steps(begin=["disk /srv"], again=[], end=[])
    assert decided([known("disk /srv", 23 * HOUR)], FULL) == Steps(begin=[], again=[], end=[])


def test_what_goes_on_is_told_again_after_a_day() -> None:
    assert decided([known("disk /srv", 24 * HOUR)], FULL).again == ["disk /srv"]
    assert decided([known("disk /srv", 40 * HOUR, 16 * HOUR)], FULL).again == []


def test_what_is_over_ends_so_that_it_can_begin_anew() -> None:
    assert decided([known("backup", 2 * HOUR)], {}).end == ["backup"]


def test_what_is_over_within_the_hour_may_come_back_unsaid() -> None:
    assert decided([known("backup", HOUR - timedelta(seconds=1))], {}).end == []


def test_what_dns_was_not_asked_about_stays_as_it_was() -> None:
    alarms = [known("key DKIM key s1.x", 5 * HOUR)]
    assert decided(alarms, {}, replace(WELL, keys=None)).end == []
    assert decided(alarms, {}).end == ["key DKIM key s1.x"]
