"""What is an article, and in which states can it and its revisions be?"""

import hashlib
import hmac
import json
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID


class Kind(StrEnum):
    """What a revision does to the story; declared by the editor."""

    ORIGINAL = "original"
    MINOR = "minor"
    UPDATE = "update"
    CORRECTION = "correction"
    CLARIFICATION = "clarification"
    EDITORS_NOTE = "editors-note"
    RETRACTION = "retraction"
    TAKEDOWN = "takedown"


class Severity(StrEnum):
    """How much a correction matters: a major one is told at once."""

    MAJOR = "major"
    MINOR = "minor"


class Status(StrEnum):
    """Where an article stands with the public."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    RETRACTED = "retracted"
    TAKEN_DOWN = "taken-down"
    UNPUBLISHED = "unpublished"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An author or contributor as the byline names them."""

    name: str
    role: str = ""
    location: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture; `position` counts the body paragraphs that stand before it.

    Without a `url` only its caption block is shown.
    """

    url: str | None = None
    title: str = ""
    alt: str = ""
    caption: str = ""
    credit: str = ""
    position: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """A headline the story points to; the address may be unknown."""

    title: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Everything a revision says. `body_html` is sanitised before it gets here."""

    headline: str
    summary: str = ""
    section: str = ""
    language: str = ""
    dateline: str = ""
    authors: tuple[Person, ...] = ()
    contributors: tuple[Person, ...] = ()
    images: tuple[Image, ...] = ()
    body_html: str = ""
    related: tuple[Related, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """An immutable, numbered state of an article.

    `published` is when readers could first see it and may lie in the past for
    imports; `recorded` is when this store learned it and never does. `content`
    is None when the text was never supplied (`held` is False) or was redacted.
    `quiet` revisions are neither pushed, mailed nor noticed. `editor` is who declared
    the change, for the newsroom alone: outside the hashes, and on no page.
    """

    article_id: UUID
    number: int
    kind: Kind
    note: str = ""
    severity: Severity | None = None
    premise: bool = False
    content: Content | None
    salt: bytes | None
    content_hash: bytes | None
    chain_hash: bytes
    published: datetime
    recorded: datetime
    quiet: bool = False
    editor: str = ""
    redacted: datetime | None = None
    redaction_reason: str | None = None

    @property
    def held(self) -> bool:
        """Tell whether the text was ever supplied to this store."""
        return self.content is not None or self.redacted is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A stable identity and its clocks; the words are in its revisions.

    `unknown` names in dotted form what the source of its words did not tell.
    """

    id: UUID
    slug: str
    status: Status
    first_published: datetime | None = None
    updated: datetime | None = None
    edited: datetime | None = None
    recorded: datetime
    head: int = 0
    head_hash: bytes = b""
    publish_at: datetime | None = None
    embargo: datetime | None = None
    unknown: tuple[str, ...] = ()

    @property
    def urn(self) -> str:
        """Return the entry id that feeds carry (RFC 4122 URN)."""
        return f"urn:uuid:{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A saved state without a number; its `id` is given by the store, a new one each time.

    `based_on` is the revision it edits, 0 before publication. Publishing takes the one
    draft of an article that is not `aside`: those are edits of a published article, and
    texts that came too late. `replaces` is the draft in whose place it was saved, or 0.
    """

    article_id: UUID
    id: int = 0
    content: Content
    saved: datetime
    based_on: int = 0
    unknown: tuple[str, ...] = ()
    past: tuple["PastRevision", ...] = ()
    quiet: bool = False
    editor: str = ""
    aside: bool = False
    replaces: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PastRevision:
    """A change that the source itself speaks of; `at` is None until it is known.

    `stated` holds the time in the source's own words.
    """

    kind: Kind
    note: str = ""
    at: datetime | None = None
    stated: str = field(default="")


def content_json(content: Content) -> str:
    """Write content in its one canonical form: sorted keys, no spaces, UTF-8."""
    return json.dumps(asdict(content), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def content_from_json(text: str) -> Content:
    """Read what `content_json` wrote."""
    raw = json.loads(text)
    raw["authors"] = tuple(Person(**person) for person in raw["authors"])
    raw["contributors"] = tuple(Person(**person) for person in raw["contributors"])
    raw["images"] = tuple(Image(**image) for image in raw["images"])
    raw["related"] = tuple(Related(**link) for link in raw["related"])
    raw["tags"] = tuple(raw["tags"])
    return Content(**raw)


def content_hash(content: Content | None, note: str, salt: bytes) -> bytes:
    """Return the HMAC-SHA256 of content and note under the revision's own salt.

    The salt keeps a redacted text from being guessed back from its hash.
    """
    return words_hash("null" if content is None else content_json(content), note, salt)


def words_hash(words: str, note: str, salt: bytes) -> bytes:
    """Return what `content_hash` does, of content in its canonical form."""
    message = words + "\n" + json.dumps(note, ensure_ascii=False)
    return hmac.digest(salt, message.encode(), "sha256")


def chain_hash(previous: bytes, revision: Revision) -> bytes:
    """Return the link of a revision: a SHA-256 over the link before it and its facts.

    The words are in it by their hash alone, so that it outlives their redaction.
    """
    facts = (
        revision.number,
        revision.kind,
        revision.severity,
        revision.premise,
        revision.quiet,
        revision.published.astimezone(UTC).isoformat(),
        revision.recorded.astimezone(UTC).isoformat(),
        revision.content_hash.hex() if revision.content_hash else "-",
    )
    return hashlib.sha256(previous + "|".join(map(str, facts)).encode()).digest()
