"""What does a reader see of an article right now?

Pages, feeds and digests all show a Reading, so that they tell the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from syndicate.domain.articles import Article, Content, Kind, Revision, Severity, Status
from syndicate.domain.changes import Change, FeedText, NotePlace, Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What a revision tells its readers. `top` notes stand above the text."""

    number: int
    kind: Kind
    at: datetime
    text: str
    severity: Severity | None = None
    top: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """An article as the public has it: one revision's words and all notes so far.

    `notes` stand newest first; "Originally published" belongs after them and
    shows `first_published`. `content` is None when the words are withdrawn or
    were never held. `feed_text` says how much of it feeds may carry. `revised` is
    when readers could first see the revision shown; None means `edited`.
    """

    id: UUID
    slug: str
    status: Status
    number: int
    kind: Kind
    content: Content | None
    notes: tuple[Note, ...]
    first_published: datetime
    updated: datetime
    edited: datetime
    feed_text: FeedText = FeedText.FULL
    revised: datetime | None = None

    @property
    def urn(self) -> str:
        """Return the entry id (RFC 4287 §4.2.6)."""
        return f"urn:uuid:{self.id}"

    @property
    def top_notes(self) -> tuple[Note, ...]:
        """Return the notes that stand above the text."""
        return tuple(note for note in self.notes if note.top)

    @property
    def listed_notes(self) -> tuple[Note, ...]:
        """Return the notes that stand below the text."""
        return tuple(note for note in self.notes if not note.top)


def withheld(article: Article, revisions: Sequence[Revision]) -> bool:
    """Tell whether words of an article that were public once may not be sent any more."""
    standing = article.status in {Status.DRAFT, Status.SCHEDULED, Status.PUBLISHED}
    return not standing or any(revision.redacted for revision in revisions)


def public_notes(revisions: Sequence[Revision], policy: Policy) -> tuple[Note, ...]:
    """Choose and order the notes that readers see: newest first, minor edits unmentioned."""
    shown = [r for r in revisions if note_place(r, policy) is not NotePlace.NONE]
    newest_first = sorted(shown, key=lambda r: r.number, reverse=True)
    return tuple(_note(revision, policy) for revision in newest_first)


def _note(revision: Revision, policy: Policy) -> Note:
    return Note(
        number=revision.number,
        kind=revision.kind,
        at=revision.published,
        text=revision.note,
        severity=revision.severity,
        top=note_place(revision, policy) is NotePlace.TOP,
    )


def note_place(revision: Revision, policy: Policy) -> NotePlace:
    """Tell where readers see a revision's note: at the top, too, where it is of the premise."""
    place = policy.of(revision.kind).note if revision.note else NotePlace.NONE
    return NotePlace.TOP if revision.premise and place is NotePlace.LISTED else place


def read(
    article: Article, revisions: Sequence[Revision], policy: Policy, *, at: int | None = None
) -> Reading:
    """Decide what the public sees of a published article, or of its revision `at`.

    `revisions` is the whole history in order of number. Notes of later
    revisions are shown with older ones too: an old page carries the correction.
    """
    shown = next(r for r in revisions if r.number == (at or article.head))
    feed_text = _feed_text(article.status, policy)
    withdrawn = feed_text in {FeedText.NEUTRAL, FeedText.GONE}
    return Reading(
        id=article.id,
        slug=article.slug,
        status=article.status,
        number=shown.number,
        kind=shown.kind,
        content=None if withdrawn else shown.content,
        notes=() if withdrawn else public_notes(revisions, policy),
        first_published=article.first_published or shown.published,
        updated=article.updated or shown.published,
        edited=article.edited or shown.published,
        feed_text=feed_text,
        revised=shown.published,
    )


def read_revision(
    article: Article, revisions: Sequence[Revision], policy: Policy, number: int, *, words: bool
) -> Reading:
    """Decide what feeds tell of one revision: without its `words`, its note alone.

    It then goes by the newest headline, as all that is told of a retracted article does.
    """
    reading = read(article, revisions, policy, at=number)
    if reading.feed_text is FeedText.FULL and words:
        return reading
    newest = read(article, revisions, policy).content
    noted = FeedText.NOTICE if reading.feed_text is FeedText.FULL else reading.feed_text
    return replace(reading, content=newest, feed_text=noted)


_WITHDRAWALS = {
    Status.RETRACTED: Change.RETRACTION,
    Status.TAKEN_DOWN: Change.TAKEDOWN,
    Status.UNPUBLISHED: Change.UNPUBLISH,
}


def _feed_text(status: Status, policy: Policy) -> FeedText:
    change = _WITHDRAWALS.get(status)
    return policy.of(change).feeds if change else FeedText.FULL
