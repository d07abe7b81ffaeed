"""Is every published revision still what was published?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import groupby
from typing import Protocol
from uuid import UUID

from syndicate.domain.articles import Article, Kind, Revision, chain_hash, content_hash
from syndicate.domain.log import LogHead, LogLine, log_hash
from syndicate.errors import Broken, NotFound
from syndicate.services.transactions import Transactions


class Articles(Protocol):
    """What verifying asks of the articles."""

    def by_id(self, article_id: UUID) -> Article: ...
    def without_revisions(self) -> Sequence[str]: ...


class Revisions(Protocol):
    """What verifying asks of the revisions."""

    def everything(self) -> Iterator[Revision]: ...


class Log(Protocol):
    """What verifying asks of the public log."""

    def everything(self) -> Iterator[LogLine]: ...
    def stray(self) -> LogLine | None: ...
    def unlisted(self) -> str | None: ...


class Transaction(Protocol):
    """What verifying sees of the store."""

    @property
    def articles(self) -> Articles: ...
    @property
    def revisions(self) -> Revisions: ...
    @property
    def log(self) -> Log: ...


class What(StrEnum):
    """What the newsroom did, and wrote down, that takes words from the public."""

    RETRACTED = "retracted"
    TAKEN_DOWN = "taken-down"
    REDACTED = "redacted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A revision that took words away, or lost its own: no break. `reason` is a redaction's."""

    slug: str
    article: UUID
    revision: int
    what: What
    at: datetime
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What was looked at and found whole, and what is known to have been withdrawn of it."""

    articles: int
    revisions: int
    redacted: int
    known: tuple[Known, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verify:
    """Checks every hash and every link of every article's chain, and of the site's log."""

    transactions: Transactions[Transaction]

    def __call__(self) -> Verified:
        """Return what was verified. Raises Broken naming the first break."""
        articles = revisions = redacted = 0
        known: list[Known] = []
        with self.transactions.read() as tx:
            chains = groupby(tx.revisions.everything(), key=lambda r: r.article_id)
            for article_id, history in chains:
                chain = list(history)
                article = _article(tx, article_id)
                _verify_chain(article, chain)
                known.extend(_known(article.slug, chain))
                articles += 1
                revisions += len(chain)
                redacted += sum(r.redacted is not None for r in chain)
            _refuse_emptied(tx.articles.without_revisions())
            _verify_log(tx.log)
        return Verified(
            articles=articles, revisions=revisions, redacted=redacted, known=tuple(known)
        )


_WITHDRAWALS = {Kind.RETRACTION: What.RETRACTED, Kind.TAKEDOWN: What.TAKEN_DOWN}


def _known(slug: str, chain: Sequence[Revision]) -> Iterator[Known]:
    for revision in chain:
        if what := _WITHDRAWALS.get(revision.kind):
            yield _event(slug, revision, what, revision.recorded)
        if revision.redacted is not None:
            yield _event(slug, revision, What.REDACTED, revision.redacted)


def _event(slug: str, revision: Revision, what: What, at: datetime) -> Known:
    return Known(
        slug=slug,
        article=revision.article_id,
        revision=revision.number,
        what=what,
        at=at,
        reason=revision.redaction_reason if what is What.REDACTED else None,
    )


def _article(tx: Transaction, article_id: UUID) -> Article:
    try:
        return tx.articles.by_id(article_id)
    except NotFound as error:
        raise _broken(f"the article of the revisions of {article_id}", "is missing") from error


def _refuse_emptied(slugs: Sequence[str]) -> None:
    for slug in slugs:
        raise _broken(f"revision 1 of {slug!r}", "is missing")


def _verify_chain(article: Article, chain: list[Revision]) -> None:
    link = b""
    for number, revision in enumerate(chain, 1):
        named = f"revision {number} of {article.slug!r}"
        if revision.number != number:
            raise _broken(named, "is missing")
        link = chain_hash(link, revision)
        if link != revision.chain_hash:
            raise _broken(named, "does not fit its link of the chain")
        if not _same_words(revision):
            raise _broken(named, "does not have the words that were published")
    if article.head != len(chain) or article.head_hash != link:
        named = f"revision {len(chain) + 1} of {article.slug!r}"
        raise _broken(named, "is missing, or the chain's head was changed")


def _same_words(revision: Revision) -> bool:
    if revision.redacted is not None:
        return True
    if revision.content_hash is None or revision.salt is None:
        return revision.content is None and not revision.note
    return content_hash(revision.content, revision.note, revision.salt) == revision.content_hash


def _verify_log(log: Log) -> None:
    """Hold the log to the revisions: an article that is gone with all its rows is still in it."""
    head = LogHead(size=0, log_hash=b"")
    for line in log.everything():
        named = f"line {line.seq} of the log (revision {line.number} of {line.article_id})"
        if line.seq != head.size + 1:
            raise _broken(f"line {head.size + 1} of the log", "is missing")
        if line.log_hash != log_hash(head.log_hash, line):
            raise _broken(named, "does not fit the line before it")
        head = LogHead(size=line.seq, log_hash=line.log_hash)
    if stray := log.stray():
        named = f"revision {stray.number} of {stray.article_id}"
        raise _broken(named, f"is missing, or not as line {stray.seq} of the log tells it,")
    if unlisted := log.unlisted():
        raise _broken(unlisted, "is not in the log")


def _broken(what: str, how: str) -> Broken:
    return Broken(
        f"{what} {how}: it was changed behind the program's back; restore it from a backup"
    )
