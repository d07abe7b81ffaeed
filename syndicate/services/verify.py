"""Is every published revision still what was published?"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol
from uuid import UUID

from syndicate.domain.articles import Article, Revision, chain_hash, content_hash
from syndicate.errors import Broken
from syndicate.services.transactions import Transactions


class Articles(Protocol):
    """What verifying asks of the articles."""

    def by_id(self, article_id: UUID) -> Article: ...
    def published(self) -> int: ...


class Revisions(Protocol):
    """What verifying asks of the revisions."""

    def everything(self) -> Iterator[Revision]: ...


class Transaction(Protocol):
    """What verifying sees of the store."""

    @property
    def articles(self) -> Articles: ...
    @property
    def revisions(self) -> Revisions: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What was looked at and found whole."""

    articles: int
    revisions: int
    redacted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Verify:
    """Checks every hash and every link of every article's chain."""

    transactions: Transactions[Transaction]

    def __call__(self) -> Verified:
        """Return what was verified. Raises Broken naming the first break."""
        articles = revisions = redacted = 0
        with self.transactions.read() as tx:
            chains = groupby(tx.revisions.everything(), key=lambda r: r.article_id)
            for article_id, history in chains:
                chain = list(history)
                _verify_chain(tx.articles.by_id(article_id), chain)
                articles += 1
                revisions += len(chain)
                redacted += sum(r.redacted is not None for r in chain)
            _verify_count(articles, tx.articles.published())
        return Verified(articles=articles, revisions=revisions, redacted=redacted)


def _verify_count(chains: int, published: int) -> None:
    if chains != published:
        raise Broken(
            f"{published} articles were published but only {chains} have revisions: "
            "rows were deleted behind the program's back; restore a backup"
        )


def _verify_chain(article: Article, chain: list[Revision]) -> None:
    link = b""
    for number, revision in enumerate(chain, 1):
        if revision.number != number:
            raise _broken(article, number, "is missing")
        link = _verify_link(article, link, revision)
    if article.head != len(chain) or article.head_hash != link:
        raise _broken(article, len(chain) + 1, "is missing, or the chain's head was changed")


def _verify_link(article: Article, before: bytes, revision: Revision) -> bytes:
    link = chain_hash(
        before,
        number=revision.number,
        kind=revision.kind,
        published=revision.published,
        recorded=revision.recorded,
        content_hash=revision.content_hash,
    )
    if link != revision.chain_hash:
        raise _broken(article, revision.number, "does not fit its link of the chain")
    if revision.content is not None and not _same_words(revision):
        raise _broken(article, revision.number, "does not have the words that were published")
    if revision.content is None and revision.held and revision.redacted is None:
        raise _broken(article, revision.number, "lost its words without a redaction")
    return link


def _same_words(revision: Revision) -> bool:
    if revision.content is None or revision.salt is None:
        return False
    return content_hash(revision.content, revision.note, revision.salt) == revision.content_hash


def _broken(article: Article, number: int, what: str) -> Broken:
    return Broken(
        f"revision {number} of {article.slug!r} {what}: it was changed behind the program's "
        "back; restore it from a backup"
    )
