"""Which time zone do a newspaper's letters behind a time of day stand for?"""

import re
from datetime import timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

# Papers write "EST" the whole year round and mean the clock on the wall, so a
# letter code names a place, not an offset.
_PLACES = {
    "America/New_York": "et est edt eastern",
    "America/Chicago": "ct cst cdt",
    "America/Denver": "mst mdt",
    "America/Los_Angeles": "pt pst pdt",
    "America/Anchorage": "akst akdt",
    "America/Halifax": "adt",
    "America/Sao_Paulo": "brt brst",
    "America/Argentina/Buenos_Aires": "art",
    "Europe/London": "bst uk",
    "Europe/Berlin": "cet cest mez mesz",
    "Europe/Athens": "eet eest",
    "Europe/Moscow": "msk",
    "Africa/Johannesburg": "sast",
    "Africa/Nairobi": "eat",
    "Africa/Lagos": "wat",
    "Asia/Dubai": "gst",
    "Asia/Karachi": "pkt",
    "Asia/Kolkata": "ist",
    "Asia/Singapore": "sgt",
    "Asia/Hong_Kong": "hkt",
    "Asia/Manila": "pht",
    "Asia/Jakarta": "wib",
    "Asia/Tokyo": "jst",
    "Asia/Seoul": "kst",
    "Australia/Sydney": "aest aedt aet",
    "Australia/Perth": "awst",
    "Pacific/Auckland": "nzst nzdt",
}
_LETTERS = {letters: place for place, codes in _PLACES.items() for letters in codes.split()}
_CODES = "|".join(sorted(map(str.upper, _LETTERS), key=len, reverse=True))
_LETTERS["horário de brasília"] = "America/Sao_Paulo"

# Letter codes count only in capitals: "et" is French for "and".
ZONE = (
    r"(?:GMT|UTC|Z)?[+−-]\d{2}:?\d{2}(?!\d)|(?:GMT|UTC)\s?[+−-]\d{1,2}|GMT|UTC|Z"
    rf"|{_CODES}|[Hh]orário de [Bb]rasília"
)
_NUMBERS = re.compile(r"([+−-])(\d{1,2}):?(\d\d)?$")


def zone_of(letters: str) -> tzinfo | None:
    """Return the zone that "ET", "GMT+1" or "+02:00" means, or None."""
    known = letters.casefold().strip()
    if known in _LETTERS:
        return ZoneInfo(_LETTERS[known])
    if known in {"gmt", "utc", "z"}:
        return ZoneInfo("UTC")
    numbers = _NUMBERS.search(known)
    return _offset(*numbers.groups(default="0")) if numbers else None


def _offset(sign: str, hours: str, minutes: str) -> tzinfo | None:
    distance = timedelta(hours=int(hours), minutes=int(minutes))
    if distance >= timedelta(hours=24):
        return None
    return timezone(distance if sign == "+" else -distance)
