"""Which articles have something to tell a newsletter's readers?"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol
from uuid import UUID

from syndicate.domain.articles import Article, Kind, Revision, Status
from syndicate.domain.changes import Policy
from syndicate.domain.digests import LONGEST_COMMIT, Candidate
from syndicate.domain.editions import Newsletter
from syndicate.domain.feeds import term


class Articles(Protocol):
    """What finding asks of the articles."""

    def by_id(self, article_id: UUID) -> Article: ...


class Revisions(Protocol):
    """What finding asks of the revisions."""

    def of(self, article_id: UUID) -> tuple[Revision, ...]: ...
    def fresh_articles(self, after: datetime, until: datetime) -> Sequence[UUID]: ...


class Receipts(Protocol):
    """What finding asks of what was mailed."""

    def told(
        self, newsletter_id: int, articles: Sequence[UUID], *, besides: int = 0
    ) -> Mapping[UUID, int]: ...


class Outbox(Protocol):
    """What finding asks of what happened."""

    def unpublished(self, articles: Sequence[UUID]) -> Collection[UUID]: ...


class Transaction(Protocol):
    """What finding sees of the store."""

    @property
    def articles(self) -> Articles: ...
    @property
    def revisions(self) -> Revisions: ...
    @property
    def receipts(self) -> Receipts: ...
    @property
    def outbox(self) -> Outbox: ...


def find_candidates(
    tx: Transaction,
    newsletter: Newsletter,
    policy: Policy,
    *,
    after: datetime,
    until: datetime,
    edition_id: int = 0,
) -> tuple[Candidate, ...]:
    """Return the articles with significant news recorded in (after, until], oldest news first.

    And those whose news was recorded shortly before: it may have been told by no digest.
    One that has left the newsletter's sections is news to those who were mailed it alone.
    What was recorded later is left out, so that planning an edition again, which
    `edition_id` names, finds the same.
    """
    begin = max(after - LONGEST_COMMIT, newsletter.created)
    found = []
    for article_id in tx.revisions.fresh_articles(begin, until):
        known = tuple(r for r in tx.revisions.of(article_id) if r.recorded <= until)
        newest = _newest_news(known, begin, policy)
        if newest and any(_chosen(newsletter, known)):
            found.append((newest, known))
    named = [newest.article_id for newest, _ in found]
    told = tx.receipts.told(newsletter.id, named, besides=edition_id)
    unpublished = tx.outbox.unpublished(named)
    return tuple(
        replace(
            candidate_of(
                tx.articles.by_id(newest.article_id),
                known,
                unpublished,
                elsewhere=not _chosen(newsletter, known)[-1],
            ),
            news=newest,
            told=told.get(newest.article_id, 0),
        )
        for newest, known in found
    )


def _newest_news(revisions: Sequence[Revision], after: datetime, policy: Policy) -> Revision | None:
    loud = (r for r in reversed(revisions) if r.recorded > after and not r.quiet)
    return next((r for r in loud if policy.significant(r.kind)), None)


def _chosen(newsletter: Newsletter, revisions: Sequence[Revision]) -> Sequence[bool]:
    """Tell of each revision whose words are held whether its section is the newsletter's."""
    if not newsletter.sections:
        return [True]
    sections = {term(section) for section in newsletter.sections}
    held = [term(r.content.section) in sections for r in revisions if r.content is not None]
    return held or [False]


def candidate_of(
    article: Article,
    revisions: tuple[Revision, ...],
    unpublished: Collection[UUID],
    *,
    elsewhere: bool,
) -> Candidate:
    """Return an article as digests choose by it; `unpublished` names those that ever were."""
    gone = article.status in {Status.TAKEN_DOWN, Status.UNPUBLISHED}
    wordless = revisions[-1].redacted is not None
    withdrawn = any(r.kind in {Kind.RETRACTION, Kind.TAKEDOWN} for r in revisions)
    return Candidate(
        article_id=article.id,
        revisions=revisions,
        withdrawn=gone or withdrawn or article.id in unpublished,
        gone=gone or wordless,
        elsewhere=elsewhere,
    )
