"""How does a revision move an article's clocks?"""

from dataclasses import replace
from datetime import datetime, timedelta

from syndicate.domain.articles import Article, Revision
from syndicate.domain.changes import Policy

_STEP = timedelta(seconds=1)  # what feed readers compare instants by


def clocks_after(article: Article, revision: Revision, policy: Policy) -> Article:
    """Return the article with its clocks and chain head moved by its next revision.

    `updated` moves on significant kinds only, `edited` on any. Both move on, though the revision
    be dated earlier than the one before, as by a clock that was put back: feed readers take what
    has the same instant for what they have. `recorded` is when this store learned it.
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
    return at if before is None else max(before + _STEP, at)
