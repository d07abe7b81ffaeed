"""How does a revision move an article's clocks?"""

from dataclasses import replace
from datetime import datetime

from syndicate.domain.articles import Article, Revision
from syndicate.domain.changes import Policy


def clocks_after(article: Article, revision: Revision, policy: Policy) -> Article:
    """Return the article with its clocks and chain head moved by its next revision.

    `updated` moves on significant kinds only and never backwards; `edited`
    moves on any; `recorded` is when this store learned it.
    """
    significant = policy.significant(revision.kind)
    return replace(
        article,
        first_published=article.first_published or revision.published,
        updated=_later(article.updated, revision.published) if significant else article.updated,
        edited=_later(article.edited, revision.published),
        recorded=revision.recorded,
        head=revision.number,
        head_hash=revision.chain_hash,
    )


def _later(before: datetime | None, at: datetime) -> datetime:
    return at if before is None else max(before, at)
