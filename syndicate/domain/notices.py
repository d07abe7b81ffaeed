"""Who is owed a mail outside the schedule, and when does it go?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from syndicate.domain.articles import Content, Kind, Revision, Severity
from syndicate.domain.audience import SuppressionReason
from syndicate.domain.changes import DigestAs, NoticeTo, Policy
from syndicate.domain.digests import Item, ItemKey
from syndicate.domain.wrong_words import elided, folded
from syndicate.errors import AskedWrongly, Refused

MOST_UNCONFIRMED = 1_000
WITHDRAWABLE = timedelta(seconds=120)
WINDOW = timedelta(minutes=10)

OVERTAKING = frozenset({Kind.RETRACTION, Kind.TAKEDOWN})
"""The kinds after which older words are sent to nobody; major corrections are as grave."""


class NoticeStatus(StrEnum):
    """Where a notice stands; while it is not sent or withdrawn, its audience may still grow."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    WITHDRAWN = "withdrawn"


OPEN = frozenset({NoticeStatus.WAITING, NoticeStatus.SENDING})


class Untold(StrEnum):
    """Why a reader who was mailed the article gets no notice."""

    WITHOUT = "without the error"
    FORGOTTEN = "forgotten"
    SUPPRESSED = "suppressed"
    NOTICED = "already noticed"
    NEWER = "have the newer words"
    UNSUBSCRIBED = "unsubscribed"
    LONG_AGO = "mailed longer ago than is kept to whom"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an editor says about telling readers of a change at once.

    `wrong` are words of the error, `since` the first faulty revision; without either
    every older revision counts. `confirm_count` repeats how many will be told.
    """

    wrong: tuple[str, ...] = ()
    since: int | None = None
    notify: bool = False
    repeat_error: bool = False
    confirm_count: int | None = None

    def __post_init__(self) -> None:
        """Refuse words that every mail would hold."""
        if not all(folded(phrase) for phrase in self.wrong):
            raise AskedWrongly("--wrong needs the words that were wrong; it was given none")


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A mail outside the schedule about one revision.

    It goes to readers who were mailed an older one, if `to_mailed`, and to those who
    follow one of `subjects`. `told` counts its readers and `untold` the others, by
    reason, as it was opened; who leaves everything before it goes becomes one of these.
    `queued_to` is the number of the last reader who was looked at, while a large one is
    being queued, or what waits of it cancelled; None once everybody was.
    """

    id: int = 0
    article_id: UUID
    revision: int
    created: datetime
    due: datetime
    status: NoticeStatus = NoticeStatus.WAITING
    wrong: tuple[str, ...] = ()
    since: int | None = None
    repeat_error: bool = False
    told: int = 0
    untold: Mapping[Untold, int] = field(default_factory=dict)
    subjects: tuple[str, ...] = ()
    to_mailed: bool = True
    queued_to: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailed:
    """What is known of a reader who was mailed an older revision of the article, or follows it.

    `held`: a mail to the reader held the error. `newer`: another mail brought words at
    least as new as the notice's. `noticed`: this very notice, or a later one of the article,
    is, or was, on its way.
    `left`: it was, and was cancelled since what it went under has ended.
    `follows`: it is told to whoever follows what this reader follows. `subscribed`: there
    is something that brings mail of ours, a newsletter or a following.
    """

    held: bool
    newer: bool
    noticed: bool
    barred: SuppressionReason | None
    subscribed: bool
    follows: bool = False
    left: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Readers of whom the same is known.

    `newest` is the newest revision they were mailed, or that stood when they began to
    follow. They are told under `newsletter_id`, a subscription that brought the error if
    they still have it, or under what they follow, `subject`.
    """

    mailed: Mailed
    newsletter_id: int | None
    subject: str | None = None
    newest: int
    count: int


def verdict(mailed: Mailed) -> Untold | None:
    """Decide why a reader is not told; None for one who is owed the notice."""
    reasons = (
        (not (mailed.held or mailed.follows), Untold.WITHOUT),
        (mailed.barred is SuppressionReason.FORGOTTEN, Untold.FORGOTTEN),
        (mailed.barred is not None, Untold.SUPPRESSED),
        (mailed.noticed, Untold.NOTICED),
        (mailed.newer, Untold.NEWER),
        (not mailed.subscribed, Untold.UNSUBSCRIBED),
    )
    return next((reason for applies, reason in reasons if applies), None)


def told(groups: Sequence[Group]) -> tuple[Group, ...]:
    """Return the groups that are owed the notice."""
    return tuple(group for group in groups if verdict(group.mailed) is None)


def counted(notice: Notice, groups: Sequence[Group]) -> Notice:
    """Return a notice that says how many are told, and how many not, by reason."""
    untold: dict[Untold, int] = {}
    for group in groups:
        reason = verdict(group.mailed)
        if reason is not None:
            untold[reason] = untold.get(reason, 0) + group.count
    return replace(notice, told=sum(group.count for group in told(groups)), untold=untold)


def with_old_mails(notice: Notice, mails: int) -> Notice:
    """Return a notice that tells of old mails, too, of which only the number is kept."""
    return replace(notice, untold={**notice.untold, Untold.LONG_AGO: mails}) if mails else notice


def whole(notice: Notice, groups: Sequence[Group], queued: int) -> Notice:
    """Return a notice all of whose readers were queued now, counted again as it ended.

    Who changed meanwhile counts by what holds now.
    """
    untold = dict(counted(notice, groups).untold)
    untold.pop(Untold.NOTICED, None)  # by itself
    if Untold.LONG_AGO in notice.untold:
        untold[Untold.LONG_AGO] = notice.untold[Untold.LONG_AGO]
    return replace(notice, told=queued, untold=untold, queued_to=None)


def recounted(notice: Notice, groups: Sequence[Group], queued: int) -> Notice:
    """Return a notice for which `queued` readers were put down, less those who have left since."""
    gone = [group for group in groups if verdict(group.mailed) is Untold.UNSUBSCRIBED]
    untold = dict(notice.untold)
    untold.pop(Untold.UNSUBSCRIBED, None)
    if gone:
        untold[Untold.UNSUBSCRIBED] = sum(group.count for group in gone)
    left = sum(group.count for group in gone if group.mailed.left)
    return replace(notice, told=queued - left, untold=untold)


def owed(revision: Revision, policy: Policy, asked: Asked) -> bool:
    """Decide whether a change is told at once to readers who were mailed older words."""
    if revision.quiet:
        return False
    to = policy.of(revision.kind).notice
    if to is NoticeTo.MAILED_THE_ERROR:
        return revision.severity is Severity.MAJOR
    return to is NoticeTo.EVERYONE_MAILED or (to is NoticeTo.IF_ASKED and asked.notify)


def overtakes(kind: Kind, severity: Severity | None) -> bool:
    """Tell whether older words are not sent any more once such a revision is public."""
    return kind in OVERTAKING or severity is Severity.MAJOR


def due_at(revision: Revision, told: int, now: datetime, last: datetime | None) -> datetime:
    """Decide when a notice goes.

    `last` is when the article's last notice went. Grave changes never wait for others;
    a large audience gives time to think better of it.
    """
    due = now + WITHDRAWABLE if told > MOST_UNCONFIRMED else now
    grave = overtakes(revision.kind, revision.severity)
    if not grave and last is not None and now < last + WINDOW:
        return max(due, last + WINDOW)
    return due


def refuse_unconfirmed(notice: Notice, asked: Asked, when: str = "at once") -> None:
    """Refuse to tell many readers unless their exact number is given, or another than it."""
    if asked.confirm_count == notice.told:
        return
    if asked.confirm_count is not None or notice.told > MOST_UNCONFIRMED:
        raise Refused(
            f"{notice.told} readers would be mailed a notice {when}; nothing was changed: "
            f"to do it, say --confirm-count {notice.told}"
        )


_TELLING = frozenset({Kind.CORRECTION, Kind.EDITORS_NOTE})


def refuse_unfit(kind: Kind, asked: Asked) -> None:
    """Refuse what is said about a notice to a kind of revision that is told in digests alone."""
    said = asked.wrong or asked.since or asked.repeat_error or asked.notify
    if said and kind not in _TELLING:
        raise AskedWrongly(
            f"a revision of kind {kind} tells nobody by mail of an error; leave out --wrong, "
            "--since, --notify and --repeat-error, or declare a correction or an editors-note"
        )
    if asked.repeat_error and not asked.wrong:
        raise AskedWrongly("--repeat-error needs the words to repeat: --wrong T")


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeMail:
    """Everything a notice's template may show; `kind` is the change's.

    `wrong` are the wrong words, where they are to be repeated. `title` is the
    newsletter's under which it goes, or names the tag or author that its readers follow;
    then `subject` is what they follow.
    """

    title: str
    kind: Kind
    item: Item
    wrong: tuple[str, ...] = ()
    subject: str = ""

    @property
    def folder(self) -> str:
        """Return what kind of thing its readers follow: "articles", "authors", "tags" or ""."""
        return self.subject.partition("/")[0]


_TOLD_AS = {
    DigestAs.NEW: Kind.ORIGINAL,
    DigestAs.UPDATED: Kind.UPDATE,
    DigestAs.CORRECTED: Kind.CORRECTION,
    DigestAs.CLARIFIED: Kind.CLARIFICATION,
    DigestAs.RETRACTED: Kind.RETRACTION,
}


def told_as(kind: Kind, key: ItemKey, notice: Notice) -> Kind:
    """Return what a notice calls what happened: its change's kind, unless a later one overtook it.

    Who knew nothing of the article is told it as new.
    """
    overtaken = key.revision != notice.revision
    return _TOLD_AS.get(key.status, kind) if overtaken or not key.since else kind


def told_with(item: Item, notice: Notice, upto: int) -> Item:
    """Return an item as a notice tells it: notes up to its revision, the error unrepeated."""
    wrong = () if notice.repeat_error else notice.wrong
    notes = tuple(
        replace(note, text=elided(note.text, wrong)) for note in item.notes if note.number <= upto
    )
    content = _elided_content(item.reading.content, wrong)
    reading = replace(item.reading, content=content)
    return replace(item, notes=notes, reading=reading, former=None)


def _elided_content(content: Content | None, wrong: Sequence[str]) -> Content | None:
    if content is None:
        return None
    return replace(content, headline=elided(content.headline, wrong))
