"""Which schedule does "weekdays 07:00" or a line of cron ask for?

Words: `daily 18:30`, `weekdays 07:00`, `mondays 07:00`, `weekly mon, thu 07:00 18:00`,
`monthly 1 07:00`, `monthly last 07:00`. Else the five fields of crontab(5), as cronsim
reads them: names, lists, ranges, steps, `1#3` (third Monday), `5L` (last Friday), `L`
(last day), `LW` (last workday). As in cron, a day of the month and a weekday that are
both given are alternatives, unless one of them begins with a star.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, time
from difflib import get_close_matches
from itertools import product

from cronsim import CronSim, CronSimError

from syndicate.domain.schedules import ALL_WEEKDAYS, LAST, Schedule
from syndicate.errors import AskedWrongly, Refused, Unreadable

_LONGEST = 200
_SHOWN = 40
_TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")
_FILLERS = frozenset({"at", "on", "every", "and", "the", "weekly"})
_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAYS = {
    "daily": ALL_WEEKDAYS,
    "day": ALL_WEEKDAYS,
    "weekday": frozenset({1, 2, 3, 4, 5}),
    "weekend": frozenset({6, 7}),
    **{name: frozenset({number}) for number, name in enumerate(_NAMES, 1)},
    **{name[:3]: frozenset({number}) for number, name in enumerate(_NAMES, 1)},
}
_MONTH_DAYS = {"last": LAST, **{str(day): day for day in range(1, 29)}}
_FIELDS = {
    "minute": "0-59",
    "hour": "0-23",
    "day-of-month": "1-31, L or LW",
    "month": "1-12 or JAN-DEC",
    "day-of-week": "0-7 or SUN-SAT, 1#3 for the third Monday, 5L for the last Friday",
}


def read_schedule(text: str) -> Schedule:
    """Read a schedule as people or crontabs write it.

    Raises Unreadable where it says nothing clear, Refused where it never occurs; either
    names the fault and shows a schedule that would do.
    """
    if len(text) > _LONGEST:
        raise _unreadable(text, f"it is longer than {_LONGEST} characters", "weekdays 07:00")
    words = text.lower().split()
    if not words:
        raise _unreadable(text, "it is empty", "weekdays 07:00")
    if ":" in text or words[0][0].isalpha():
        return _read_words(text)
    return _read_cron(text)


def _read_words(text: str) -> Schedule:
    """Read days and times of day written in words."""
    words = [word for word in re.split(r"[\s,]+", text.lower()) if word and word not in _FILLERS]
    times = _read_times(text, [word for word in words if ":" in word])
    days = [word for word in words if ":" not in word]
    if not days:
        raise _unreadable(text, "it names no day", f"daily {times[0]:%H:%M}")
    if days[0] == "monthly":
        return _read_monthly(text, days[1:], times)
    weekdays = frozenset().union(*(_read_days(text, word, times[0]) for word in days))
    return Schedule(times=times, weekdays=weekdays)


def _read_times(text: str, words: list[str]) -> tuple[time, ...]:
    """Read times of day such as 07:00; there must be one."""
    if not words:
        raise _unreadable(text, "it names no time of day", "weekdays 07:00")
    matches = [_TIME.fullmatch(word) for word in words]
    for word, match in zip(words, matches, strict=True):
        if match is None:
            raise _unreadable(
                text, f"{word!r} is no time between 00:00 and 23:59", "weekdays 07:00"
            )
    return _ascending((int(match[1]), int(match[2])) for match in matches if match)


def _read_days(text: str, word: str, at: time) -> frozenset[int]:
    """Read a word for one or several weekdays, in the singular or the plural."""
    days = _DAYS.get(word) or _DAYS.get(word.removesuffix("s"))
    if days is None:
        meant = get_close_matches(word, _DAYS, n=1) or ["weekdays"]
        raise _unreadable(text, f"{word!r} is no day", f"{meant[0]} {at:%H:%M}")
    return days


def _read_monthly(text: str, words: list[str], times: tuple[time, ...]) -> Schedule:
    """Read days that every month has: 1 to 28, or the last."""
    days = frozenset(_MONTH_DAYS.get(word.removeprefix("0"), 0) for word in words)
    if not days or 0 in days:
        fault = "after 'monthly' comes a day that every month has, 1 to 28, or 'last'"
        raise _unreadable(text, fault, f"monthly last {times[0]:%H:%M}")
    return Schedule(times=times, month_days=days)


def _read_cron(text: str) -> Schedule:
    """Read the five fields of a cron expression."""
    fields = text.split()
    if len(fields) != len(_FIELDS):
        fault = f"cron has five fields ({', '.join(_FIELDS)}), this has {len(fields)}"
        raise _unreadable(text, fault, "0 7 * * 1-5")
    try:
        return _from_cron(_parse(fields))
    except CronSimError as fault:
        raise _cron_fault(text, fields, str(fault)) from fault
    except Refused as fault:
        raise _never(text, fields) from fault


def _parse(fields: list[str]) -> CronSim:
    """Have cronsim read the fields; the date it counts from is of no interest."""
    return CronSim(" ".join(fields), datetime.fromtimestamp(0, UTC))


def _from_cron(cron: CronSim) -> Schedule:
    """Say in our words what cronsim has read."""
    plain = {day for day in cron.weekdays if isinstance(day, int)}
    nth = {day for day in cron.weekdays if isinstance(day, tuple)}
    return Schedule(
        times=_ascending(product(cron.hours, cron.minutes)),
        months=frozenset(cron.months),
        month_days=frozenset(
            LAST if day == CronSim.LAST else day for day in cron.days if day != CronSim.LAST_WEEKDAY
        ),
        last_workday=CronSim.LAST_WEEKDAY in cron.days,
        weekdays=frozenset(_iso(day) for day in plain),
        nth_weekdays=frozenset((_iso(day), LAST if n == CronSim.LAST else n) for day, n in nth),
        either=not cron.day_and,
    )


def _iso(weekday: int) -> int:
    """Turn cron's weekday, where Sunday is 0 or 7, into the ISO number."""
    return weekday or 7


def _ascending(times: Iterable[tuple[int, int]]) -> tuple[time, ...]:
    """Put hours and minutes in order, each once."""
    return tuple(sorted({time(hour, minute) for hour, minute in times}))


def _cron_fault(text: str, fields: list[str], fault: str) -> AskedWrongly:
    """Say which field is at fault; cronsim blames the day for a month that is too short."""
    name = fault.removeprefix("Bad ")
    if name == "day-of-month" and _would_do_in_some_month(fields):
        return _never(text, fields)
    field = fields[list(_FIELDS).index(name)]
    return _unreadable(text, f"{field!r} is no {name} ({_FIELDS[name]})", "0 7 * * 1-5")


def _would_do_in_some_month(fields: list[str]) -> bool:
    """Tell whether nothing but the month is in the way."""
    try:
        _parse([*fields[:3], "*", fields[4]])
    except CronSimError:
        return False
    return True


def _never(text: str, fields: list[str]) -> Refused:
    """Say that no date fits; the last day of a month always does."""
    minute, hour, _, month, weekday = fields
    return Refused(
        f"the schedule {text!r} never occurs: no month it names has such a day; "
        f"for the last day write '{minute} {hour} L {month} {weekday}'"
    )


def _unreadable(text: str, fault: str, example: str) -> Unreadable:
    """Say what is wrong with a schedule and show one that would do."""
    shown = text if len(text) <= _LONGEST else text[:_SHOWN] + "…"
    return Unreadable(
        f"the schedule {shown!r} cannot be read: {fault}; write for example {example!r}"
    )
