"""How do several people edit one article without losing a word of each other?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol, TypeVar
from uuid import UUID

from syndicate.clock import Clock
from syndicate.domain.articles import Article, Content, Draft, Revision
from syndicate.domain.declaring import in_its_section
from syndicate.domain.drafting import (
    UNKNOWN,
    State,
    draft_named,
    known,
    saving,
    told,
    too_late,
)
from syndicate.domain.foretelling import Foretold
from syndicate.domain.notices import Asked
from syndicate.domain.publication import Declared
from syndicate.domain.stories import Story
from syndicate.errors import Conflict, Stale
from syndicate.services.transactions import Transactions

_NOTHING = Asked()
Done_co = TypeVar("Done_co", covariant=True)


class Articles(Protocol):
    """What editing asks of the articles."""

    def lock(self, slug: str) -> Article: ...
    def by_slug(self, slug: str) -> Article: ...


class Drafts(Protocol):
    """What editing asks of the drafts."""

    def all_of(self, article_id: UUID) -> Sequence[Draft]: ...
    def save(self, draft: Draft) -> Draft: ...
    def discard(self, number: int) -> None: ...


class Revisions(Protocol):
    """What editing asks of the revisions."""

    def of(self, article_id: UUID) -> tuple[Revision, ...]: ...


class Transaction(Protocol):
    """What editing sees of the store."""

    @property
    def articles(self) -> Articles: ...
    @property
    def drafts(self) -> Drafts: ...
    @property
    def revisions(self) -> Revisions: ...


class Propose(Protocol[Done_co]):
    """Declares a change, and publishes it or tells what that would do."""

    def __call__(
        self,
        slug: str,
        content: Content,
        declared: Declared,
        *,
        unknown: tuple[str, ...],
        expect: int | None,
        force: str,
        asked: Asked,
        draft: int | None,
    ) -> Done_co: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Saves what is edited. A text that comes too late is refused, and kept as a draft."""

    transactions: Transactions[Transaction]
    revise: Propose[Article]
    rehearsal: Propose[Foretold]
    clock: Clock

    def save(self, slug: str, story: Story, editor: str, expected: State | None = None) -> Draft:
        """Save a text that was edited from a state of the article; nothing becomes public.

        Raises Conflict when others were quicker; the text is kept beside theirs then.
        """
        with self.transactions.write() as tx:
            article = tx.articles.lock(slug)
            drafts, revisions = tx.drafts.all_of(article.id), tx.revisions.of(article.id)
            new = Draft(
                article_id=article.id,
                content=_in_its_section(story.content, drafts, revisions),
                saved=self.clock.now(),
                unknown=story.unknown,
                past=story.past,
                editor=editor,
            )
            decided = saving(article, revisions, drafts, new, expected)
            kept = known(drafts, decided.draft) or tx.drafts.save(decided.draft)
        if decided.meanwhile:
            raise Conflict(told(article, replace(decided, draft=kept)))
        return kept

    def publish(
        self,
        slug: str,
        text: Story | Draft,
        declared: Declared,
        *,
        expect: int | None = None,
        force: str = "",
        asked: Asked = _NOTHING,
    ) -> Article:
        """Publish a text as a revision; it was edited from revision `expect`.

        A draft knows what it was edited from, unless its editor has seen more since; it is
        gone once it is published. Raises Conflict when others were quicker; the text is kept
        as a draft then, but for a draft that they saved over, published or discarded.
        """
        base = _base(text, expect)
        revised = partial(self.revise, slug, text.content, declared, unknown=text.unknown)
        try:
            return revised(expect=base, force=force, asked=asked, draft=_number(text))
        except Stale as stale:
            raise self._kept(slug, text, declared.editor, base) from stale

    def rehearse(
        self,
        slug: str,
        text: Story | Draft,
        declared: Declared,
        *,
        expect: int | None = None,
        force: str = "",
        asked: Asked = _NOTHING,
    ) -> Foretold:
        """Tell what publishing a text would do; nothing is changed, and nothing kept."""
        told = partial(self.rehearsal, slug, text.content, declared, unknown=text.unknown)
        base = _base(text, expect)
        return told(expect=base, force=force, asked=asked, draft=_number(text))

    def _kept(self, slug: str, text: Story | Draft, editor: str, base: int | None) -> Conflict:
        """Return who was quicker, and where the text is now."""
        if isinstance(text, Story):
            try:
                text = self.save(slug, text, editor, State(base or UNKNOWN))
            except Conflict as kept:
                return kept
        with self.transactions.read() as tx:
            article = tx.articles.by_slug(slug)
            return Conflict(too_late(article, tx.revisions.of(article.id), text))

    def draft(self, slug: str, number: int) -> Draft:
        """Return one of an article's drafts. Raises NotFound."""
        with self.transactions.read() as tx:
            article = tx.articles.by_slug(slug)
            return draft_named(article, tx.drafts.all_of(article.id), number)

    def discard(self, slug: str, number: int) -> Draft:
        """Forget one of an article's drafts; return what it was. Raises NotFound."""
        with self.transactions.write() as tx:
            article = tx.articles.lock(slug)
            draft = draft_named(article, tx.drafts.all_of(article.id), number)
            tx.drafts.discard(number)
        return draft


def _in_its_section(
    content: Content, drafts: Sequence[Draft], revisions: Sequence[Revision]
) -> Content:
    saved = [draft.content for draft in drafts if not draft.aside]
    stands = [revision.content for revision in revisions if revision.content]
    return in_its_section(content, next(iter(saved or stands[-1:]), None))


def _base(text: Story | Draft, expect: int | None) -> int | None:
    return text.based_on if expect is None and isinstance(text, Draft) else expect


def _number(text: Story | Draft) -> int | None:
    return text.id if isinstance(text, Draft) else None
