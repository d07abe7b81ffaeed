"""What would newsletters' digests make of one article, as things stand in a transaction?"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from syndicate.domain.articles import Article, Revision
from syndicate.domain.changes import Policy
from syndicate.domain.digests import Candidate, section_of
from syndicate.domain.editions import Newsletter
from syndicate.domain.foretelling import (
    Outlook,
    Telling,
    Unsent,
    after_unsent,
    going_out,
    next_edition,
)
from syndicate.domain.schedules import Schedule, next_occurrence
from syndicate.domain.wishes import Frequency, told_before
from syndicate.domain.zones import zone_named
from syndicate.services.candidates import Outbox, candidate_of, find_candidates


class Articles(Protocol):
    """What foreseeing asks of the articles."""

    def by_id(self, article_id: UUID) -> Article: ...


class Revisions(Protocol):
    """What foreseeing asks of the revisions."""

    def of(self, article_id: UUID) -> tuple[Revision, ...]: ...
    def fresh_articles(self, after: datetime, until: datetime) -> Sequence[UUID]: ...


class Newsletters(Protocol):
    """What foreseeing asks of the newsletters."""

    def all(self) -> Sequence[Newsletter]: ...


class Editions(Protocol):
    """What foreseeing asks of the editions."""

    def told_until(self, newsletter_id: int, before: datetime) -> datetime | None: ...
    def last_due(self, newsletter_id: int) -> datetime | None: ...


class Receipts(Protocol):
    """What foreseeing asks of what was mailed."""

    def told(
        self, newsletter_id: int, articles: Sequence[UUID], *, besides: int = 0
    ) -> Mapping[UUID, int]: ...


class Planning(Protocol):
    """What foreseeing asks of a newsletter's readers."""

    def spread(
        self,
        newsletter_id: int,
        article_id: UUID,
        usual: datetime,
        due: datetime,
        told_before: Mapping[Frequency, datetime],
        *,
        section: str,
    ) -> Mapping[tuple[datetime, int], int]: ...


class Overtaken(Protocol):
    """What foreseeing asks of mails that wait."""

    def unsent(self, newsletter_id: int, article_id: UUID, number: int) -> Iterable[Unsent]: ...


class UnchangedTransaction(Protocol):
    """What foreseeing sees of what no change of an article writes to."""

    @property
    def newsletters(self) -> Newsletters: ...
    @property
    def editions(self) -> Editions: ...
    @property
    def receipts(self) -> Receipts: ...
    @property
    def planning(self) -> Planning: ...
    @property
    def overtaken(self) -> Overtaken: ...


class Transaction(UnchangedTransaction, Protocol):
    """What foreseeing sees of the store."""

    @property
    def articles(self) -> Articles: ...
    @property
    def revisions(self) -> Revisions: ...
    @property
    def outbox(self) -> Outbox: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Foresee:
    """Tells, before and after a change, how each newsletter's next edition sees an article."""

    policy: Policy
    read_schedule: Callable[[str], Schedule]

    def outlooks(
        self, tx: Transaction, article_id: UUID, now: datetime
    ) -> Mapping[Newsletter, Outlook]:
        """Return how every newsletter sees an article now."""
        every = tx.newsletters.all()
        return {newsletter: self._outlook(tx, newsletter, article_id, now) for newsletter in every}

    def tellings(
        self,
        tx: Transaction,
        article_id: UUID,
        before: Mapping[Newsletter, Outlook],
        now: datetime,
    ) -> tuple[Telling, ...]:
        """Return what has become of the article's places in digests; of those alone that have it.

        To be asked in the transaction that changed it, `before` it did.
        """
        whole = self._whole(tx, article_id)
        tellings = (
            Telling(
                newsletter=newsletter.name,
                due=self._due(tx, newsletter, now),
                readers=next_edition(before[newsletter], outlook, self.policy),
                unsent=going_out(self._unsent(tx, newsletter, whole), whole, self.policy),
            )
            for newsletter, outlook in self.outlooks(tx, article_id, now).items()
        )
        return tuple(telling for telling in tellings if telling.readers or telling.unsent)

    def _outlook(
        self, tx: Transaction, newsletter: Newsletter, article_id: UUID, now: datetime
    ) -> Outlook:
        usual = tx.editions.told_until(newsletter.id, now) or newsletter.created
        whole, due = self._whole(tx, article_id), self._due(tx, newsletter, now) or now
        rested = told_before(due, zone_named(newsletter.timezone))
        readers = tx.planning.spread(
            newsletter.id, article_id, usual, due, rested, section=section_of(whole)
        )
        after = min((told_until for told_until, _ in readers), default=usual)
        found = find_candidates(tx, newsletter, self.policy, after=after, until=now)
        waiting = self._unsent(tx, newsletter, whole)
        return Outlook(
            article=next((one for one in found if one.article_id == article_id), None),
            readers=after_unsent(readers, waiting, whole, usual, self.policy),
        )

    def _whole(self, tx: Transaction, article_id: UUID) -> Candidate:
        """Return the article as mails that wait choose by it, whatever its section."""
        article, revisions = tx.articles.by_id(article_id), tx.revisions.of(article_id)
        unpublished = tx.outbox.unpublished([article_id])
        return candidate_of(article, revisions, unpublished, elsewhere=False)

    def _unsent(
        self, tx: Transaction, newsletter: Newsletter, whole: Candidate
    ) -> Iterable[Unsent]:
        head = len(whole.revisions)
        return tx.overtaken.unsent(newsletter.id, whole.article_id, head)

    def _due(self, tx: Transaction, newsletter: Newsletter, now: datetime) -> datetime | None:
        if newsletter.paused:
            return None
        last = tx.editions.last_due(newsletter.id) or newsletter.running_since
        after = max(last, newsletter.running_since, now - newsletter.late_limit)
        schedule = self.read_schedule(newsletter.schedule)
        return next_occurrence(schedule, zone_named(newsletter.timezone), after=after).instant
