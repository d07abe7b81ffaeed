"""What do the documents say that a site answers with to those who check it?

They come from somebody who is not trusted: every reader here raises Broken, naming the
document, for one that is not what it must be.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import UUID

from syndicate.domain.articles import Kind, Revision, Severity, words_hash
from syndicate.domain.log import LogHead, LogLine
from syndicate.domain.proofs import PublicKey, Signature
from syndicate.errors import Broken

T = TypeVar("T")
Account = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """An article's history as it is told. Its revisions have no content here.

    `bare` is that of a withdrawn article, which tells kinds and instants only. `readable`
    are the numbers whose words everybody may have.
    """

    article_id: UUID
    status: str
    slug: str
    bare: bool
    revisions: tuple[Revision, ...]
    readable: frozenset[int]
    head: tuple[int, bytes, Signature] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedHead:
    """The log's head, and what vouches for it."""

    head: LogHead
    page: int
    signature: Signature


def read(what: str, body: bytes, reader: Callable[[Account], T]) -> T:
    """Read a document. Raises Broken where it is none of its kind."""
    try:
        return reader(json.loads(body))
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise Broken(f"{what} cannot be understood: {error!r}") from error


def keys_of(account: Account) -> tuple[PublicKey, ...]:
    """Return the keys of a site; there is one at least."""
    keys = tuple(
        PublicKey(key=bytes.fromhex(each["key"]), signature=bytes.fromhex(each["signature"] or ""))
        for each in account["keys"]
    )
    if not keys:
        raise ValueError("no key")
    return keys


def head_of(account: Account) -> SignedHead:
    """Return the head of the log."""
    head = LogHead(size=int(account["size"]), log_hash=bytes.fromhex(account["log_hash"]))
    page = int(account["lines_on_a_page"])
    if head.size < 0 or page < 1:
        raise ValueError("no size")
    return SignedHead(head=head, page=page, signature=_signature(account))


def lines_of(account: Account) -> tuple[LogLine, ...]:
    """Return the lines on a page of the log."""
    return tuple(map(line_of, account["lines"]))


def line_of(account: Account) -> LogLine:
    """Return a line of the log."""
    return LogLine(
        seq=int(account["seq"]),
        article_id=UUID(account["article"]),
        number=int(account["number"]),
        kind=Kind(account["kind"]),
        published=_instant(account["published"]),
        recorded=_instant(account["recorded"]),
        chain_hash=bytes.fromhex(account["chain_hash"]),
        log_hash=bytes.fromhex(account["log_hash"]),
    )


def history_of(account: Account) -> History:
    """Return an article's history."""
    article_id = UUID(account["article"])
    bare = "head" not in account
    revisions = tuple(_revision(article_id, each, bare=bare) for each in account["revisions"])
    newest = max((revision.number for revision in revisions), default=0)
    full = account.get("public_history") == "full"
    shown = account["status"] == "published"
    return History(
        article_id=article_id,
        status=str(account["status"]),
        slug=str(account.get("slug", "")),
        bare=bare,
        revisions=revisions,
        readable=frozenset(r.number for r in revisions if shown and (full or r.number == newest)),
        head=None if bare else _head(account["head"]),
    )


def _head(account: Account) -> tuple[int, bytes, Signature]:
    return int(account["number"]), bytes.fromhex(account["chain_hash"]), _signature(account)


def _revision(article_id: UUID, account: Account, *, bare: bool) -> Revision:
    told: Account = _UNTOLD if bare else account
    redacted = told["redacted"]
    hashed = told["content_hash"]
    return Revision(
        article_id=article_id,
        number=int(account["number"]),
        kind=Kind(account["kind"]),
        note=str(told["note"]),
        severity=Severity(told["severity"]) if told["severity"] else None,
        premise=bool(told["premise"]),
        content=None,
        salt=None,
        content_hash=bytes.fromhex(hashed) if hashed else None,
        chain_hash=bytes.fromhex(told["chain_hash"]),
        published=_instant(account["published"]),
        recorded=_instant(account["recorded"]),
        quiet=bool(told["quiet"]),
        redacted=_instant(redacted) if redacted else None,
        redaction_reason=told["redaction_reason"],
    )


_UNTOLD: Account = {
    "note": "",
    "severity": None,
    "premise": False,
    "quiet": False,
    "redacted": None,
    "redaction_reason": None,
    "content_hash": None,
    "chain_hash": "",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A revision's words: what their hash comes to, and those that its page must show."""

    number: int
    proved: bytes | None
    note: str
    headline: str
    body_html: str


def words_of(account: Account) -> Words:
    """Return a revision's words, hashed again from what is told."""
    content, salt, note = account["content"], account["salt"], str(account["note"])
    told = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return Words(
        number=int(account["number"]),
        proved=words_hash(told, note, bytes.fromhex(salt)) if salt else None,
        note=note,
        headline=str(content["headline"]) if content else "",
        body_html=str(content["body_html"]) if content else "",
    )


def _signature(account: Account) -> Signature:
    key, signature = (bytes.fromhex(account[name]) for name in ("key", "signature"))
    return Signature(key=key, signature=signature)


def _instant(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text!r} has no offset")
    return moment.astimezone(UTC)
