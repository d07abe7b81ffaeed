"""Who is told of a change at once? Decided in the transaction that makes it.

There few readers are counted, too; many were counted before (`count_first`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol
from uuid import UUID

from syndicate.domain.articles import Revision
from syndicate.domain.changes import Policy
from syndicate.domain.followings import followers_of_change, followers_of_new
from syndicate.domain.notices import (
    MOST_UNCONFIRMED,
    Asked,
    Group,
    Notice,
    counted,
    due_at,
    overtakes,
    owed,
    told,
    with_old_mails,
)
from syndicate.errors import Refused
from syndicate.services.count_first import Census, NotCountedError
from syndicate.services.queue_notices import SUPERSEDED, Audience, FillTransaction, fill


class Book(Protocol):
    """What opening asks of the notices themselves."""

    def add(self, notice: Notice) -> Notice: ...
    def save(self, notice: Notice) -> None: ...
    def last_gone(self, article_id: UUID, now: datetime) -> datetime | None: ...
    def followed(self, subjects: Sequence[str]) -> bool: ...


class Mails(Protocol):
    """What opening asks of mails: how many there are, also of those only counted any more."""

    def for_many(self, notice: Notice, most: int) -> bool: ...
    def old_mails(self, notice: Notice) -> int: ...


class Notices(Audience, Book, Mails, Protocol):
    """What opening asks of notices and readers."""


class Transaction(FillTransaction, Protocol):
    """What opening sees of the store."""

    @property
    def notices(self) -> Notices: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenNotices:
    """Opens the notice of a revision that calls for one, and queues it for its readers.

    Where more mails than `at_once` decide whom it is for, its readers must have been counted
    before, or NotCountedError is raised, and queueing is left to be done step by step. None
    stands for any number.
    """

    policy: Policy
    at_once: int | None = MOST_UNCONFIRMED

    def __call__(
        self,
        tx: Transaction,
        revision: Revision,
        asked: Asked,
        now: datetime,
        census: Census | None = None,
    ) -> Notice | None:
        """Return the notice of a change, its readers counted; None where nobody is to be told."""
        _refuse_since(revision, asked)
        notice = replace(
            _notice(revision, asked, now),
            subjects=followers_of_change(revision, self.policy, asked),
            to_mailed=owed(revision, self.policy, asked),
        )
        return self._open(tx, notice, revision, census)

    def of_new(
        self,
        tx: Transaction,
        revision: Revision,
        asked: Asked,
        now: datetime,
        census: Census | None = None,
    ) -> Notice | None:
        """Return the notice of a new article to followers of its authors and tags, if any."""
        return self._open(tx, _notice_of_new(revision, asked, now), revision, census)

    def count_new(
        self, tx: Transaction, revision: Revision, now: datetime, census: Census | None = None
    ) -> Notice | None:
        """Return the notice that `of_new` would open now, its readers counted; open none."""
        notice = _notice_of_new(revision, Asked(), now)
        if not tx.notices.followed(notice.subjects):
            return None
        known = self._counted_before(tx, notice, census)
        return counted(notice, tx.notices.groups(notice) if known is None else known)

    def _open(
        self, tx: Transaction, notice: Notice, revision: Revision, census: Census | None
    ) -> Notice | None:
        if not notice.to_mailed and not tx.notices.followed(notice.subjects):
            return None
        known = self._counted_before(tx, notice, census)
        last = _last_gone(tx, notice, revision)
        opened = tx.notices.add(notice)
        tx.notices.find_carriers(opened)
        groups = tx.notices.groups(opened) if known is None else known
        notice = counted(opened, groups)
        if notice.to_mailed:
            notice = with_old_mails(notice, tx.notices.old_mails(opened))
        notice = replace(notice, due=due_at(revision, notice.told, notice.created, last))
        if known is not None:
            notice = replace(notice, queued_to=0)
        else:
            fill(tx, notice, revision.kind, told(groups), self.policy, notice.created)
            tx.notices.supersede(notice, SUPERSEDED)
        tx.notices.save(notice)
        return notice

    def _counted_before(
        self, tx: Transaction, notice: Notice, census: Census | None
    ) -> Sequence[Group] | None:
        """Return the readers as they were counted before; None where there are few."""
        if self.at_once is None or not tx.notices.for_many(notice, self.at_once):
            return None
        if census is None or not census.answers(notice):
            raise NotCountedError(notice)
        return census.groups


def _last_gone(tx: Transaction, notice: Notice, revision: Revision) -> datetime | None:
    """Return when the article's last notice went; grave changes do not wait for it."""
    if overtakes(revision.kind, revision.severity):
        return None
    return tx.notices.last_gone(notice.article_id, notice.created)


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
