"""What does each kind of change do on each channel? The whole policy, as data."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from syndicate.domain.articles import Kind


class Change(StrEnum):
    """Everything that can happen to a published article: the kinds and what is no revision."""

    ORIGINAL = "original"
    MINOR = "minor"
    UPDATE = "update"
    CORRECTION = "correction"
    CLARIFICATION = "clarification"
    EDITORS_NOTE = "editors-note"
    RETRACTION = "retraction"
    TAKEDOWN = "takedown"
    UNPUBLISH = "unpublish"
    RENAME = "rename"
    LIFT = "lift"


class FeedText(StrEnum):
    """What the feeds carry of the article afterwards."""

    FULL = "full"
    NOTICE = "notice"
    NEUTRAL = "neutral"
    GONE = "gone"


class NotePlace(StrEnum):
    """Where readers see the revision's note."""

    NONE = "none"
    LISTED = "listed"
    TOP = "top"


class DigestAs(StrEnum):
    """How the change counts in the next digest of a reader who has an older revision."""

    NOTHING = "nothing"
    NEW = "new"
    UPDATED = "updated"
    CORRECTED = "corrected"
    CLARIFIED = "clarified"
    RETRACTED = "retracted"
    DROPPED = "dropped"


class Push(StrEnum):
    """What subscribers of feeds are pushed."""

    ENTRY = "entry"
    NEUTRAL = "neutral"


class NoticeTo(StrEnum):
    """Who is mailed outside the schedule."""

    NOBODY = "nobody"
    FOLLOWERS = "followers"
    MAILED_THE_ERROR = "mailed-the-error"
    EVERYONE_MAILED = "everyone-mailed"
    IF_ASKED = "if-asked"


class NoticeEntry(StrEnum):
    """Whether the main feeds announce the change by an entry of its own."""

    NEVER = "never"
    IF_MAJOR = "if-major"
    ALWAYS = "always"


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """One row of the policy table."""

    feeds: FeedText = FeedText.FULL
    moves_updated: bool = True
    note: NotePlace = NotePlace.LISTED
    in_corrections: bool = False
    push: Push = Push.ENTRY
    digest: DigestAs = DigestAs.NOTHING
    notice: NoticeTo = NoticeTo.NOBODY
    notice_entry: NoticeEntry = NoticeEntry.NEVER


POLICY: Mapping[Change, Effects] = MappingProxyType(
    {
        Change.ORIGINAL: Effects(note=NotePlace.NONE, digest=DigestAs.NEW),
        Change.MINOR: Effects(moves_updated=False, note=NotePlace.NONE),
        Change.UPDATE: Effects(digest=DigestAs.UPDATED, notice=NoticeTo.FOLLOWERS),
        Change.CORRECTION: Effects(
            in_corrections=True,
            digest=DigestAs.CORRECTED,
            notice=NoticeTo.MAILED_THE_ERROR,
            notice_entry=NoticeEntry.IF_MAJOR,
        ),
        Change.CLARIFICATION: Effects(in_corrections=True, digest=DigestAs.CLARIFIED),
        Change.EDITORS_NOTE: Effects(
            note=NotePlace.TOP,
            in_corrections=True,
            digest=DigestAs.UPDATED,
            notice=NoticeTo.IF_ASKED,
        ),
        Change.RETRACTION: Effects(
            feeds=FeedText.NOTICE,
            note=NotePlace.TOP,
            in_corrections=True,
            digest=DigestAs.RETRACTED,
            notice=NoticeTo.EVERYONE_MAILED,
            notice_entry=NoticeEntry.ALWAYS,
        ),
        Change.TAKEDOWN: Effects(
            feeds=FeedText.NEUTRAL,
            note=NotePlace.TOP,
            push=Push.NEUTRAL,
            digest=DigestAs.DROPPED,
            notice=NoticeTo.IF_ASKED,
        ),
        Change.UNPUBLISH: Effects(
            feeds=FeedText.GONE,
            moves_updated=False,
            note=NotePlace.NONE,
            digest=DigestAs.DROPPED,
        ),
        Change.RENAME: Effects(moves_updated=False, note=NotePlace.NONE),
        Change.LIFT: Effects(note=NotePlace.NONE, digest=DigestAs.NEW),
    }
)

EDITABLE = frozenset(
    {Kind.MINOR, Kind.UPDATE, Kind.CORRECTION, Kind.CLARIFICATION, Kind.EDITORS_NOTE}
)


@dataclass(frozen=True, slots=True)
class Policy:
    """The table in force: the default with the cells that settings override."""

    table: Mapping[Change, Effects]

    def of(self, change: Change | Kind) -> Effects:
        """Return the row of a change."""
        return self.table[Change(change)]

    def significant(self, kind: Kind) -> bool:
        """Tell whether the kind moves `updated`."""
        return self.of(kind).moves_updated


DEFAULT_POLICY = Policy(POLICY)
