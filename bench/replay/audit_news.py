"""Was every significant revision told, to everyone who was subscribed?"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from bench.replay.audit_digests import told_number
from bench.replay.diary import SIGNIFICANT, WITHDRAWALS, Act, Diary, Letterhead, Span
from bench.replay.findings import Findings
from bench.replay.letters import Mail
from bench.replay.occurrences import occurrences
from syndicate.domain.changes import Change

TOLD = "nobody misses a significant revision while subscribed"

_MINUTE = timedelta(minutes=1)
_LATE = timedelta(hours=6)
_SETTLED = timedelta(hours=26)


def audit_news(
    diary: Diary, boxes: Mapping[tuple[str, str], Sequence[Mail]], findings: Findings
) -> None:
    """Check of each membership that all was told by the next edition that nothing hindered."""
    news = [act for act in diary.acts if act.change in SIGNIFICANT and not act.quiet]
    for reader, newsletter, spans in diary.readers():
        box = boxes.get((reader, newsletter), ())
        had = _had(diary, box)
        for span in spans:
            dues = list(_dues(diary, reader, diary.letterheads[newsletter], span))
            for act in news:
                if span.holds(act.at):
                    _check(diary, reader, newsletter, act, dues, had, findings)


def _had(diary: Diary, box: Sequence[Mail]) -> Mapping[int, Sequence[tuple[datetime, int]]]:
    had: dict[int, list[tuple[datetime, int]]] = {}
    for mail in box:
        for told in mail.told:
            number = told_number(diary, told, mail.at)
            had.setdefault(told.words.article, []).append((mail.at, number))
    return had


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stay:
    """A stretch of time that a subscribed reader spends in one zone."""

    zone: str
    begin: datetime
    end: datetime
    arrived: bool


def _dues(diary: Diary, reader: str, letterhead: Letterhead, span: Span) -> Iterator[datetime]:
    """Yield when editions were due that nothing kept from this reader while subscribed."""
    for stay in _stays(diary, reader, letterhead, span):
        for due in occurrences(letterhead, stay.zone, stay.begin, stay.end):
            if _unhindered(diary, reader, letterhead, stay, due):
                yield due


def _stays(diary: Diary, reader: str, letterhead: Letterhead, span: Span) -> Iterator[_Stay]:
    end = span.end or diary.until
    moves = diary.zones[reader] if letterhead.reader_time else []
    begins = [span.begin, *(at for at, _ in moves if span.begin < at < end)]
    for begin, until in pairwise([*begins, end]):
        zone = diary.zone_at(reader, begin)[1] if moves else letterhead.timezone
        arrived = begin != span.begin
        yield _Stay(zone=zone, begin=begin, end=until, arrived=arrived)


def _unhindered(
    diary: Diary, reader: str, letterhead: Letterhead, stay: _Stay, due: datetime
) -> bool:
    """Tell whether an edition must reach a reader.

    For a day after a move none is expected: the new zone's may be over already.
    """
    over = due + _LATE
    settled = not stay.arrived or due > stay.begin + _SETTLED
    resting = any(rest.touches(due, over) for rest in diary.rests[letterhead.name])
    hindered = resting or diary.hindered(reader, due, over)
    return settled and over < stay.end and not hindered and diary.alive(reader, over)


def _check(
    diary: Diary,
    reader: str,
    newsletter: str,
    act: Act,
    dues: Sequence[datetime],
    had: Mapping[int, Sequence[tuple[datetime, int]]],
    findings: Findings,
) -> None:
    place = bisect_right(dues, act.at + _MINUTE)
    if place == len(dues):
        return
    over = dues[place] + _LATE
    before = max((n for at, n in had.get(act.article, ()) if at <= act.at), default=0)
    if not _owed(diary, act, dues[place], before=before):
        return
    known = max((n for at, n in had.get(act.article, ()) if at <= over), default=0)
    what = (
        f"{reader} was not told by {newsletter} of article {act.article}, revision {act.number} "
        f"({act.change}, {act.at}), due {dues[place]}; had {before}, has {known}"
    )
    findings.check(TOLD, what, holds=known >= act.number)


def _owed(diary: Diary, act: Act, due: datetime, *, before: int) -> bool:
    """Tell whether a revision is still to be told when an edition comes.

    What is gone is told to nobody, what was ever withdrawn to nobody who did not have it.
    """
    acts = diary.before(act.article, due + _LATE)
    for later in acts:
        gone = later.change in WITHDRAWALS - {Change.RETRACTION}
        if later.at > act.at and gone:
            return False
    if act.change is Change.TAKEDOWN:
        return False
    ever = any(each.change in WITHDRAWALS for each in acts)
    return bool(before) or not ever
