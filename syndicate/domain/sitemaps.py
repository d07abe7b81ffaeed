"""What does a site tell those who search it: which pages it has, and which are news?"""

from dataclasses import dataclass
from datetime import datetime, timedelta

PAGES_IN_ONE = 1_000
"""How many articles a sitemap lists; sitemaps.org allows 50,000."""

NEWS_FOR = timedelta(days=2)
"""For how long an article is news: what Google's news sitemaps may hold."""

MOST_NEWS = 1_000
"""How many articles a news sitemap may list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicPage:
    """An article's page, and when its words last changed."""

    slug: str
    updated: datetime


def positions(number: int) -> range:
    """Return the positions, in the order in which articles came, that a sitemap covers."""
    start = (number - 1) * PAGES_IN_ONE + 1
    return range(start, start + PAGES_IN_ONE)


def sitemaps(last: int) -> int:
    """Return how many sitemaps there are when the newest article stands at this position."""
    return max(1, -(-last // PAGES_IN_ONE))
