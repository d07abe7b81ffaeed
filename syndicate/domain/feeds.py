"""Which feeds are there, what stands in them, and what is a feed document?"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import NAMESPACE_URL, UUID, uuid5

from syndicate.domain.articles import Content

ENTRIES_PER_DOCUMENT = 50
LEAP = 1_000_000
"""How many changes of documents there are in a second at the most: see FeedChanges.leap."""
LONGEST_TERM = 100


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
    """A standing selection: `name` is its address, `label` what it selects, for people.

    `key` is what its id grows from where the address may change.
    """

    name: str
    label: str
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedDocument:
    """The bytes of one feed in one format.

    `last_modified` is when these bytes came to be; `updated` is what they say.
    """

    name: str
    format: FeedFormat
    body: bytes
    etag: str
    last_modified: datetime
    updated: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Previous:
    """What a document was before it is rendered anew.

    `body` are its bytes where it is outdated, which has no tag; a tag tells other bytes apart.
    """

    etag: str
    last_modified: datetime
    updated: datetime
    body: bytes | None = None


ALL = Feed(name="all", label="")
CORRECTIONS = Feed(name="corrections", label="Corrections")
SITE_FEEDS = {feed.name: feed for feed in (ALL, CORRECTIONS)}
"""The feeds that are there whatever was published, by name."""


def term(text: str) -> str:
    """Turn a label into the part of an address that stands for it: "World & Nation" → world-nation.

    Letters of any script are kept; accents of Latin letters are folded, and apostrophes
    inside a word left out. What is longer than an address should be is cut.
    """
    folded = unicodedata.normalize("NFKD", text.replace("ß", "ss"))
    plain = "".join(c for c in folded if not unicodedata.combining(c)).casefold()
    joined = re.sub(r"(?<=\w)['’ʼ](?=\w)", "", unicodedata.normalize("NFC", plain))
    words = re.sub(r"[\W_]+", "-", joined).strip("-")
    return words[:LONGEST_TERM].rstrip("-") or "untitled"


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


def revised_slug(name: str) -> str | None:
    """Return the slug whose revisions a feed of this name lists; None for other feeds."""
    slug = name.removeprefix("articles/").removesuffix("/revisions")
    return slug if revisions_feed(slug) == name else None


def revisions_of(article_id: UUID, slug: str, headline: str) -> Feed:
    """Return the feed of one article's revisions; a new slug leaves its id alone."""
    key = f"articles/{article_id}/revisions"
    return Feed(name=revisions_feed(slug), label=headline, key=key)


def document_path(name: str, suffix: str) -> str:
    """Return the path of a document below the site's address: "feeds/all.atom"."""
    folder = "" if name.startswith(("articles/", "newsletters/")) else "feeds/"
    return f"{folder}{name}.{suffix}"


def feed_urn(feed: Feed, base_url: str) -> str:
    """Return a feed's own id: the same in every format, of the site and the selection alone."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'{base_url}/feeds/{feed.key or feed.name}')}"


def etag(name: str, format_: FeedFormat, body: bytes) -> str:
    """Return the opaque tag of these bytes at this address, without quotes.

    Two feeds with the same bytes differ (RFC 9110 §8.8.3 compares per resource,
    caches are less careful). Whoever serves an encoding appends its name.
    """
    address = f"{name}.{format_}\n".encode()
    return hashlib.sha256(address + body).hexdigest()[:32]


def revision_urn(article_id: UUID, number: int) -> str:
    """Return the id of a revision's own entry: stable, and never the article's."""
    return f"urn:uuid:{uuid5(article_id, f'revision/{number}')}"
