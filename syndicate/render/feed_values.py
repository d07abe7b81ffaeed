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
class Deleted:
    """An entry that is gone for good, and since when."""

    id: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a document says of its feed. `updated` is when its newest change came.

    `older_url` is the archive with the entries that came before, `current_url` the subscription
    document of an archive; each is "" where there is none. `deleted` is newest first.
    """

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
    older_url: str = ""
    current_url: str = ""
    deleted: tuple[Deleted, ...] = ()

    @property
    def paging(self) -> tuple[Link, ...]:
        """Return the links by which all of the feed is found (RFC 5005 §4)."""
        links = {"prev-archive": self.older_url, "current": self.current_url}
        return tuple(Link(rel=rel, href=url) for rel, url in links.items() if url)


def instant(at: datetime) -> str:
    """Write an instant as RFC 3339 has it, in UTC: "2016-10-18T20:35:00Z"."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
