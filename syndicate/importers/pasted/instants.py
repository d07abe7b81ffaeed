"""Which date, time of day and zone do a line's words state?"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from functools import lru_cache

from syndicate.importers.language.words import Words, any_of
from syndicate.importers.pasted.zones import ZONE, zone_of

_DIGIT = re.compile(r"\d")
_CENTURY = 2000
_NOON = 12
_MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What a line says of an instant, as far as it says it; `words` are the source's own.

    `month_day` is a date without a year. `start` and `end` are where the words stand.
    """

    words: str
    day: date | None = None
    month_day: tuple[int, int] | None = None
    clock: time | None = None
    zone: tzinfo | None = None
    start: int = 0
    end: int = 0

    def at(self, day: date | None, zone: tzinfo | None) -> datetime | None:
        """Return the instant in UTC, taking from the arguments only what is not stated."""
        known_day = self.day or self._in_year_near(day)
        known_zone = self.zone or zone
        if known_day is None or known_zone is None or self.clock is None:
            return None
        return datetime.combine(known_day, self.clock, known_zone).astimezone(UTC)

    def _in_year_near(self, day: date | None) -> date | None:
        if day is None or self.month_day is None:
            return day
        years = (day.year - 1, day.year, day.year + 1)
        days = [found for year in years if (found := _date(year, *self.month_day))]
        return min(days, key=lambda found: abs(found - day), default=None)


@dataclass(frozen=True, slots=True)
class _Patterns:
    dates: tuple[re.Pattern[str], ...]
    clock: re.Pattern[str]


@lru_cache(maxsize=16)
def _patterns(words: Words) -> _Patterns:
    month = rf"(?P<name>{any_of(words.months)})\b\.?"
    weekday = rf"(?:\b(?:{any_of(words.weekdays)})\b\.?,?\s*(?:den\s|the\s)?)?"
    around = any_of(words.clock)
    dates = (
        r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?!\d)",
        (
            rf"{weekday}(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?[ -]*(?:de |of )?{month}"
            r"(?:,?[ -]*(?:de |del )?(?P<y>\d{4}))?(?!\d)"
        ),
        rf"{weekday}\b{month}\s*(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?!:\d)(?:,?\s*(?P<y>\d{{4}}))?",
        rf"{weekday}(?<!\d)(?P<a>\d{{1,2}})(?P<sep>[./-])(?P<b>\d{{1,2}})(?P=sep)(?P<y>\d{{4}}|\d\d)(?!\d)",
    )
    clock = (
        r"(?<![\d.,:$€£#])(?P<h>[01]?\d|2[0-4])"
        r"(?:(?P<sep>[:.h]|\s?h\s?)(?P<m>[0-5]\d)(?::[0-5]\d(?:\.\d+)?)?)?(?![\d%])"
        rf"\s?(?P<half>[ap]\.?\s?m\b\.?)?\s?(?P<word>(?:{around}|h)\b)?"
        rf"(?:,\s)?\s?\(?(?P<zone>(?(half)(?:{ZONE})|(?-i:{ZONE}))(?!\w))?\)?"
    )
    flags = re.IGNORECASE
    return _Patterns(tuple(re.compile(text, flags) for text in dates), re.compile(clock, flags))


def stated_in(text: str, words: Words) -> Stated | None:
    """Return the first date and time of day that the text states, or None."""
    if _DIGIT.search(text) is None:
        return None
    patterns = _patterns(words)
    day = _first_date(text, patterns.dates)
    rest = text if day is None else _blanked(text, day.span())
    clock = _first_clock(rest, patterns.clock)
    if day is None and clock is None:
        return None
    return _stated(text, day, clock, words)


def _stated(
    text: str, day: re.Match[str] | None, clock: re.Match[str] | None, words: Words
) -> Stated:
    spans = [match.span() for match in (day, clock) if match]
    start, end = min(low for low, _ in spans), max(high for _, high in spans)
    known, month_day = _date_of(day, words) if day else (None, None)
    return Stated(
        words=text[start:end].strip(" ,;|•-–—()\xa0"),
        day=known,
        month_day=month_day,
        clock=_time_of(clock) if clock else None,
        zone=zone_of(clock["zone"]) if clock and clock["zone"] else None,
        start=start,
        end=end,
    )


def _first_date(text: str, patterns: Iterable[re.Pattern[str]]) -> re.Match[str] | None:
    found = [match for pattern in patterns if (match := pattern.search(text))]
    return min(found, key=lambda match: (match.start(), -match.end()), default=None)


def _first_clock(text: str, pattern: re.Pattern[str]) -> re.Match[str] | None:
    return next((match for match in pattern.finditer(text) if _is_clock(match)), None)


def _is_clock(match: re.Match[str]) -> bool:
    """Tell a time of day from any other number: it has minutes, a half of day or its word."""
    if match["half"] and match["m"] is None:
        return 1 <= int(match["h"]) <= _NOON
    return match["m"] is not None or (match["word"] or "").casefold() in {
        *("uhr", "h", "heures", "heure", "horas", "hrs"),
    }


def _time_of(match: re.Match[str]) -> time | None:
    hour, minute = int(match["h"]), int(match["m"] or 0)
    if match["half"] and 1 <= hour <= _NOON:
        hour = hour % _NOON + (_NOON if match["half"].casefold().startswith("p") else 0)
    try:
        return time(hour, minute)
    except ValueError:
        return None


def _date_of(match: re.Match[str], words: Words) -> tuple[date | None, tuple[int, int] | None]:
    parts = match.groupdict()
    if parts.get("name"):
        month, day = words.months[parts["name"].casefold()], int(parts["d"])
        if parts["y"]:
            return _date(int(parts["y"]), month, day), None
        return None, (month, day)
    if parts.get("d"):
        return _date(int(parts["y"]), int(parts["m"]), int(parts["d"])), None
    return _of_numbers(int(parts["a"]), int(parts["b"]), int(parts["y"]), words.code), None


def _of_numbers(first: int, second: int, year: int, code: str) -> date | None:
    """Read 20.11.2019 or 11/20/2019; 11/12/2019 in English could be either and is neither."""
    full = year if year >= _CENTURY // 2 else _CENTURY + year
    if first > _MONTHS or (code != "en" and second <= _MONTHS):
        return _date(full, second, first)
    if second > _MONTHS or first == second:
        return _date(full, first, second)
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _blanked(text: str, span: tuple[int, int]) -> str:
    start, end = span
    return text[:start] + " " * (end - start) + text[end:]
