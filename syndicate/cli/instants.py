"""How are moments read from, and shown to, a person?"""

from datetime import date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from syndicate.domain.schedules import resolve
from syndicate.domain.zones import zone_named
from syndicate.errors import AskedWrongly


def read_instant(text: str) -> datetime:
    """Read ISO 8601 with an offset. Raises AskedWrongly with a corrected example."""
    moment = _read(text)
    if moment.tzinfo is None:
        raise AskedWrongly(_without_zone(text, moment))
    return moment


def read_moment(text: str, zone: ZoneInfo | None) -> datetime:
    """Read ISO 8601 with an offset, or as the clocks of a zone show it; told by those clocks.

    What they skip in spring is the first moment after; what they show twice in autumn is
    the first pass. Raises AskedWrongly with a corrected example.
    """
    moment = _read(text)
    if zone is not None:
        return _by_clocks(text, moment, zone)
    if moment.tzinfo is None:
        raise AskedWrongly(f"{_without_zone(text, moment)}; or add --timezone, as in Europe/Berlin")
    return moment


def _by_clocks(text: str, moment: datetime, zone: ZoneInfo) -> datetime:
    """Return the instant with its offset there: two of a zone itself compare as clocks show."""
    try:
        local = (moment if moment.tzinfo else resolve(moment, zone)).astimezone(zone)
    except OverflowError as error:
        raise AskedWrongly(f"{text!r} is on no calendar of {zone}; name a nearer year") from error
    return local.replace(tzinfo=timezone(local.utcoffset() or timedelta()))


def _read(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise AskedWrongly(
            f"{text!r} is no instant; write it as in 2026-10-01T07:00+02:00 or 2026-10-01T05:00Z"
        ) from error


def _without_zone(text: str, moment: datetime) -> str:
    corrected = moment.isoformat(timespec="minutes" if not moment.second else "seconds")
    return (
        f"{text!r} does not say in which zone; write it with its offset, as in "
        f"{corrected}+02:00, or {corrected}Z for UTC"
    )


def read_date(text: str) -> date:
    """Read ISO 8601. Raises AskedWrongly with an example."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise AskedWrongly(f"{text!r} is no date; write it as in 2016-10-18") from error


def read_zone(text: str) -> ZoneInfo:
    """Read an IANA name. Raises AskedWrongly naming one that is close."""
    return zone_named(text)


def shown(moment: datetime | None, zone: tzinfo) -> str:
    """Write a moment for people, in a zone: 2016-10-18 13:35 PDT."""
    if moment is None:
        return ""
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M %Z}"


def shown_iso(text: object, zone: tzinfo) -> str:
    """Write for people what an account tells as ISO 8601."""
    return shown(datetime.fromisoformat(text), zone) if isinstance(text, str) else ""
