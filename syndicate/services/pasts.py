"""What became of some articles so far, as one transaction sees it? Each is read once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from syndicate.domain.articles import Article, Revision


class Articles(Protocol):
    """What is asked of the articles."""

    def by_ids(self, article_ids: Collection[UUID]) -> Mapping[UUID, Article]: ...


class Revisions(Protocol):
    """What is asked of the revisions."""

    def of_all(self, article_ids: Collection[UUID]) -> Mapping[UUID, tuple[Revision, ...]]: ...


class Transaction(Protocol):
    """What reading sees of the store."""

    @property
    def articles(self) -> Articles: ...
    @property
    def revisions(self) -> Revisions: ...


@dataclass(frozen=True, slots=True)
class Pasts:
    """Articles with their revisions, read all together, for everything that follows from them.

    Good for as long as the transaction changes none of them.
    """

    tx: Transaction
    _articles: dict[UUID, Article] = field(default_factory=dict)
    _revisions: dict[UUID, tuple[Revision, ...]] = field(default_factory=dict)

    def of(self, article_id: UUID) -> tuple[Article, tuple[Revision, ...]]:
        """Return one of the articles that were read, and its whole history, oldest first."""
        return self._articles[article_id], self._revisions[article_id]

    def read(self, article_ids: Collection[UUID]) -> "Pasts":
        """Read those of these articles that were not read yet."""
        unread = [each for each in article_ids if each not in self._articles]
        if unread:
            self._articles.update(self.tx.articles.by_ids(unread))
            self._revisions.update(self.tx.revisions.of_all(unread))
        return self
