"""Who is told of a change at once? Decided and queued in the transaction that makes it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol
from uuid import UUID

from syndicate.domain.articles import Kind, Revision
from syndicate.domain.changes import DigestAs, Policy
from syndicate.domain.digests import CohortPlace, ItemKey
from syndicate.domain.followings import followers_of_change, followers_of_new
from syndicate.domain.notices import (
    Asked,
    Group,
    Mailed,
    Notice,
    counted,
    due_at,
    owed,
    told,
)
from syndicate.errors import Refused

SUPERSEDED = "a later notice tells it"


class Audience(Protocol):
    """What filling asks of a notice's readers."""

    def followed(self, subjects: Sequence[str]) -> bool: ...
    def find_carriers(self, notice: Notice) -> None: ...
    def groups(self, notice: Notice) -> Sequence[Group]: ...
    def fill(self, notice: Notice, mailed: Collection[Mailed]) -> int: ...


class Book(Protocol):
    """What opening asks of the notices themselves."""

    def add(self, notice: Notice) -> Notice: ...
    def save(self, notice: Notice) -> None: ...
    def last_gone(self, article_id: UUID, now: datetime) -> datetime | None: ...
    def supersede(self, notice: Notice, why: str) -> None: ...


class Notices(Audience, Book, Protocol):
    """What opening asks of notices and readers."""


class Cohorts(Protocol):
    """What filling asks of the cohorts."""

    def of_notice(self, place: CohortPlace, items: Sequence[ItemKey], now: datetime) -> int: ...


class FillTransaction(Protocol):
    """What filling sees of the store."""

    @property
    def notices(self) -> Audience: ...
    @property
    def cohorts(self) -> Cohorts: ...


class Transaction(FillTransaction, Protocol):
    """What opening sees of the store."""

    @property
    def notices(self) -> Notices: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenNotices:
    """Queues the notice of a revision that calls for one."""

    policy: Policy

    def __call__(
        self, tx: Transaction, revision: Revision, asked: Asked, now: datetime
    ) -> Notice | None:
        """Return the notice of a change, its readers counted; None where nobody is to be told."""
        _refuse_since(revision, asked)
        notice = replace(
            _notice(revision, asked, now),
            subjects=followers_of_change(revision, self.policy, asked),
            to_mailed=owed(revision, self.policy, asked),
        )
        return self._open(tx, notice, revision)

    def of_new(
        self, tx: Transaction, revision: Revision, asked: Asked, now: datetime
    ) -> Notice | None:
        """Return the notice of a new article to followers of its authors and tags, if any."""
        return self._open(tx, _notice_of_new(revision, asked, now), revision)

    def count_new(self, tx: Transaction, revision: Revision, now: datetime) -> Notice | None:
        """Return the notice that `of_new` would open now, its readers counted; open none."""
        notice = _notice_of_new(revision, Asked(), now)
        if not tx.notices.followed(notice.subjects):
            return None
        return counted(notice, tx.notices.groups(notice))

    def _open(self, tx: Transaction, notice: Notice, revision: Revision) -> Notice | None:
        if not notice.to_mailed and not tx.notices.followed(notice.subjects):
            return None
        last = tx.notices.last_gone(notice.article_id, notice.created)
        opened = tx.notices.add(notice)
        tx.notices.find_carriers(opened)
        groups = tx.notices.groups(opened)
        notice = counted(opened, groups)
        notice = replace(notice, due=due_at(revision, notice.told, notice.created, last))
        tx.notices.save(notice)
        fill(tx, notice, revision.kind, told(groups), self.policy, notice.created)
        tx.notices.supersede(notice, SUPERSEDED)
        return notice


def fill(
    tx: FillTransaction,
    notice: Notice,
    kind: Kind,
    groups: Sequence[Group],
    policy: Policy,
    now: datetime,
) -> int:
    """Queue a notice for groups of readers; return how many are new to it."""
    for group in groups:
        place = CohortPlace(
            notice_id=notice.id,
            newsletter_id=group.newsletter_id,
            subject_followed=group.subject,
        )
        item = _item(notice, kind, policy, since=group.newest)
        tx.cohorts.of_notice(place, (item,), now)
    return tx.notices.fill(notice, {group.mailed for group in groups}) if groups else 0


def _item(notice: Notice, kind: Kind, policy: Policy, *, since: int) -> ItemKey:
    """Return what a notice tells: as new, to those who knew nothing of the article."""
    return ItemKey(
        article_id=notice.article_id,
        revision=notice.revision,
        status=policy.of(kind).digest if since else DigestAs.NEW,
        since=since,
    )


def _notice_of_new(revision: Revision, asked: Asked, now: datetime) -> Notice:
    subjects = followers_of_new(revision)
    return replace(_notice(revision, asked, now), subjects=subjects, to_mailed=False)


def _notice(revision: Revision, asked: Asked, now: datetime) -> Notice:
    return Notice(
        article_id=revision.article_id,
        revision=revision.number,
        created=now,
        due=now,
        wrong=asked.wrong,
        since=asked.since,
        repeat_error=asked.repeat_error,
    )


def _refuse_since(revision: Revision, asked: Asked) -> None:
    if asked.since is not None and not 1 <= asked.since < revision.number:
        raise Refused(
            f"--since {asked.since} names no earlier revision: "
            f"they are 1 to {revision.number - 1}, this one becomes {revision.number}"
        )
