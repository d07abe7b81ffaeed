"""Which articles do a site's public lists name? Its feeds, as one reader of them sees them."""

import re
from collections.abc import Iterator
from html import unescape
from uuid import UUID

from syndicate.domain.testimony import Account

_SUBSCRIBED = re.compile(r'\bxmlUrl="([^"]*)"')
_FEED = re.compile(r"(?:^|/)(feeds/[^?#]+)\.(?:atom|rss|json)$")
_URN = "urn:uuid:"


def feeds_in(opml: str) -> Iterator[str]:
    """Yield the path of each feed of an OPML document, in the format of JSON Feed, once."""
    found = (_FEED.search(unescape(url)) for url in _SUBSCRIBED.findall(opml))
    yield from dict.fromkeys(f"/{feed[1]}.json" for feed in found if feed)


def articles_in(feed: Account) -> tuple[UUID, ...]:
    """Return the article that each item of a feed is of, its own or another's that it tells of.

    Raises ValueError, TypeError or LookupError for what is no feed of ours.
    """
    return tuple(
        UUID((item["_syndicate"].get("article") or item["id"]).removeprefix(_URN))
        for item in feed["items"]
    )


def older_in(feed: Account) -> str:
    """Return the path where a feed goes on with older items; "" where it ends."""
    found = _FEED.search(str(feed.get("next_url", "")))
    return f"/{found[1]}.json" if found else ""
