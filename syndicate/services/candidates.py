"""Which articles have something to tell a newsletter's readers?"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from syndicate.domain.articles import Article, Revision, Status
from syndicate.domain.changes import Policy
from syndicate.domain.digests import Candidate
from syndicate.domain.editions import Newsletter
from syndicate.domain.feeds import term


class Articles(Protocol):
    """What finding asks of the articles."""

    def by_id(self, article_id: UUID) -> Article: ...


class Revisions(Protocol):
    """What finding asks of the revisions."""

    def of(self, article_id: UUID) -> tuple[Revision, ...]: ...
    def fresh_articles(self, after: datetime, until: datetime) -> Sequence[UUID]: ...


class Transaction(Protocol):
    """What finding sees of the store."""

    @property
    def articles(self) -> Articles: ...
    @property
    def revisions(self) -> Revisions: ...


def find_candidates(
    tx: Transaction, newsletter: Newsletter, policy: Policy, *, after: datetime, until: datetime
) -> tuple[Candidate, ...]:
    """Return the articles with significant news recorded in (after, until], oldest news first.

    What was recorded later is left out, so that planning a wave again finds
    the same.
    """
    found = []
    for article_id in tx.revisions.fresh_articles(after, until):
        known = tuple(r for r in tx.revisions.of(article_id) if r.recorded <= until)
        fresh = [r for r in known if r.recorded > after and not r.quiet]
        if any(policy.significant(r.kind) for r in fresh) and _wanted(newsletter, known):
            found.append(_candidate(tx.articles.by_id(article_id), known))
    return tuple(found)


def _wanted(newsletter: Newsletter, revisions: Sequence[Revision]) -> bool:
    held = [r.content for r in revisions if r.content is not None]
    if not newsletter.sections or not held:
        return not newsletter.sections
    return term(held[-1].section) in {term(section) for section in newsletter.sections}


def _candidate(article: Article, revisions: tuple[Revision, ...]) -> Candidate:
    gone = article.status in {Status.TAKEN_DOWN, Status.UNPUBLISHED}
    return Candidate(
        article_id=article.id,
        revisions=revisions,
        withdrawn=gone or article.status is Status.RETRACTED,
        gone=gone,
    )
