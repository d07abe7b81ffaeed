"""May an article wait for a moment, and may it stop waiting?"""

from dataclasses import replace
from datetime import datetime

from syndicate.domain.articles import Article, Status
from syndicate.errors import Refused

_HIDDEN = {Status.DRAFT, Status.SCHEDULED}


def refuse_published(article: Article, *, waits: bool) -> None:
    """Refuse what is public already, or was; `waits` tells that it should wait for a moment."""
    if article.status in _HIDDEN:
        return
    slug = article.slug
    if article.status is not Status.PUBLISHED:
        raise Refused(
            f"{slug!r} is {article.status}; bring it back first: "
            f'syndicate article reinstate {slug} --note "…"'
        )
    if waits:
        raise Refused(
            f"{slug!r} is {article.status} already: only what was never public can wait for a "
            f"moment; keep a change of it back as a draft: syndicate article save {slug} FILE"
        )
    raise Refused(f"{slug!r} is {article.status} already; see syndicate article show {slug}")


def refuse_past(article: Article, at: datetime | None, now: datetime) -> None:
    """Refuse a moment that has passed: more likely a slip than a wish, and never a date."""
    if at is not None and at < now:
        raise Refused(
            f"{at.isoformat()} has passed; to publish it now: "
            f"syndicate article publish {article.slug}"
        )


def unscheduled(article: Article) -> Article:
    """Return a scheduled article as a draft; an embargo stays. Raises Refused for others."""
    if article.status is not Status.SCHEDULED:
        raise Refused(f"{article.slug!r} is {article.status}: it waits for no moment")
    return replace(article, status=Status.DRAFT, publish_at=None)
