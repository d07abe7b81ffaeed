"""Which document of a feed holds which entry: the subscription document, or an archive?

Every entry has a position in its feed, counted from 1 in the order in which entries came. Each
full run of them is an archive (RFC 5005 §4) and keeps its entries for good, in their newest
state. The subscription document holds what changed last and all that is in no archive yet.
"""

import re
from dataclasses import dataclass

from syndicate.domain.feeds import ENTRIES_PER_DOCUMENT, Feed

_ARCHIVE = re.compile(r"(.+)/archive/([1-9][0-9]{0,8})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One document of a feed. `number` is the archive's, 0 for the subscription document.

    `older` is the number of the archive that goes on where this document ends, 0 for none.
    """

    feed: Feed
    number: int = 0
    older: int = 0

    @property
    def name(self) -> str:
        """Return the document's own name, which its address is made of."""
        return archive_name(self.feed.name, self.number) if self.number else self.feed.name

    @property
    def positions(self) -> range:
        """Return the positions of an archive's entries."""
        start = (self.number - 1) * ENTRIES_PER_DOCUMENT + 1
        return range(start, start + ENTRIES_PER_DOCUMENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an entry stands in a feed."""

    feed: str
    urn: str
    position: int

    @property
    def archive(self) -> str:
        """Return the name of the archive that has the entry, or will have it."""
        return archive_name(self.feed, (self.position - 1) // ENTRIES_PER_DOCUMENT + 1)


def archives(last: int) -> int:
    """Return how many archives a feed has whose newest entry stands at this position."""
    return last // ENTRIES_PER_DOCUMENT


def documents(feed: str, last: int) -> list[str]:
    """Return the names of all documents of a feed whose newest entry stands at this position."""
    return [feed, *(archive_name(feed, number + 1) for number in range(archives(last)))]


def archive_name(feed: str, number: int) -> str:
    """Return the name of a feed's archive: "all/archive/3"."""
    return f"{feed}/archive/{number}"


def archived(name: str) -> tuple[str, int]:
    """Take the name of a document apart: the feed's name, and the archive's number or 0."""
    match = _ARCHIVE.fullmatch(name)
    return (match[1], int(match[2])) if match else (name, 0)


def subscription(feed: Feed, last: int) -> Page:
    """Return the document that readers ask for again and again."""
    return Page(feed=feed, older=archives(last))


def archive(feed: Feed, number: int, last: int) -> Page | None:
    """Return one of a feed's archives; None while it is not full, since it would change."""
    if number > archives(last):
        return None
    return Page(feed=feed, number=number, older=number - 1)
