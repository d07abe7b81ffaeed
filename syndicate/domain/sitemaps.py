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


def positions(number: int, in_one: int) -> range:
    """Return the positions, in the order in which articles came, that a sitemap covers."""
    start = (number - 1) * in_one + 1
    return range(start, start + in_one)


def sitemaps(last: int, in_one: int) -> int:
    """Return how many sitemaps there are when the newest article stands at this position."""
    return max(1, -(-last // in_one))
