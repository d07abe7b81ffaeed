"""Who is told of a change at once? Decided and queued in the transaction that makes it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol
from uuid import UUID

from syndicate.domain.articles import Kind, Revision
from syndicate.domain.changes import Policy
from syndicate.domain.digests import ItemKey
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

    def of_notice(
        self, notice_id: int, newsletter_id: int, items: Sequence[ItemKey], now: datetime
    ) -> int: ...


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
        """Return the notice with its readers counted; None where nobody is to be told at once."""
        _refuse_since(revision, asked)
        if not owed(revision, self.policy, asked):
            return None
        last = tx.notices.last_gone(revision.article_id, now)
        opened = tx.notices.add(_notice(revision, asked, now))
        tx.notices.find_carriers(opened)
        groups = tx.notices.groups(opened)
        notice = counted(opened, groups)
        notice = replace(notice, due=due_at(revision, notice.told, now, last))
        tx.notices.save(notice)
        fill(tx, notice, revision.kind, told(groups), self.policy, now)
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
        if group.newsletter_id is not None:
            item = _item(notice, kind, policy, since=group.newest)
            tx.cohorts.of_notice(notice.id, group.newsletter_id, (item,), now)
    return tx.notices.fill(notice, {group.mailed for group in groups}) if groups else 0


def _item(notice: Notice, kind: Kind, policy: Policy, *, since: int) -> ItemKey:
    return ItemKey(
        article_id=notice.article_id,
        revision=notice.revision,
        status=policy.of(kind).digest,
        since=since,
    )


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
