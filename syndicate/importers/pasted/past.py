"""Which changes does the source speak of, oldest first, and when were they?"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo

from syndicate.domain.articles import Kind, PastRevision
from syndicate.domain.stories import Field
from syndicate.importers.language.words import Words
from syndicate.importers.pasted.instants import Stated
from syndicate.importers.pasted.labels import is_originally
from syndicate.importers.pasted.marks import Marks
from syndicate.importers.pasted.notes import Note, note_in
from syndicate.importers.pasted.rows import Row
from syndicate.importers.pasted.stamps import Stamp, Told, stamps_in

_HEAD = {Field.PUBLISHED, Field.BYLINE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The date and zone given from outside, for what the source leaves open."""

    day: date | None = None
    zone: tzinfo | None = None


def past_of(
    rows: tuple[Row, ...], marks: Marks, body_start: int, place: Place, words: Words
) -> tuple[PastRevision, ...]:
    """Return the original and every change that the lines tell, oldest first."""
    stamps = list(_stamps(rows, marks, body_start, words))
    notes = _notes(rows, marks, words)
    original = _original(stamps, place)
    changes = [_revision(note, place) for note in notes]
    known = {original.at, *(change.at for change in changes)}
    changes += [
        change
        for stamp in stamps
        if stamp.told is Told.UPDATED
        and not _told_already(change := _update(stamp, place), known, changes)
    ]
    return (original, *_oldest_first(_not_before(changes, original)))


def _told_already(
    change: PastRevision, known: set[datetime | None], changes: list[PastRevision]
) -> bool:
    """Tell whether an "Updated" stamp is but the time of a change that a note tells."""
    if change.at is not None:
        return change.at in known
    return any(change.stated == other.stated for other in changes)


def _stamps(rows: tuple[Row, ...], marks: Marks, body_start: int, words: Words) -> Iterable[Stamp]:
    """Yield what states the story's instants: the lines above it, and labelled ones below."""
    for row in rows:
        mark = marks.get(row.index)
        if mark is None or mark.field not in _HEAD:
            continue
        first = is_originally(row, words)
        for stamp in stamps_in(row.text, words):
            if first:
                yield replace(stamp, told=Told.PUBLISHED)
            elif row.index < body_start or stamp.told is not Told.UNSAID:
                yield stamp


def _original(stamps: list[Stamp], place: Place) -> PastRevision:
    """Take the stamp that says it is the publication's, else the first without a label."""
    for wanted in (Told.PUBLISHED, Told.UNSAID):
        told = [stamp.stated for stamp in stamps if stamp.told is wanted]
        if told:
            best = _with_day(max(told, key=_fullness), stamps)
            return PastRevision(
                kind=Kind.ORIGINAL, at=best.at(place.day, place.zone), stated=best.words
            )
    return PastRevision(kind=Kind.ORIGINAL)


def _with_day(stated: Stated, stamps: list[Stamp]) -> Stated:
    """Add to a bare time of day the one date that stands in a line of its own."""
    days = {
        stamp.stated.day: stamp.stated
        for stamp in stamps
        if stamp.stated.clock is None and stamp.stated.day and stamp.told is not Told.UPDATED
    }
    if stated.day or stated.month_day or stated.clock is None or len(days) != 1:
        return stated
    day, words = next(iter(days.items()))
    return replace(stated, day=day, words=f"{words.words}, {stated.words}")


def _fullness(stated: Stated) -> int:
    return (stated.clock is not None) * 2 + (stated.day is not None) + (stated.zone is not None)


def _update(stamp: Stamp, place: Place) -> PastRevision:
    return PastRevision(
        kind=Kind.UPDATE,
        at=stamp.stated.at(place.day, place.zone),
        stated=stamp.stated.words,
    )


def _notes(rows: tuple[Row, ...], marks: Marks, words: Words) -> list[Note]:
    """Return the notes; a line without a label below a heading takes the heading's."""
    found: list[Note] = []
    heading: Note | None = None
    for row in rows:
        if row.index not in marks or marks[row.index].field is not Field.NOTE:
            continue
        note = note_in(row.text, words)
        if note and not note.text:
            heading = note
            continue
        if note is None and heading is None:
            continue
        if note and note.labelled:
            heading = None
        found.append(_under(heading, note, row.text))
        heading = heading if heading and heading.stated is None else None
    return found


def _under(heading: Note | None, note: Note | None, text: str) -> Note:
    if heading is None and note is not None:
        return note
    told = note.text if note else text
    stated = (note.stated if note else None) or (heading.stated if heading else None)
    kind = heading.kind if heading else Kind.UPDATE
    if note and heading and heading.kind is Kind.UPDATE:
        kind = note.kind
    return Note(kind=kind, text=told, stated=stated)


def _revision(note: Note, place: Place) -> PastRevision:
    return PastRevision(
        kind=note.kind,
        note=note.text,
        at=note.stated.at(place.day, place.zone) if note.stated else None,
        stated=note.stated.words if note.stated else "",
    )


def _not_before(changes: list[PastRevision], original: PastRevision) -> list[PastRevision]:
    """Leave open the instant of a change that would lie before the original.

    "12:10 a.m." below a story published at 9 p.m. is of a later day, but of which?
    """
    first = original.at
    return [
        replace(change, at=None) if first and change.at and change.at < first else change
        for change in changes
    ]


def _oldest_first(changes: list[PastRevision]) -> list[PastRevision]:
    """Sort by instant where all are known; papers list the newest first otherwise too."""
    known = [change.at for change in changes if change.at]
    if len(known) == len(changes):
        return [change for _, change in sorted(zip(known, changes, strict=True), key=_instant)]
    return changes[::-1] if known == sorted(known, reverse=True) and len(known) > 1 else changes


def _instant(pair: tuple[datetime, PastRevision]) -> datetime:
    return pair[0]
