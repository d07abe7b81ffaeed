"""When does following an article end by itself, and who is told?"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from syndicate.clock import Clock
from syndicate.domain.articles import Kind
from syndicate.domain.changes import Policy
from syndicate.domain.digests import RenderedDigest
from syndicate.domain.followings import (
    QUIET_DAYS,
    article_subject,
    lapsing_before,
    stirring,
)
from syndicate.domain.site import Site
from syndicate.services.letters import Cohorts, Renderer
from syndicate.services.subjects import Transaction as SubjectTransaction
from syndicate.services.subjects import named
from syndicate.services.transactions import Transactions

_AT_ONCE = 5_000


class Followings(Protocol):
    """What lapsing asks of the followings."""

    def quiet(self, before: datetime, kinds: Collection[Kind]) -> Sequence[UUID]: ...
    def lapse(
        self,
        article_id: UUID,
        before: datetime,
        kinds: Collection[Kind],
        now: datetime,
        limit: int,
    ) -> Sequence[int]: ...
    def mail(self, cohort_id: int, following_ids: Collection[int]) -> None: ...


class Transaction(SubjectTransaction, Protocol):
    """What lapsing sees of the store."""

    @property
    def followings(self) -> Followings: ...
    @property
    def cohorts(self) -> Cohorts: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class LapseFollowings:
    """Ends followings of articles that have been quiet, with a last mail that says so.

    Twice, or in several processes at once, it has the effect of once. Nothing is said of
    an article that is not public any more. No transaction ends more than `at_once`.
    """

    transactions: Transactions[Transaction]
    policy: Policy
    clock: Clock
    site: Site
    letters: Renderer
    quiet_days: int = QUIET_DAYS
    at_once: int = _AT_ONCE

    def __call__(self) -> int:
        """Return how many have ended."""
        now, kinds = self.clock.now(), stirring(self.policy)
        before = lapsing_before(now, self.quiet_days)
        with self.transactions.read() as tx:
            articles = tx.followings.quiet(before, kinds)
        return sum(self._lapse(article, before, kinds, now) for article in articles)

    def _lapse(
        self, article_id: UUID, before: datetime, kinds: Collection[Kind], now: datetime
    ) -> int:
        ended = 0
        while some := self._lapse_some(article_id, before, kinds, now):
            ended += some
        return ended

    def _lapse_some(
        self, article_id: UUID, before: datetime, kinds: Collection[Kind], now: datetime
    ) -> int:
        with self.transactions.write() as tx:
            ended = tx.followings.lapse(article_id, before, kinds, now, self.at_once)
            subject = named(tx, article_subject(article_id), self.site)
            if ended and subject.label:
                rendered: RenderedDigest = self.letters.lapsed(subject, self.quiet_days)
                cohort = tx.cohorts.letter(rendered, now, subject=subject.name)
                tx.followings.mail(cohort, ended)
        return len(ended)
