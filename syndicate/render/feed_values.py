"""What does a feed say, whatever its format?"""

from dataclasses import dataclass
from datetime import UTC, datetime

from syndicate.domain.articles import Kind, Status
from syndicate.domain.readings import Note


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A section or tag: `term` for machines, `label` for people."""

    term: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture that has an address. `type` is "" when its address does not tell."""

    url: str
    type: str
    title: str
    description: str
    credit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A typed pointer (RFC 8288) to a page for people."""

    rel: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry or item. `content` is HTML, every other text is plain.

    `article` is "" where it is about none: what tells of a revision then says nothing.
    `summary` is what the newsroom wrote, or else the text's own beginning.
    `history` is None where nobody may see the older words.
    """

    id: str
    article: str
    url: str
    title: str
    language: str
    published: datetime
    updated: datetime
    edited: datetime
    summary: str
    content: str
    rights: str
    authors: tuple[str, ...]
    contributors: tuple[str, ...] = ()
    categories: tuple[Category, ...] = ()
    pictures: tuple[Picture, ...] = ()
    links: tuple[Link, ...] = ()
    history: str | None = None
    revision: int
    kind: Kind
    status: Status
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a feed says of itself. `updated` is when its newest change came."""

    id: str
    title: str
    description: str
    language: str
    self_url: str
    home_url: str
    hubs: tuple[str, ...]
    publisher: str
    rights: str
    updated: datetime


def instant(at: datetime) -> str:
    """Write an instant as RFC 3339 has it, in UTC: "2016-10-18T20:35:00Z"."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
