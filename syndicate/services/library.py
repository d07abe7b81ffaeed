"""What is in the store, for people and programs that ask?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Protocol
from uuid import UUID

from syndicate.domain.accounts import Account, article_account, summary_account
from syndicate.domain.articles import Article, Content, Draft, Revision, Status
from syndicate.domain.changes import Policy
from syndicate.domain.drafting import State, draft_named
from syndicate.domain.pages import History, history_of
from syndicate.domain.readings import Reading, read
from syndicate.domain.site import PublicHistory
from syndicate.errors import NotFound
from syndicate.services.transactions import Transactions

PAGE = 500


class Articles(Protocol):
    """What the library asks of the articles."""

    def by_slug(self, slug: str) -> Article: ...
    def find(self, slug: str) -> Article | None: ...
    def by_id(self, article_id: UUID) -> Article: ...
    def newest(
        self, limit: int, before: tuple[datetime, UUID] | None = None
    ) -> Sequence[Article]: ...


class Drafts(Protocol):
    """What the library asks of the drafts."""

    def of(self, article_id: UUID) -> Draft | None: ...
    def all_of(self, article_id: UUID) -> Sequence[Draft]: ...


class Revisions(Protocol):
    """What the library asks of the revisions."""

    def of(self, article_id: UUID) -> tuple[Revision, ...]: ...


class Transaction(Protocol):
    """What the library sees of the store."""

    @property
    def articles(self) -> Articles: ...
    @property
    def drafts(self) -> Drafts: ...
    @property
    def revisions(self) -> Revisions: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicArticle:
    """An article as its public pages need it; `reading` is what is read now."""

    article: Article
    reading: Reading
    revisions: tuple[Revision, ...]
    shows: PublicHistory

    @property
    def history(self) -> History:
        """Return what the public may see of its revisions."""
        return history_of(self.article, self.revisions, self.shows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Strands:
    """A draft, the revision it was edited from, and the newest; `words` holds each one's."""

    base: State
    newest: State
    draft: State
    words: Mapping[State, Content]


_PUBLIC = {Status.PUBLISHED, Status.RETRACTED, Status.TAKEN_DOWN, Status.UNPUBLISHED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """Answers what articles there are and what they say."""

    transactions: Transactions[Transaction]
    policy: Policy
    shows: PublicHistory

    def show(self, slug: str) -> Account:
        """Return everything of an article, drafts too. Raises NotFound."""
        with self.transactions.read() as tx:
            article = tx.articles.by_slug(slug)
            saved = tx.drafts.all_of(article.id)
            return article_account(article, saved, tx.revisions.of(article.id))

    def words(self, slug: str, state: State | None = None) -> Content:
        """Return the words of a revision or draft, or those that stand now. Raises NotFound."""
        with self.transactions.read() as tx:
            article = tx.articles.by_slug(slug)
            drafts = tx.drafts.all_of(article.id)
            revisions = tx.revisions.of(article.id)
        if state is None:
            to_publish = [draft.content for draft in drafts if not draft.aside]
            return (to_publish or [_words(article, revisions, None)])[0]
        if state.draft:
            return draft_named(article, drafts, state.number).content
        return _words(article, revisions, state)

    def strands(self, slug: str, state: State) -> Strands:
        """Return a draft's words, those it was edited from, and those that stand now.

        Raises NotFound where there is no such draft, or nothing was published.
        """
        with self.transactions.read() as tx:
            article = tx.articles.by_slug(slug)
            draft = draft_named(article, tx.drafts.all_of(article.id), state.number)
            revisions = tx.revisions.of(article.id)
        newest = State(article.head)
        base = State(draft.based_on) if draft.based_on else newest
        return Strands(
            base=base,
            newest=newest,
            draft=state,
            words=MappingProxyType(
                {
                    base: _words(article, revisions, base),
                    newest: _words(article, revisions, newest),
                    state: draft.content,
                }
            ),
        )

    def list(self) -> Iterator[Account]:
        """Yield every article, newest recorded first, without body and revisions."""
        before = None
        while page := self._page(before):
            with self.transactions.read() as tx:
                for article in page:
                    revisions = tx.revisions.of(article.id)
                    yield summary_account(article, tx.drafts.of(article.id), revisions)
            before = (page[-1].recorded, page[-1].id)

    def _page(self, before: tuple[datetime, UUID] | None) -> Sequence[Article]:
        with self.transactions.read() as tx:
            return tx.articles.newest(PAGE, before)

    def public(self, slug: str) -> PublicArticle:
        """Return a published article by any of its slugs.

        Raises NotFound for anything that is not public yet, as if it did not exist.
        """
        with self.transactions.read() as tx:
            return self._public(tx, tx.articles.find(slug), slug)

    def public_by_id(self, article_id: UUID) -> PublicArticle:
        """Return a published article by its identity. Raises NotFound as `public` does."""
        with self.transactions.read() as tx:
            return self._public(tx, tx.articles.by_id(article_id), str(article_id))

    def _public(self, tx: Transaction, article: Article | None, asked: str) -> PublicArticle:
        if article is None or article.status not in _PUBLIC:
            raise NotFound(f"no article is published at {asked!r}")
        revisions = tx.revisions.of(article.id)
        reading = read(article, revisions, self.policy)
        return PublicArticle(
            article=article, reading=reading, revisions=revisions, shows=self.shows
        )

    def at(self, public: PublicArticle, number: int) -> Reading:
        """Return a revision of an article as it is read today.

        Raises NotFound where there is none, or the public history tells notes only.
        """
        if not 1 <= number <= public.article.head or self.shows is PublicHistory.NOTES:
            raise NotFound(f"{public.article.slug!r} shows no revision {number}")
        return read(public.article, public.revisions, self.policy, at=number)


def _words(article: Article, revisions: Sequence[Revision], state: State | None) -> Content:
    for revision in reversed(revisions):
        if revision.content is not None and (state is None or state.number == revision.number):
            return revision.content
    raise NotFound(f"{article.slug!r} holds no words of revision {state or article.head}")
