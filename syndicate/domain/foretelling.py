"""What will a declared change do, told before it happens?"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from syndicate.domain.articles import Article, Revision, Status
from syndicate.domain.changes import Change, DigestAs, NotePlace, Policy, Push
from syndicate.domain.digests import Candidate, ItemKey, decide_item
from syndicate.domain.memberships import membership
from syndicate.domain.notice_entries import announced
from syndicate.domain.notices import Notice
from syndicate.domain.publication import Publication
from syndicate.domain.readings import note_place

_Decide = Callable[[Candidate, int, Policy], ItemKey | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What a newsletter's digests make of an article after a change, for how many readers.

    `readers` are those of its next edition, as things stand now; DROPPED are those who
    would have been told of the article and are not any more. `unsent` are mails of
    editions going out that hold the older words, by what they tell instead; as they stand
    under NOTHING, without the article under DROPPED. `due` is None while it is paused.
    """

    newsletter: str
    due: datetime | None
    readers: Mapping[DigestAs, int]
    unsent: Mapping[DigestAs, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Foretold:
    """The article as it will stand, its newest revision, and where that shows.

    `revision` is None where the change appends none. `feeds` are those that change, by
    name; `push` is what those who follow feeds are to be pushed, None where none changes.
    `digest` is how readers are told who were mailed an older revision; NOTHING also where
    the change is quiet. `notice` is the mail outside the schedule, its readers counted; None
    where nobody is told at once. `unsent` are mails of older notices that wait, as in
    `Telling`; DROPPED are those, too, whose readers the new notice tells. `notice_entry`
    tells whether the main feeds announce the change by an entry of its own.
    """

    article: Article
    change: Change
    revision: Revision | None
    moves_updated: bool
    note: NotePlace
    feeds: tuple[str, ...]
    push: Push | None
    digest: DigestAs
    notice_entry: bool = False
    notice: Notice | None = None
    tellings: tuple[Telling, ...] = ()
    unsent: Mapping[DigestAs, int] = field(default_factory=dict)


def foretell(
    before: Article,
    history: Sequence[Revision],
    publication: Publication,
    change: Change,
    policy: Policy,
    served: Callable[[str], bool],
) -> Foretold:
    """Tell what a decided change will do to an article, its feeds and its readers' digests.

    `served` tells whether there is a feed of that name before the change.
    """
    revision = next(reversed(publication.revisions), None)
    effects = policy.of(change)
    feeds = _feeds(before, history, publication, policy) if publication.article.head else ()
    if publication.article.status is Status.TAKEN_DOWN:
        feeds = tuple(filter(served, feeds))  # a neutral entry alone brings no feed about
    quiet = revision is not None and revision.quiet
    return Foretold(
        article=publication.article,
        change=change,
        revision=revision,
        moves_updated=revision is not None and effects.moves_updated,
        note=note_place(revision, policy) if revision else NotePlace.NONE,
        feeds=feeds,
        push=effects.push if feeds else None,
        digest=DigestAs.NOTHING if quiet else effects.digest,
        notice_entry=revision in announced(publication.article, publication.revisions, policy),
    )


def _feeds(
    before: Article, history: Sequence[Revision], publication: Publication, policy: Policy
) -> tuple[str, ...]:
    after = publication.article
    if not publication.revisions and after.status is before.status is Status.TAKEN_DOWN:
        return ()  # its entries tell neither words nor slug
    members = (
        *membership(before, history, policy).members,
        *membership(after, (*history, *publication.revisions), policy).members,
    )
    return tuple(sorted({member.feed for member in members}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """How a newsletter's next edition sees one article, at one moment.

    `article` is None where it has nothing to tell. `readers` counts them by what they were
    told: up to when, and the newest revision of the article that they were mailed, or
    will be by what is on its way; 0 stands for none.
    """

    article: Candidate | None
    readers: Mapping[tuple[datetime, int], int]

    def told(self, past: tuple[datetime, int], policy: Policy) -> DigestAs:
        """Tell as what a reader with this past is told of the article."""
        told_until, mailed = past
        if self.article is None or not self.article.fresh(told_until):
            return DigestAs.NOTHING
        item = decide_item(self.article, mailed, policy)
        return item.status if item else DigestAs.NOTHING


def next_edition(before: Outlook, after: Outlook, policy: Policy) -> Mapping[DigestAs, int]:
    """Count as what readers are told of an article after a change, and who no longer is.

    Whom a notice tells the change, or a mail that waits, has the newest revision after it.
    """
    counts: Counter[DigestAs] = Counter()
    for past, readers in after.readers.items():
        counts[after.told(past, policy)] += readers
    for past, readers in before.readers.items():
        was, becomes = (outlook.told(past, policy) for outlook in (before, after))
        if was is not DigestAs.NOTHING:
            left = 0 if becomes is DigestAs.NOTHING else after.readers.get(past, 0)
            counts[DigestAs.DROPPED] += readers - left
    return _some(counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsent:
    """Mails that wait with an article, whose readers have the revision `known` of it when they go.

    `overtaken` where a grave change has stopped the words; 0 stands for no revision.
    """

    known: int
    overtaken: bool
    count: int


def going_out(
    unsent: Iterable[Unsent], article: Candidate, policy: Policy, decide: _Decide = decide_item
) -> Mapping[DigestAs, int]:
    """Count what mails that wait with an article tell of it after a change."""
    counts: Counter[DigestAs] = Counter()
    for mails in unsent:
        item = decide(article, mails.known, policy) if mails.overtaken else None
        dropped = DigestAs.DROPPED if mails.overtaken else DigestAs.NOTHING
        counts[item.status if item else dropped] += mails.count
    return {status: count for status, count in counts.items() if count}


def with_superseded(left: Mapping[DigestAs, int], before: int) -> Mapping[DigestAs, int]:
    """Count, with what is left of `before` mails that waited, those that wait no more."""
    counts = Counter(left)
    counts[DigestAs.DROPPED] += before - sum(left.values())
    return {status: count for status, count in counts.items() if count}


def _some(counts: Mapping[DigestAs, int]) -> Mapping[DigestAs, int]:
    return {
        status: count for status, count in counts.items() if count and status != DigestAs.NOTHING
    }
