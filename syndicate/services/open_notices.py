"""Who is told of a change at once? Decided and counted in the transaction that makes it."""

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
    Notice,
    counted,
    due_at,
    owed,
    told,
    with_old_mails,
)
from syndicate.errors import Refused
from syndicate.services.queue_notices import SUPERSEDED, Audience, FillTransaction, fill


class Book(Protocol):
    """What opening asks of the notices themselves."""

    def add(self, notice: Notice) -> Notice: ...
    def save(self, notice: Notice) -> None: ...
    def last_gone(self, article_id: UUID, now: datetime) -> datetime | None: ...
    def followed(self, subjects: Sequence[str]) -> bool: ...


class OldMails(Protocol):
    """What opening asks of mails that are only counted any more."""

    def old_mails(self, notice: Notice) -> int: ...


class Notices(Audience, Book, OldMails, Protocol):
    """What opening asks of notices and readers."""


class Transaction(FillTransaction, Protocol):
    """What opening sees of the store."""

    @property
    def notices(self) -> Notices: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenNotices:
    """Opens the notice of a revision that calls for one, and queues it for its readers.

    For more readers than `at_once`, queueing is left to be done step by step.
    """

    policy: Policy
    at_once: int = MOST_UNCONFIRMED

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
        if notice.to_mailed:
            notice = with_old_mails(notice, tx.notices.old_mails(opened))
        notice = replace(notice, due=due_at(revision, notice.told, notice.created, last))
        if notice.told > self.at_once:
            notice = replace(notice, queued_to=0)
        else:
            fill(tx, notice, revision.kind, told(groups), self.policy, notice.created)
            tx.notices.supersede(notice, SUPERSEDED)
        tx.notices.save(notice)
        return notice


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
