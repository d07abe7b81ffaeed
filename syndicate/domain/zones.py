"""Which time zone is meant by a name?"""

from difflib import get_close_matches
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from syndicate.errors import AskedWrongly

_SHOWN = 40


def zone_named(name: str) -> ZoneInfo:
    """Return the zone of an IANA name such as Europe/Berlin.

    Raises AskedWrongly naming one that is close.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:  # OSError: "Europe" is a folder
        raise AskedWrongly(
            f"{name[:_SHOWN]!r} is no time zone; write it as in {zone_like(name)}"
        ) from error


def zone_names() -> tuple[str, ...]:
    """Return the names that people choose from: places, and UTC."""
    places = (name for name in available_timezones() if "/" in name and name[:4] != "Etc/")
    return ("UTC", *sorted(places))


def zone_like(name: str) -> str:
    """Return the name of the zone most like a name, by its place ("berlin") or as a whole."""
    wanted = name[:_SHOWN].casefold().strip().replace(" ", "_")
    by_spelling = {zone.casefold(): zone for zone in zone_names()}
    by_place = {spelling.rpartition("/")[2]: zone for spelling, zone in by_spelling.items()}
    known = by_place | by_spelling
    found = get_close_matches(wanted, known, n=1)
    return known[found[0]] if found else "Europe/Berlin"
