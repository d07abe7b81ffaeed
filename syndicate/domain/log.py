"""What is the public log of hashes: which revisions did the site ever publish, in which order?

A line names a revision, its kind and its instants, and holds no words. Its hash covers
the line and the hash before it, so that no line can be changed, moved or taken out without
every later hash telling.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

from syndicate.domain.articles import Kind, Revision

LINES_ON_A_PAGE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """One revision of the site, the `seq`-th that was recorded.

    `chain_hash` is the revision's link of its article's chain, `log_hash` this line's of
    the site's.
    """

    seq: int
    article_id: UUID
    number: int
    kind: Kind
    published: datetime
    recorded: datetime
    chain_hash: bytes
    log_hash: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class LogHead:
    """How long the log is, and the hash of its last line; empty before the first."""

    size: int
    log_hash: bytes

    @property
    def pages(self) -> int:
        """Return on how many pages the log is told."""
        return -(-self.size // LINES_ON_A_PAGE)


def next_line(head: LogHead, revision: Revision) -> LogLine:
    """Return the line that a newly recorded revision adds to the log."""
    line = LogLine(
        seq=head.size + 1,
        article_id=revision.article_id,
        number=revision.number,
        kind=revision.kind,
        published=revision.published,
        recorded=revision.recorded,
        chain_hash=revision.chain_hash,
        log_hash=b"",
    )
    return replace(line, log_hash=log_hash(head.log_hash, line))


def log_hash(previous: bytes, line: LogLine) -> bytes:
    """Return the SHA-256 over the hash of the line before and what this line says."""
    facts = (
        line.seq,
        line.article_id,
        line.number,
        line.kind,
        line.published.astimezone(UTC).isoformat(),
        line.recorded.astimezone(UTC).isoformat(),
        line.chain_hash.hex(),
    )
    return hashlib.sha256(previous + "|".join(map(str, facts)).encode()).digest()
