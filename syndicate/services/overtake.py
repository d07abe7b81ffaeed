"""What becomes of mails that wait with words which a grave change has overtaken?

They were stopped by the change's own commit: the look before each message sees it. Here
they move to a cohort that tells the article as it stands, or without it (invariant 8).
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

import structlog

from syndicate.clock import Clock
from syndicate.domain.articles import Article, Revision
from syndicate.domain.changes import Policy
from syndicate.domain.digests import (
    Candidate,
    CohortPlace,
    ItemKey,
    Knowing,
    decide_item,
    decide_notice,
)
from syndicate.domain.editions import Edition, Newsletter
from syndicate.domain.notices import Notice
from syndicate.domain.pacing import AIM
from syndicate.services.candidates import Outbox, candidate_of
from syndicate.services.pace import Pace
from syndicate.services.transactions import Halting, Transactions

log = structlog.get_logger()

READERS_AT_ONCE = 1_000
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
    def being_queued(self, article_ids: Collection[UUID]) -> Sequence[Notice]: ...


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
    def of_notices(self) -> Sequence[int]: ...
    def stale(self, item: ItemKey) -> bool: ...
    def known(
        self, cohort_id: int, article_id: UUID, newsletter_id: int, within: range
    ) -> Sequence[int]: ...


class Moves(Protocol):
    """What moving does to mails that wait."""

    def move(
        self, cohort_id: int, successor: int, within: range, among: Knowing | None = None
    ) -> None: ...
    def cancel(
        self, cohort_id: int, why: str, now: datetime, within: range, among: Knowing | None = None
    ) -> None: ...
    def cancel_noticed(
        self,
        cohort_id: int,
        article_id: UUID,
        revision: int,
        why: str,
        now: datetime,
        within: range,
    ) -> None: ...
    def cancel_told(
        self,
        cohort_id: int,
        article_id: UUID,
        revision: int,
        newsletter_id: int,
        why: str,
        now: datetime,
        within: range,
    ) -> None: ...


class Steps(Protocol):
    """What moving asks of readers for whom anything waits."""

    def next_waiting(self, cohort_id: int, after: int, limit: int) -> range | None: ...


class Overtaken(Looks, Moves, Steps, Protocol):
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
    @property
    def planning(self) -> Halting: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Overtake:
    """Moves what waits of overtaken cohorts. Twice has the effect of once.

    As many readers a transaction as nobody else has to wait for; `readers_at_once` is where it
    begins, `aim` how long that may take. `queue` sees through the notices that are being
    queued: who is to have one is known then.
    """

    transactions: Transactions[Transaction]
    policy: Policy
    clock: Clock
    queue: Callable[[], None]
    readers_at_once: int = READERS_AT_ONCE
    aim: timedelta = AIM

    def __call__(self, cohort_ids: Collection[int]) -> None:
        """Move what waits of these cohorts, article by article, until nothing of it is stale."""
        pace = Pace(clock=self.clock, rows=self.readers_at_once, aim=self.aim)
        waiting = dict.fromkeys(sorted(cohort_ids), 0)
        while waiting:
            number, after = waiting.popitem()
            self.queue()
            with pace.timed(self.transactions.write()) as tx:
                waiting |= self._move(tx, number, after, pace.rows)

    def of_notices(self) -> None:
        """Move what waits of notices, once those are queued: digests pass over what they tell."""
        self.queue()
        with self.transactions.read() as tx:
            waiting = tx.overtaken.of_notices()
        self(waiting)

    def _move(self, tx: Transaction, number: int, after: int, most: int) -> Mapping[int, int]:
        """Move some of a cohort over its first stale article, those to readers after one.

        Return where its mails are now, each cohort with the reader after whom to go on; what is
        left of this one comes last.
        """
        now = self.clock.now()
        place = tx.cohorts.place(number)
        if place.edition_id is not None:
            edition = tx.editions.lock(place.edition_id)  # before anything is read: planners wait
        elif place.notice_id is not None:
            tx.notices.lock(place.notice_id)
        within = tx.overtaken.next_waiting(number, after, most)
        if within is None or not tx.overtaken.holds(number):
            return {}
        tx.planning.halt()
        log.info("words_overtaken", cohort=number, edition=place.edition_id)
        items = tx.cohorts.items(number)
        stale = next((item for item in items if tx.overtaken.stale(item)), None)
        if stale is None:  # it only tells, of older revisions, what was redacted
            anew = tx.cohorts.anew(number, now)
            tx.overtaken.move(number, anew, within)
            return {anew: 0, number: within.stop - 1}
        if tx.notices.being_queued([stale.article_id]):  # it came just now
            return {number: after}
        whole = self._whole(tx, stale)
        successors = _Successors(tx, place, items, stale, whole, self.policy, now, within)
        if place.edition_id is None:
            found = list(successors.of_notice(number))
        else:
            newsletter = tx.newsletters.by_id(edition.newsletter_id)
            found = list(successors.of_edition(number, newsletter))
        return {**dict.fromkeys(found, 0), number: within.stop - 1}

    def _whole(self, tx: Transaction, stale: ItemKey) -> Candidate:
        article, revisions = tx.articles.by_id(stale.article_id), tx.revisions.of(stale.article_id)
        unpublished = tx.outbox.unpublished([stale.article_id])
        return candidate_of(article, revisions, unpublished, elsewhere=False)


@dataclass(frozen=True, slots=True)
class _Successors:
    """Where the mails of a cohort go whose article `stale` is told as it stands, or not at all."""

    tx: Transaction
    place: CohortPlace
    items: Sequence[ItemKey]
    stale: ItemKey
    article: Candidate
    policy: Policy
    now: datetime
    within: range

    def of_edition(self, number: int, newsletter: Newsletter) -> Iterator[int]:
        """Move a digest's mails, by what their readers have from the newsletter's other mails.

        Who has the newest already, by a notice or another edition, is not told it again.
        """
        if self.article.gone:
            yield from self._put(number, None, newsletter, None)
            return
        article_id = self.stale.article_id
        for revision in self.tx.overtaken.known(number, article_id, newsletter.id, self.within):
            among = Knowing(article_id=article_id, newsletter_id=newsletter.id, revision=revision)
            yield from self._put(number, self._fresh(revision), newsletter, among)

    def _put(
        self, number: int, fresh: ItemKey | None, newsletter: Newsletter, among: Knowing | None
    ) -> Iterator[int]:
        items = self._with(fresh)
        if not items and not newsletter.send_empty:
            self.tx.overtaken.cancel(number, NOTHING_LEFT, self.now, self.within, among)
            return
        successor = self.tx.cohorts.ensure(self.place, items, self.now)
        self.tx.overtaken.move(number, successor, self.within, among)
        yield successor

    def of_notice(self, number: int) -> Iterator[int]:
        """Move a notice's mails; whom a later notice tells, or an edition, needs no earlier one."""
        overtaken, article_id = self.tx.overtaken, self.stale.article_id
        later, why = self.stale.revision + 1, "a later notice tells it"
        overtaken.cancel_noticed(number, article_id, later, why, self.now, self.within)
        fresh = decide_notice(self.article, self.stale.since, self.policy)
        if fresh is None:
            overtaken.cancel(number, NOTHING_LEFT, self.now, self.within)
            return
        newsletter, why = self.place.newsletter_id, "an edition tells it"
        if newsletter is not None:
            overtaken.cancel_told(
                number, article_id, fresh.revision, newsletter, why, self.now, self.within
            )
        successor = self.tx.cohorts.of_notice(self.place, (fresh,), self.now)
        overtaken.move(number, successor, self.within)
        yield successor

    def _fresh(self, since: int) -> ItemKey | None:
        return decide_item(self.article, since, self.policy)

    def _with(self, fresh: ItemKey | None) -> Sequence[ItemKey]:
        told = (fresh if item == self.stale else item for item in self.items)
        return tuple(item for item in told if item is not None)
