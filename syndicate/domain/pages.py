"""What do the pages show that is not one article: its history, the front page, the corrections?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from uuid import UUID

from syndicate.domain.articles import Article, Content, Kind, Revision, Severity, Status
from syndicate.domain.changes import Policy
from syndicate.domain.readings import Note, Reading
from syndicate.domain.site import PublicHistory
from syndicate.errors import NotFound

CHANGES_ON_FRONT = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """One revision as the public history lists it.

    `content` is None when the words may not be shown: never supplied (`held`
    is False), redacted, or the article withdrawn. `chain_hash` covers, beside the
    hash of the words, `severity`, `premise` and `quiet`.
    """

    number: int
    kind: Kind
    note: str
    published: datetime
    recorded: datetime
    held: bool
    redacted: datetime | None
    redaction_reason: str | None
    severity: Severity | None
    premise: bool
    quiet: bool
    content_hash: bytes | None
    chain_hash: bytes
    content: Content | None


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """An article's revisions as the public may see them, oldest first.

    A retracted article's history tells notes but no words; a withdrawn one's
    kinds and instants only, under an empty headline.
    """

    id: UUID
    slug: str
    status: Status
    headline: str
    language: str
    shows: PublicHistory
    entries: tuple[HistoryEntry, ...]

    @property
    def latest(self) -> int:
        """Return the number of the newest revision."""
        return self.entries[-1].number

    @property
    def withdrawn(self) -> bool:
        """Tell whether not even the headline may be shown."""
        return self.status not in _NAMED

    def entry(self, number: int) -> HistoryEntry:
        """Return one revision's entry. Raises NotFound."""
        for entry in self.entries:
            if entry.number == number:
                return entry
        raise NotFound(f"there is no revision {number}; the newest is {self.latest}")


_NAMED = {Status.PUBLISHED, Status.RETRACTED}


def history_of(
    article: Article,
    revisions: Sequence[Revision],
    shows: PublicHistory = PublicHistory.FULL,
) -> History:
    """Decide what the public may see of an article's revisions, given oldest first."""
    named = article.status in _NAMED
    newest = next((r.content for r in reversed(revisions) if r.content), None) if named else None
    return History(
        id=article.id,
        slug=article.slug,
        status=article.status,
        headline=newest.headline if newest else "",
        language=newest.language if newest else "",
        shows=shows,
        entries=tuple(_entry(revision, article.status, shows) for revision in revisions),
    )


def _entry(revision: Revision, status: Status, shows: PublicHistory) -> HistoryEntry:
    readable = status is Status.PUBLISHED and shows is PublicHistory.FULL
    return HistoryEntry(
        number=revision.number,
        kind=revision.kind,
        note=revision.note if status in _NAMED else "",
        published=revision.published,
        recorded=revision.recorded,
        held=revision.held,
        redacted=revision.redacted,
        redaction_reason=revision.redaction_reason if status in _NAMED else None,
        severity=revision.severity,
        premise=revision.premise,
        quiet=revision.quiet,
        content_hash=revision.content_hash,
        chain_hash=revision.chain_hash,
        content=revision.content if readable else None,
    )


def open_words(article: Article, revision: Revision, shows: PublicHistory) -> bool:
    """Tell whether everybody may have the words of a revision, and what proves them.

    The newest words of a published article are on its page, however little is shown of
    its past; those of a retracted one stand there too, but nothing vouches for them.
    """
    newest = revision.number == article.head
    return article.status is Status.PUBLISHED and (shows is PublicHistory.FULL or newest)


def under_later_notes(reading: Reading) -> Reading:
    """Put the notes of later revisions above the text of an earlier one.

    Nobody should read what was corrected since without reading first that it was.
    """
    notes = (replace(note, top=note.top or note.number > reading.number) for note in reading.notes)
    return replace(reading, notes=tuple(notes))


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A note together with the article it stands in."""

    reading: Reading
    note: Note


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionGroup:
    """The articles of one section; `section` is "" for those that name none."""

    section: str
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """The front page: the lead, the others by section, and what changed lately."""

    lead: Reading | None
    groups: tuple[SectionGroup, ...]
    changes: tuple[Told, ...]


def shown(readings: Iterable[Reading]) -> tuple[Reading, ...]:
    """Leave out the articles whose words the public may not have."""
    return tuple(reading for reading in readings if reading.content is not None)


def front_of(readings: Sequence[Reading]) -> Front:
    """Arrange articles, given newest first: sections stand in the order of their newest."""
    open_to_all = shown(readings)
    lead = next((r for r in open_to_all if r.status is Status.PUBLISHED), None)
    return Front(
        lead=lead,
        groups=_by_section([r for r in open_to_all if r is not lead]),
        changes=_newest_first(_told(open_to_all))[:CHANGES_ON_FRONT],
    )


def _by_section(readings: Sequence[Reading]) -> tuple[SectionGroup, ...]:
    order = list(dict.fromkeys(map(_section, readings)))
    arranged = sorted(readings, key=lambda reading: order.index(_section(reading)))
    return tuple(
        SectionGroup(section=section, readings=tuple(members))
        for section, members in groupby(arranged, key=_section)
    )


def _section(reading: Reading) -> str:
    return reading.content.section if reading.content else ""


def corrections_of(readings: Iterable[Reading], policy: Policy) -> tuple[Told, ...]:
    """Return every note that belongs among the corrections, newest first."""
    told = _told(shown(readings))
    return _newest_first(t for t in told if policy.of(t.note.kind).in_corrections)


def _told(readings: Iterable[Reading]) -> Iterable[Told]:
    return (Told(reading=r, note=note) for r in readings for note in r.notes)


def _newest_first(told: Iterable[Told]) -> tuple[Told, ...]:
    return tuple(sorted(told, key=lambda t: (t.note.at, t.note.number), reverse=True))
