"""Which entries are told to be gone for good, and for how long?

A feed says so by a tombstone (RFC 6721) that consumers find where the entry was. A taken-down
article keeps a neutral entry first, which also readers without tombstones understand.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from syndicate.domain.archives import Place
from syndicate.domain.articles import Article, Revision, Status
from syndicate.domain.feeds import revised_slug
from syndicate.domain.memberships import Member

KEPT = timedelta(days=30)
_WITHDRAWN = {Status.TAKEN_DOWN, Status.UNPUBLISHED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """Tells that an entry left a feed for good (RFC 6721 §3), and when."""

    feed: str
    urn: str
    article_id: UUID
    at: datetime


def is_buried(article: Article, revisions: Sequence[Revision], now: datetime) -> bool:
    """Tell whether a takedown is so long ago that its neutral entry gives way to a tombstone."""
    return article.status is Status.TAKEN_DOWN and revisions[-1].recorded <= now - KEPT


def tombstones(
    article: Article,
    standing: Iterable[Tombstone],
    before: Iterable[Place],
    members: Iterable[Member],
    now: datetime,
) -> tuple[Tombstone, ...]:
    """Decide which tombstones an article has once its entries moved from `before` to `members`.

    One that stands keeps its instant. None is there beside a live entry of the same id, and
    none where the article came back: a later one would void the entry (RFC 6721 §5), and one
    that is older than the entry is void itself, so none is, though the clock be put back.
    """
    if article.status not in _WITHDRAWN:
        return ()
    live = {(member.feed, member.urn) for member in members}
    found = {(one.feed, one.urn): one for one in _fresh(article, before, now)}
    found |= {(one.feed, one.urn): one for one in standing}
    return tuple(one for key, one in found.items() if key not in live)


def _fresh(article: Article, before: Iterable[Place], now: datetime) -> Iterator[Tombstone]:
    at = max(now, article.edited or now, article.recorded)  # notices go by `recorded`
    for place in before:
        if revised_slug(place.feed) is None:  # that feed is closed with its article
            yield Tombstone(feed=place.feed, urn=place.urn, article_id=article.id, at=at)
