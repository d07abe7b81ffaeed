"""Which feeds are there, what stands in them, and what is a feed document?"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid5

from syndicate.domain.articles import Content

ENTRIES_PER_DOCUMENT = 50


class FeedFormat(StrEnum):
    """The three formats; the value is the address's suffix."""

    ATOM = "atom"
    RSS = "rss"
    JSON = "json"

    @property
    def media_type(self) -> str:
        """Return the registered media type, with its charset."""
        return _MEDIA_TYPES[self]


_MEDIA_TYPES = {
    FeedFormat.ATOM: "application/atom+xml; charset=utf-8",
    FeedFormat.RSS: "application/rss+xml; charset=utf-8",
    FeedFormat.JSON: "application/feed+json; charset=utf-8",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A standing selection: `name` is its address, `label` what it selects, for people."""

    name: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedDocument:
    """The bytes of one feed in one format. `last_modified` is when these bytes came to be."""

    name: str
    format: FeedFormat
    body: bytes
    etag: str
    last_modified: datetime


ALL = Feed(name="all", label="")
CORRECTIONS = Feed(name="corrections", label="Corrections")


def term(text: str) -> str:
    """Turn a label into the part of an address that stands for it: "World & Nation" → world-nation.

    Letters of any script are kept; accents of Latin letters are folded.
    """
    folded = unicodedata.normalize("NFKD", text.replace("ß", "ss"))
    plain = "".join(c for c in folded if not unicodedata.combining(c)).casefold()
    return re.sub(r"[\W_]+", "-", unicodedata.normalize("NFC", plain)).strip("-") or "untitled"


def feeds_of(content: Content) -> tuple[Feed, ...]:
    """Return the feeds an article with this content stands in, besides corrections."""
    return (
        ALL,
        *_feeds("sections", [content.section] if content.section else []),
        *_feeds("tags", content.tags),
        *_feeds("authors", [person.name for person in content.authors]),
    )


def _feeds(folder: str, labels: Iterable[str]) -> tuple[Feed, ...]:
    named = {f"{folder}/{term(label)}": label for label in labels}
    return tuple(Feed(name=name, label=label) for name, label in named.items())


def revisions_feed(slug: str) -> str:
    """Return the name of the feed of one article's revisions."""
    return f"articles/{slug}/revisions"


def revision_urn(article_id: UUID, number: int) -> str:
    """Return the id of a revision's own entry: stable, and never the article's."""
    return f"urn:uuid:{uuid5(article_id, f'revision/{number}')}"
