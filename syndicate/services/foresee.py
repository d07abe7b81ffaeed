"""What would newsletters' digests make of one article, as things stand in a transaction?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from syndicate.domain.articles import Article, Revision
from syndicate.domain.changes import DigestAs, Policy
from syndicate.domain.digests import Candidate, decide_notice, section_of
from syndicate.domain.editions import Newsletter
from syndicate.domain.foretelling import (
    Outlook,
    Telling,
    Unsent,
    going_out,
    next_edition,
    with_superseded,
)
from syndicate.domain.wishes import Ahead
from syndicate.services import next_due
from syndicate.services.candidates import Outbox, candidate_of, find_candidates
from syndicate.services.next_due import NextDue
from syndicate.services.transactions import Halting


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


class Editions(next_due.Editions, Protocol):
    """What foreseeing asks of the editions."""

    def told_until(self, newsletter_id: int, before: datetime) -> datetime | None: ...
    def tells_until(self, now: datetime) -> datetime: ...


class Receipts(Protocol):
    """What foreseeing asks of what was mailed."""

    def told(
        self, newsletter_id: int, articles: Sequence[UUID], *, besides: int = 0
    ) -> Mapping[UUID, int]: ...


class Planning(Halting, Protocol):
    """What foreseeing asks of a newsletter's readers."""

    def spread(
        self,
        newsletter_id: int,
        article_id: UUID,
        usual: datetime,
        ahead: Sequence[Ahead],
        *,
        section: str,
    ) -> Mapping[tuple[datetime, int], int]: ...


class WaitingMails(Protocol):
    """What foreseeing asks of mails that wait."""

    def of_editions(self, newsletter_id: int, article_id: UUID, head: int) -> Iterable[Unsent]: ...
    def of_notices(self, article_id: UUID, head: int, upto: int) -> Iterable[Unsent]: ...
    def end_notices(self, article_id: UUID, head: int, upto: int, known: int) -> None: ...


class UnchangedTransaction(next_due.Transaction, Protocol):
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
    def unsent(self) -> WaitingMails: ...


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
    next_due: NextDue

    def outlooks(self, tx: Transaction, article_id: UUID, now: datetime) -> "Outlooks":
        """Return how every newsletter sees an article now, and which notices of it wait."""
        head = tx.articles.by_id(article_id).head
        every = tx.newsletters.all() if head else ()
        waiting = tx.unsent.of_notices(article_id, head, head)
        return Outlooks(
            head=head,
            newsletters={
                newsletter: self._outlook(tx, newsletter, article_id, now) for newsletter in every
            },
            notices=sum(mails.count for mails in waiting),
        )

    def tellings(
        self, tx: Transaction, article_id: UUID, before: "Outlooks", now: datetime
    ) -> tuple[Telling, ...]:
        """Return what has become of the article's places in digests; of those alone that have it.

        To be asked in the transaction that changed it, `before` it did.
        """
        tellings = (
            Telling(
                newsletter=newsletter.name,
                due=self.next_due(tx, newsletter, now),
                readers=self._next(tx, newsletter, article_id, outlook, now),
                unsent=self._going_out(tx, newsletter, article_id),
            )
            for newsletter, outlook in before.newsletters.items()
        )
        return tuple(telling for telling in tellings if telling.readers or telling.unsent)

    def notices(
        self, tx: Transaction, article_id: UUID, before: "Outlooks"
    ) -> Mapping[DigestAs, int]:
        """Return what becomes of mails of the article's notices; to be asked before `tellings`.

        What ends with nothing left to tell is ended here: its readers are told by digests.
        """
        if not before.notices:
            return {}
        whole = _whole(tx, article_id)
        head = len(whole.revisions)
        waiting = tuple(tx.unsent.of_notices(article_id, head, before.head))
        for mails in waiting:
            if mails.overtaken and decide_notice(whole, mails.known, self.policy) is None:
                tx.unsent.end_notices(article_id, head, before.head, mails.known)
        left = going_out(waiting, whole, self.policy, decide_notice)
        return with_superseded(left, before.notices)

    def _next(
        self,
        tx: Transaction,
        newsletter: Newsletter,
        article_id: UUID,
        before: Outlook,
        now: datetime,
    ) -> Mapping[DigestAs, int]:
        after = self._outlook(tx, newsletter, article_id, now)
        return next_edition(before, after, self.policy)

    def _going_out(
        self, tx: Transaction, newsletter: Newsletter, article_id: UUID
    ) -> Mapping[DigestAs, int]:
        whole = _whole(tx, article_id)
        waiting = tx.unsent.of_editions(newsletter.id, article_id, len(whole.revisions))
        return going_out(waiting, whole, self.policy)

    def _outlook(
        self, tx: Transaction, newsletter: Newsletter, article_id: UUID, now: datetime
    ) -> Outlook:
        usual = tx.editions.told_until(newsletter.id, now) or newsletter.created
        whole, ahead = _whole(tx, article_id), self.next_due.ahead(tx, newsletter, now)
        readers = tx.planning.spread(
            newsletter.id, article_id, usual, ahead, section=section_of(whole)
        )
        after = min((told_until for told_until, _ in readers), default=usual)
        until = tx.editions.tells_until(now)
        found = find_candidates(tx, newsletter, self.policy, after=after, until=until)
        return Outlook(
            article=next((one for one in found if one.article_id == article_id), None),
            readers=readers,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlooks:
    """How newsletters see an article at revision `head`, and how many mails of its notices wait."""

    head: int
    newsletters: Mapping[Newsletter, Outlook]
    notices: int


def _whole(tx: Transaction, article_id: UUID) -> Candidate:
    """Return the article as mails that wait choose by it, whatever its section."""
    article, revisions = tx.articles.by_id(article_id), tx.revisions.of(article_id)
    unpublished = tx.outbox.unpublished([article_id])
    return candidate_of(article, revisions, unpublished, elsewhere=False)
