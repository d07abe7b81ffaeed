"""What becomes of mails that wait with words which a grave change has overtaken?

They were stopped by the change's own commit: the look before each message sees it. Here
they move to a cohort that tells the article as it stands, or without it (invariant 8).
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

import structlog

from syndicate.clock import Clock
from syndicate.domain.articles import Article, Revision
from syndicate.domain.changes import Policy
from syndicate.domain.digests import CohortPlace, ItemKey, decide_item
from syndicate.domain.editions import Edition, Newsletter
from syndicate.domain.notices import Notice
from syndicate.services.candidates import Outbox, candidate_of
from syndicate.services.transactions import Transactions

log = structlog.get_logger()

NOTHING_LEFT = "everything it told was withdrawn"


class Articles(Protocol):
    """What moving asks of the articles."""

    def by_id(self, article_id: UUID) -> Article: ...


class Revisions(Protocol):
    """What moving asks of the revisions."""

    def of(self, article_id: UUID) -> tuple[Revision, ...]: ...


class Editions(Protocol):
    """What moving asks of the editions."""

    def lock(self, edition_id: int) -> Edition: ...


class Notices(Protocol):
    """What moving asks of the notices."""

    def lock(self, notice_id: int) -> Notice: ...


class Newsletters(Protocol):
    """What moving asks of the newsletters."""

    def by_id(self, newsletter_id: int) -> Newsletter: ...


class Contents(Protocol):
    """What moving asks of a cohort."""

    def place(self, cohort_id: int) -> CohortPlace: ...
    def items(self, cohort_id: int) -> Sequence[ItemKey]: ...


class Heirs(Protocol):
    """What moving asks of the cohorts that take another one's place."""

    def ensure(self, place: CohortPlace, items: Sequence[ItemKey], now: datetime) -> int: ...
    def of_notice(self, place: CohortPlace, items: Sequence[ItemKey], now: datetime) -> int: ...
    def anew(self, cohort_id: int, now: datetime) -> int: ...


class Cohorts(Contents, Heirs, Protocol):
    """What moving asks of the cohorts."""


class Looks(Protocol):
    """What moving asks of words that were overtaken."""

    def holds(self, cohort_id: int) -> bool: ...
    def stale(self, item: ItemKey) -> bool: ...


class Moves(Protocol):
    """What moving does to mails that wait."""

    def move(self, cohort_id: int, successor: int) -> None: ...
    def move_noticed(
        self, cohort_id: int, successor: int, article_id: UUID, revision: int, newsletter_id: int
    ) -> None: ...
    def cancel(self, cohort_id: int, why: str, now: datetime) -> None: ...
    def cancel_noticed(
        self, cohort_id: int, article_id: UUID, revision: int, why: str, now: datetime
    ) -> None: ...


class Overtaken(Looks, Moves, Protocol):
    """What moving asks of, and does to, mails."""


class Transaction(Protocol):
    """What moving sees of the store."""

    @property
    def articles(self) -> Articles: ...
    @property
    def revisions(self) -> Revisions: ...
    @property
    def editions(self) -> Editions: ...
    @property
    def notices(self) -> Notices: ...
    @property
    def newsletters(self) -> Newsletters: ...
    @property
    def cohorts(self) -> Cohorts: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def overtaken(self) -> Overtaken: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Overtake:
    """Moves what waits of overtaken cohorts. Twice has the effect of once."""

    transactions: Transactions[Transaction]
    policy: Policy
    clock: Clock

    def __call__(self, cohort_ids: Collection[int]) -> None:
        """Move what waits of these cohorts, article by article, until nothing of it is stale."""
        waiting = sorted(cohort_ids)
        while waiting:
            number = waiting.pop()
            with self.transactions.write() as tx:
                waiting.extend(self._move(tx, number, self.clock.now()))

    def _move(self, tx: Transaction, number: int, now: datetime) -> Sequence[int]:
        """Move one cohort over its first stale article; return where its mails are now."""
        place = tx.cohorts.place(number)
        if place.edition_id is not None:
            edition = tx.editions.lock(place.edition_id)  # before anything is read: planners wait
        elif place.notice_id is not None:
            tx.notices.lock(place.notice_id)
        if not tx.overtaken.holds(number):
            return ()
        log.info("words_overtaken", cohort=number, edition=place.edition_id)
        items = tx.cohorts.items(number)
        stale = next((item for item in items if tx.overtaken.stale(item)), None)
        if stale is None:  # it only tells, of older revisions, what was redacted
            anew = tx.cohorts.anew(number, now)
            tx.overtaken.move(number, anew)
            return (anew,)
        successors = _Successors(tx, place, items, stale, self._fresh(tx, stale), now)
        if place.edition_id is None:
            return list(successors.of_notice(number))
        return list(successors.of_edition(number, tx.newsletters.by_id(edition.newsletter_id)))

    def _fresh(self, tx: Transaction, stale: ItemKey) -> ItemKey | None:
        article, revisions = tx.articles.by_id(stale.article_id), tx.revisions.of(stale.article_id)
        unpublished = tx.outbox.unpublished([stale.article_id])
        candidate = candidate_of(article, revisions, unpublished, elsewhere=False)
        return decide_item(candidate, stale.since, self.policy)


@dataclass(frozen=True, slots=True)
class _Successors:
    """Where the mails of a cohort go whose article `stale` is told as `fresh`, or not at all."""

    tx: Transaction
    place: CohortPlace
    items: Sequence[ItemKey]
    stale: ItemKey
    fresh: ItemKey | None
    now: datetime

    def of_edition(self, number: int, newsletter: Newsletter) -> Iterator[int]:
        """Move a digest's mails; who is told by a notice is not told again."""
        if self.fresh is not None:
            noticed = self._edition_cohort(self._without(), newsletter)
            told = (self.fresh.article_id, self.fresh.revision, newsletter.id)
            if noticed is None:
                self.tx.overtaken.cancel_noticed(number, *told[:2], NOTHING_LEFT, self.now)
            else:
                self.tx.overtaken.move_noticed(number, noticed, *told)
                yield noticed
        successor = self._edition_cohort(self._with_fresh(), newsletter)
        if successor is None:
            self.tx.overtaken.cancel(number, NOTHING_LEFT, self.now)
        else:
            self.tx.overtaken.move(number, successor)
            yield successor

    def of_notice(self, number: int) -> Iterator[int]:
        """Move a notice's mails; whom a later notice tells needs no earlier one."""
        later = self.stale.revision + 1
        why = "a later notice tells it"
        self.tx.overtaken.cancel_noticed(number, self.stale.article_id, later, why, self.now)
        if self.fresh is None:
            self.tx.overtaken.cancel(number, NOTHING_LEFT, self.now)
            return
        successor = self.tx.cohorts.of_notice(self.place, (self.fresh,), self.now)
        self.tx.overtaken.move(number, successor)
        yield successor

    def _edition_cohort(self, items: Sequence[ItemKey], newsletter: Newsletter) -> int | None:
        if not items and not newsletter.send_empty:
            return None
        return self.tx.cohorts.ensure(self.place, items, self.now)

    def _without(self) -> Sequence[ItemKey]:
        return tuple(item for item in self.items if item != self.stale)

    def _with_fresh(self) -> Sequence[ItemKey]:
        if self.fresh is None:
            return self._without()
        return tuple(self.fresh if item == self.stale else item for item in self.items)
