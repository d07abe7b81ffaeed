"""What does one reader's digest say, given what that reader was mailed before?"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from uuid import UUID

from syndicate.domain.articles import Content, Kind, Revision
from syndicate.domain.changes import DigestAs, Policy
from syndicate.domain.feeds import term
from syndicate.domain.readings import Note, Reading

LONGEST_COMMIT = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemKey:
    """One line of a cohort's contents: which revision of which article, told as what.

    `since` is the revision these readers had before; 0 when the article is new to them.
    """

    article_id: UUID
    revision: int
    status: DigestAs
    since: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortPlace:
    """What a cohort belongs to: a wave of an edition, or a notice.

    A notice goes under a newsletter, or under what its readers follow. Up to `seen_from`
    the readers of an edition's cohort had been told before.
    """

    edition_id: int | None = None
    wave_id: int | None = None
    notice_id: int | None = None
    newsletter_id: int | None = None
    subject_followed: str | None = None
    seen_from: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowing:
    """The readers who have a revision of an article from other mails of a newsletter; 0 is none."""

    article_id: UUID
    newsletter_id: int
    revision: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Former:
    """The words that readers had before, to tell them what has changed since.

    Where `removals` is False, what was taken out is not shown: it may be the error.
    `unsaid` are words of an error that are not repeated.
    """

    content: Content
    removals: bool = True
    unsaid: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An article as a digest shows it; `notes` are those this reader has not been told.

    `since` is the revision these readers had before; 0 when the article is new to them.
    `former` are its words, where what has changed may be told.
    """

    reading: Reading
    status: DigestAs
    notes: tuple[Note, ...]
    since: int = 0
    former: Former | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """Everything a digest template may show. Items of one section stand together.

    It is dated by its wall time; `moment` is when it was first due. The articles' own
    times are shown in the publication's zone, as on their pages.
    """

    newsletter: str
    title: str
    period_key: str
    moment: datetime
    zone: tzinfo
    items: tuple[Item, ...]

    @property
    def local(self) -> datetime:
        """Return the wall time of the edition: the same for readers in every zone."""
        return datetime.fromisoformat(self.period_key)


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedDigest:
    """A digest as it is mailed, the reader's token still a placeholder.

    `item_words` holds, in the order of items, the words of each as the
    template really used them: what `--wrong` searches later.
    """

    subject: str
    text: str
    html: str
    item_words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An article with something new since the newsletter's previous edition.

    `revisions` is its whole history, oldest first. `withdrawn` is True once it
    was retracted, taken down or unpublished; `gone` when it may not be shown
    at all, not even as retracted; `elsewhere` when it has left the newsletter's
    sections: only those who have it are told more. `news` is its newest revision that is
    news, `told` the newest that any digest of the newsletter held.
    """

    article_id: UUID
    revisions: tuple[Revision, ...]
    withdrawn: bool
    gone: bool
    elsewhere: bool = False
    news: Revision | None = None
    told: int = 0

    def fresh(self, told_until: datetime) -> bool:
        """Tell whether there is news for readers who were told up to an instant.

        News recorded shortly before it but told by no digest is too: its transaction
        ended only after the edition before had looked.
        """
        if self.news is None:
            return False
        missed = self.news.number > self.told and self.news.recorded > told_until - LONGEST_COMMIT
        return missed or self.news.recorded > told_until

    def since(self, mailed: int) -> tuple[Revision, ...]:
        """Return the revisions after the one a reader was mailed."""
        return tuple(r for r in self.revisions if r.number > mailed and not r.quiet)


def narrowed(candidates: Sequence[Candidate], sections: Collection[str]) -> Sequence[Candidate]:
    """Return the candidates as readers of some sections see them; without any, of all.

    What stands elsewhere is told to who was mailed it alone: a correction reaches them.
    """
    if not sections:
        return candidates
    return [
        candidate if section_of(candidate) in sections else replace(candidate, elsewhere=True)
        for candidate in candidates
    ]


def section_of(candidate: Candidate) -> str:
    """Return the term of the section in which an article stands by its newest words."""
    held = (r.content for r in reversed(candidate.revisions) if r.content is not None)
    content = next(held, None)
    return term(content.section) if content and content.section else ""


_WEIGHT = {
    DigestAs.RETRACTED: 4,
    DigestAs.CORRECTED: 3,
    DigestAs.CLARIFIED: 2,
    DigestAs.UPDATED: 1,
}


def decide_items(
    candidates: Sequence[Candidate],
    mailed: Mapping[UUID, int],
    told_until: datetime,
    policy: Policy,
) -> tuple[ItemKey, ...]:
    """Choose what a reader's digest holds, in the order of the candidates.

    `mailed` tells, by article, the newest revision this reader was mailed in
    this newsletter; what was recorded up to `told_until` is not news. Several revisions
    collapse into the weightiest; nothing a reader already has is repeated; what was
    withdrawn or moved away never appears as new.
    """
    fresh = (candidate for candidate in candidates if candidate.fresh(told_until))
    items = (decide_item(c, mailed.get(c.article_id, 0), policy) for c in fresh)
    return tuple(item for item in items if item is not None)


def decide_item(candidate: Candidate, mailed: int, policy: Policy) -> ItemKey | None:
    """Choose how an article is told to a reader who was mailed that revision of it; 0 is none.

    None where there is nothing to tell, or nothing that may be told.
    """
    significant = [r for r in candidate.since(mailed) if policy.significant(r.kind)]
    if candidate.gone or not significant:
        return None
    if mailed == 0 and (candidate.withdrawn or candidate.elsewhere):
        return None
    return ItemKey(
        article_id=candidate.article_id,
        revision=candidate.revisions[-1].number,
        status=_weightiest(significant, policy) if mailed else DigestAs.NEW,
        since=mailed,
    )


def decide_notice(candidate: Candidate, mailed: int, policy: Policy) -> ItemKey | None:
    """Choose how an overtaken notice tells an article; as `decide_item`.

    Where what it was to tell was taken back, only an update is left: that waits for a digest.
    """
    item = decide_item(candidate, mailed, policy)
    return None if item and item.status is DigestAs.UPDATED else item


def _weightiest(revisions: Sequence[Revision], policy: Policy) -> DigestAs:
    """Choose what to call several changes; a retraction that was taken back is none."""
    told = [policy.of(r.kind).digest for r in revisions]
    standing = [s for s in told if s is not DigestAs.RETRACTED or told[-1] is s]
    return max(standing, key=lambda status: _WEIGHT.get(status, 0))


def as_mailed(item: Item) -> Item:
    """Return an item without notes of later revisions than its own: the next mail tells those.

    Pages and archives show them with older words; a mail that did would tell them twice.
    """
    reading = item.reading
    notes = tuple(note for note in item.notes if note.number <= reading.number)
    own = tuple(note for note in reading.notes if note.number <= reading.number)
    return replace(item, notes=notes, reading=replace(reading, notes=own))


def untold_notes(reading: Reading, since: int) -> tuple[Note, ...]:
    """Return the notes of revisions a reader has not been mailed, newest first."""
    return tuple(note for note in reading.notes if note.number > since)


_WITHDRAWING = frozenset({Kind.RETRACTION, Kind.TAKEDOWN})


def former_words(
    revisions: Sequence[Revision], since: int, until: int, unsaid: Sequence[str]
) -> Former | None:
    """Decide with which words those of revision `until` may be compared for readers of `since`.

    None where the former words were never held or are redacted, or where the article was
    withdrawn between: what was wrong with them nobody is to read again.
    """
    between = [revision for revision in revisions if since < revision.number <= until]
    kinds = {revision.kind for revision in between}
    content = next((r.content for r in revisions if r.number == since), None)
    if content is None or kinds & _WITHDRAWING:
        return None
    return Former(content=content, removals=Kind.CORRECTION not in kinds, unsaid=tuple(unsaid))
