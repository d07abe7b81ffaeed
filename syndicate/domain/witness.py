"""What does a witness of a site see, remember and find?

A witness stands outside, trusts nobody, and holds nothing but what it saw the last time.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import pairwise
from uuid import UUID

from syndicate.domain.accounts_of_history import line_account
from syndicate.domain.log import LogHead, LogLine
from syndicate.domain.proofs import PublicKey, Signature, succession
from syndicate.domain.testimony import History, line_of
from syndicate.errors import Refused

Key = tuple[UUID, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something a person should know. A breach is what no honest site shows."""

    breach: bool
    what: str


def breach(what: str) -> Finding:
    """Return the finding that something was altered, or is not what it must be."""
    return Finding(breach=True, what=what)


def remark(what: str) -> Finding:
    """Return the finding of something that may be, and that limits what is proved."""
    return Finding(breach=False, what=what)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a history told of one revision and nothing else can prove later.

    `note` is a hash of its note: what was taken down is not to live on in memories.
    """

    note: str
    redacted: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """All of a site that a witness remembers."""

    url: str
    keys: tuple[bytes, ...] = ()
    lines: tuple[LogLine, ...] = ()
    told: Mapping[Key, Told] = field(default_factory=dict)

    @property
    def head(self) -> LogHead:
        """Return the head of the log as it was."""
        if not self.lines:
            return LogHead(size=0, log_hash=b"")
        return LogHead(size=self.lines[-1].seq, log_hash=self.lines[-1].log_hash)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of looking at a whole site; `words` counts the revisions proved by them."""

    articles: int
    revisions: int
    words: int
    findings: tuple[Finding, ...]
    compared: bool

    @property
    def breaches(self) -> int:
        """Return how many findings are breaches."""
        return sum(finding.breach for finding in self.findings)


def told_in(history: History) -> Mapping[Key, Told]:
    """Return what is to be remembered of a history."""
    return {
        (history.article_id, revision.number): Told(
            note=sha256(revision.note.encode()).hexdigest() if revision.note else "",
            redacted=revision.redacted.isoformat() if revision.redacted else "",
            reason=revision.redaction_reason or "",
        )
        for revision in history.revisions
        if not history.bare
    }


def refuse_another(before: Seen, url: str, keys: Sequence[PublicKey]) -> None:
    """Refuse to compare a site with what was seen of another: of neither this address nor key.

    A site that moved is known by its keys; one whose keys were replaced, by its address.
    """
    if before.url == url or not before.keys or {each.key for each in keys} & {*before.keys}:
        return
    raise Refused(
        f"what is remembered is of {before.url}, and {url} has none of its keys: it is another "
        "site; remember it in a file of its own"
    )


def changes_of_keys(
    before: Sequence[bytes], now: Sequence[PublicKey], verified: Iterable[bool]
) -> Iterator[Finding]:
    """Find keys that vanished, and new ones that no older one signed.

    `verified` says of each key but the first whether the one before it signed it.
    """
    listed = [each.key for each in now]
    for number, signed in enumerate(verified, 2):
        if not signed:
            yield breach(
                f"key {number}, {listed[number - 1].hex()}, is not signed by the one before"
            )
    if before and before[-1] not in listed:
        yield breach(
            f"the key was changed: {before[-1].hex()} signed before and is listed no more, "
            f"and it did not sign {listed[-1].hex()}"
        )
    elif list(before) != listed[: len(before)]:
        yield breach("the keys of the past are not those that were listed before")


def successions(keys: Sequence[PublicKey]) -> Iterator[tuple[Signature, bytes]]:
    """Return what each key but the first was signed with by the one before, and under what."""
    for old, new in pairwise(keys):
        yield Signature(key=old.key, signature=new.signature), succession(old.key, new.key)


def seen_account(seen: Seen) -> Mapping[str, object]:
    """Return what is remembered, as it is kept."""
    return {
        "url": seen.url,
        "keys": [key.hex() for key in seen.keys],
        "lines": [line_account(line) for line in seen.lines],
        "told": [
            {"article": str(article_id), "number": number, "note": told.note}
            | ({"redacted": told.redacted, "reason": told.reason} if told.redacted else {})
            for (article_id, number), told in seen.told.items()
        ],
    }


def seen_of(account: Mapping[str, object]) -> Seen:
    """Read what `seen_account` wrote. Raises ValueError, TypeError or LookupError."""
    keys, lines, told = (account[name] for name in ("keys", "lines", "told"))
    if not (isinstance(keys, list) and isinstance(lines, list) and isinstance(told, list)):
        raise TypeError("no lists")
    return Seen(
        url=str(account["url"]),
        keys=tuple(map(bytes.fromhex, keys)),
        lines=tuple(map(line_of, lines)),
        told={
            (UUID(each["article"]), int(each["number"])): Told(
                note=str(each["note"]),
                redacted=str(each.get("redacted", "")),
                reason=str(each.get("reason", "")),
            )
            for each in told
        },
    )
