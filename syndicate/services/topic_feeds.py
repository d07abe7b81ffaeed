"""Where is the feed of a topic now, and which state is its newest?"""

from typing import NamedTuple, Protocol

from syndicate.domain.feeds import FeedDocument, FeedFormat
from syndicate.services.serve_feeds import Gone, Moved


class Serve(Protocol):
    """Hands out a feed's bytes as they are now, or tells what became of it."""

    def __call__(self, name: str, format_: FeedFormat) -> FeedDocument | Moved | Gone | None: ...


class Whereabouts(NamedTuple):
    """The name that a feed has now, and its newest state; empty where it is closed."""

    feed: str
    etag: str


def whereabouts(serve: Serve, feed: str, format_: FeedFormat) -> Whereabouts:
    """Return where a feed is now, followed to where it has moved."""
    found = serve(feed, format_)
    if isinstance(found, Moved):
        feed = found.name
        found = serve(feed, format_)
    return Whereabouts(feed, found.etag if isinstance(found, FeedDocument) else "")
