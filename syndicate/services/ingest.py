"""How does a source become a draft?"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain, count
from typing import Protocol
from uuid import UUID

from syndicate.clock import Clock
from syndicate.domain.articles import Article, Content, Draft, Revision, Status
from syndicate.domain.feeds import term
from syndicate.domain.languages import language_tag
from syndicate.domain.slugs import slug_of
from syndicate.domain.stories import Story, same_story
from syndicate.errors import Refused
from syndicate.services.transactions import Transactions


class Articles(Protocol):
    """What ingesting asks of the articles."""

    def add(self, article: Article) -> None: ...
    def lock(self, slug: str) -> Article: ...
    def taken(self, slug: str) -> bool: ...


class Drafts(Protocol):
    """What ingesting asks of the drafts."""

    def of(self, article_id: UUID) -> Draft | None: ...
    def save(self, draft: Draft) -> object: ...


class Revisions(Protocol):
    """What ingesting asks of the revisions."""

    def of(self, article_id: UUID) -> tuple[Revision, ...]: ...


class Transaction(Protocol):
    """What ingesting sees of the store."""

    @property
    def articles(self) -> Articles: ...
    @property
    def drafts(self) -> Drafts: ...
    @property
    def revisions(self) -> Revisions: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingest:
    """Saves what an importer understood as a draft."""

    transactions: Transactions[Transaction]
    clock: Clock
    new_id: Callable[[], UUID]

    def __call__(self, story: Story, *, announce: bool, dry_run: bool = False) -> str:
        """Save the story as a draft and return its slug; a dry run saves nothing.

        The same story again renews its draft, setting aside what an editor saved in other
        words; when it is published in the same words, nothing is to be saved. Raises
        Refused when it was published in others: a change of it has to be declared.
        """
        now = self.clock.now()
        with self.transactions.write() as tx:
            slug, known = _place(tx, story)
            if not dry_run and not _is_out(tx, known, story):
                article = known or self._new(tx, slug, now)
                before = tx.drafts.of(article.id)
                quiet = _quiet(before, announce=announce)
                tx.drafts.save(_draft(article, story, now, quiet=quiet))
                if before and before.editor and before.content != story.content:
                    tx.drafts.save(replace(before, aside=True))
        return slug

    def _new(self, tx: Transaction, slug: str, now: datetime) -> Article:
        article = Article(id=self.new_id(), slug=slug, status=Status.DRAFT, recorded=now)
        tx.articles.add(article)
        return article


def _place(tx: Transaction, story: Story) -> tuple[str, Article | None]:
    """Return the slug a story belongs at, and the article that it is already."""
    slug = term(story.slug) if story.slug else slug_of(story.content.headline)
    for name in chain([slug], (f"{slug}-{n}" for n in count(2))):
        if not tx.articles.taken(name):
            return name, None
        known = tx.articles.lock(name)
        if story.slug or same_story(_words_of(tx, known), story.content):
            return known.slug, known
    raise AssertionError("slugs do not end")


def _words_of(tx: Transaction, article: Article) -> Content | None:
    draft = tx.drafts.of(article.id)
    if draft is not None:
        return draft.content
    return _published_words(tx, article)


def _published_words(tx: Transaction, article: Article) -> Content | None:
    """Return the newest words, in the language that an importer names today.

    An older program kept it as the source spells it.
    """
    held = [r.content for r in tx.revisions.of(article.id) if r.content is not None]
    return replace(held[-1], language=language_tag(held[-1].language)) if held else None


def _is_out(tx: Transaction, article: Article | None, story: Story) -> bool:
    """Tell whether these words are published. Raises Refused when only other words are."""
    if article is None or article.status in {Status.DRAFT, Status.SCHEDULED}:
        return False
    if article.status is not Status.PUBLISHED:
        raise Refused(
            f"{article.slug!r} is {article.status}; bring it back first: "
            f'syndicate article reinstate {article.slug} --note "…"'
        )
    if _published_words(tx, article) != story.content:
        raise Refused(
            f"{article.slug!r} is published already; declare what changed: "
            f'syndicate article revise {article.slug} FILE --kind update --note "…"'
        )
    return True


def _quiet(draft: Draft | None, *, announce: bool) -> bool:
    return not announce and (draft is None or draft.quiet)


def _draft(article: Article, story: Story, now: datetime, *, quiet: bool) -> Draft:
    return Draft(
        article_id=article.id,
        content=story.content,
        saved=now,
        based_on=article.head,
        unknown=story.unknown,
        past=story.past,
        quiet=quiet,
    )
