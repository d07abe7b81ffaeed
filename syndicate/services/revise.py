"""How is a change of a published article declared?

Each call decides what is to become of the article. What then comes of that is for
`carry` to do: `CarryOut` makes it public, `Rehearse` only tells its effects.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Generic, Protocol, TypeVar
from uuid import UUID

from syndicate.domain.articles import Article, Content, Draft, Kind, Revision, Status
from syndicate.domain.changes import Change, Policy
from syndicate.domain.declaring import (
    as_prominent,
    in_its_section,
    redactable,
    refuse_kind,
    refuse_minor,
    refuse_nothing,
    with_reason,
)
from syndicate.domain.drafting import refuse_gone
from syndicate.domain.feeds import term
from syndicate.domain.notices import Asked
from syndicate.domain.publication import (
    Declared,
    Publication,
    declare,
    expect_head,
    reinstate,
)
from syndicate.domain.slugs import slug_of
from syndicate.errors import Refused

Done = TypeVar("Done")
Done_co = TypeVar("Done_co", covariant=True)


class Articles(Protocol):
    """What revising asks of the articles."""

    def rename(self, article: Article, slug: str, now: datetime) -> None: ...
    def drop_former(self, article_id: UUID) -> None: ...


class Revisions(Protocol):
    """What revising asks of the revisions."""

    def of(self, article_id: UUID) -> tuple[Revision, ...]: ...
    def recordable(self, now: datetime) -> datetime: ...
    def redact(self, revision: Revision, reason: str, now: datetime) -> None: ...


class Drafts(Protocol):
    """What revising does to drafts."""

    def all_of(self, article_id: UUID) -> Sequence[Draft]: ...
    def discard(self, number: int) -> None: ...
    def forget(self, article_id: UUID) -> None: ...


class Transaction(Protocol):
    """What revising sees of the store."""

    @property
    def drafts(self) -> Drafts: ...

    @property
    def articles(self) -> Articles: ...
    @property
    def revisions(self) -> Revisions: ...


Decision = Callable[[Transaction, Article, datetime], Publication]
_NOTHING = Asked()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What is to happen to an article; `decide` tells how it stands afterwards, or refuses.

    `withholding`: words that were public may not be had any more.
    """

    slug: str
    what: Change
    decide: Decision
    asked: Asked = _NOTHING
    withholding: bool = False


class Carry(Protocol[Done_co]):
    """Does, with what was proposed, what is asked for."""

    def __call__(self, proposal: Proposal) -> Done_co: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Revise(Generic[Done]):
    """Proposes changes of published articles.

    `clean` takes from what an editor says whatever no page, feed or mail may carry.
    """

    policy: Policy
    salt: Callable[[], bytes]
    clean: Callable[[str], str]
    carry: Carry[Done]

    def __call__(
        self,
        slug: str,
        content: Content,
        declared: Declared,
        *,
        unknown: tuple[str, ...] = (),
        expect: int | None = None,
        force: str = "",
        asked: Asked = _NOTHING,
        draft: int | None = None,
    ) -> Done:
        """Append a revision, and discard the `draft` whose words it has.

        A section that the source of the words does not tell stays as it was. Raises
        Conflict when somebody published in the meantime or the draft is gone, Refused
        when the kind does not fit the change and no reason to `force` it is given.
        """
        said = replace(declared, note=self.clean(declared.note))
        change = self._declaration(content, said, unknown, expect, self.clean(force))
        return self._propose(slug, Change(declared.kind), _using_up(draft, change), asked)

    def _declaration(
        self,
        content: Content,
        declared: Declared,
        unknown: tuple[str, ...],
        expect: int | None,
        force: str,
    ) -> Decision:
        def change(tx: Transaction, article: Article, now: datetime) -> Publication:
            refuse_kind(declared.kind)
            expect_head(article, expect)
            before = _words(tx, article)
            words = in_its_section(content, before)
            refuse_nothing(article, before, words, declared)
            refuse_minor(article, before, words, declared, force)
            told = replace(article, unknown=unknown)
            said = as_prominent(before, words, with_reason(declared, force))
            return self._declared(tx, told, words, said, now)

        return change

    def _declared(
        self,
        tx: Transaction,
        article: Article,
        content: Content | None,
        declared: Declared,
        now: datetime,
    ) -> Publication:
        recorded = tx.revisions.recordable(now)
        return declare(
            article, content, declared, self.policy, now=now, recorded=recorded, salt=self.salt()
        )

    def withdraw(self, slug: str, kind: Kind, note: str, asked: Asked = _NOTHING) -> Done:
        """Retract or take down an article. A retraction keeps the words for its page."""

        def change(tx: Transaction, article: Article, now: datetime) -> Publication:
            content = _words(tx, article) if kind is Kind.RETRACTION else None
            declared = Declared(kind=kind, note=self.clean(note))
            return self._declared(tx, article, content, declared, now)

        return self._propose(slug, Change(kind), change, asked, withholding=True)

    def unpublish(self, slug: str) -> Done:
        """Withdraw an article without a word: its page answers 410."""

        def change(_: Transaction, article: Article, now: datetime) -> Publication:
            if article.status not in {Status.PUBLISHED, Status.RETRACTED}:
                raise Refused(f"{article.slug!r} is {article.status}: it is not public")
            gone = replace(article, status=Status.UNPUBLISHED, recorded=now)
            return Publication(article=gone, revisions=())

        return self._propose(slug, Change.UNPUBLISH, change, withholding=True)

    def reinstate(self, slug: str, note: str) -> Done:
        """Bring a withdrawn article back as a new revision with a note."""

        def change(tx: Transaction, article: Article, now: datetime) -> Publication:
            content = _words(tx, article)
            if content is None:
                raise Refused(f"the words of {article.slug!r} were redacted: nothing to bring back")
            return reinstate(
                article,
                content,
                self.clean(note),
                self.policy,
                now=now,
                recorded=tx.revisions.recordable(now),
                salt=self.salt(),
            )

        return self._propose(slug, Change.UPDATE, change)

    def rename(self, slug: str, new: str) -> Done:
        """Move an article to a new slug; the old address leads there for good if it was public."""

        def change(tx: Transaction, article: Article, now: datetime) -> Publication:
            if new != term(new):
                raise Refused(
                    f"{new!r} is no slug; try: syndicate article rename {slug} {slug_of(new)}"
                )
            if new == article.slug:
                raise Refused(f"{new!r} is its slug already: nothing to rename")
            tx.articles.rename(article, new, now)
            if not article.head:
                tx.articles.drop_former(article.id)
            return Publication(article=replace(article, slug=new), revisions=())

        return self._propose(slug, Change.RENAME, change)

    def redact(self, slug: str, number: int | None, reason: str) -> Done:
        """Delete the words of one revision, leaving hash, reason and time; None: of every one.

        All words go of what was withdrawn only, those of its drafts with them: a public
        article needs some.
        """

        def change(tx: Transaction, article: Article, now: datetime) -> Publication:
            code = _reason(self.clean(reason))
            revisions = tx.revisions.of(article.id)
            for revision in redactable(article, revisions, number):
                tx.revisions.redact(revision, code, now)
            if number is None:
                tx.drafts.forget(article.id)
            return Publication(article=article, revisions=())

        return self._propose(slug, Change.MINOR, change, withholding=True)

    def republish(self, slug: str) -> Done:
        """Render everything of an article again, changing nothing."""

        def change(_: Transaction, article: Article, now: datetime) -> Publication:
            del now
            if not article.head:
                raise Refused(
                    f"{article.slug!r} is {article.status}; publish it first: "
                    f"syndicate article publish {article.slug}"
                )
            return Publication(article=article, revisions=())

        return self._propose(slug, Change.MINOR, change)

    def _propose(
        self,
        slug: str,
        what: Change,
        decide: Decision,
        asked: Asked = _NOTHING,
        *,
        withholding: bool = False,
    ) -> Done:
        return self.carry(
            Proposal(slug=slug, what=what, decide=decide, asked=asked, withholding=withholding)
        )


def _using_up(draft: int | None, decide: Decision) -> Decision:
    """Have a decision discard the draft that it publishes, which must be there still."""
    if draft is None:
        return decide

    def change(tx: Transaction, article: Article, now: datetime) -> Publication:
        refuse_gone(article, tx.drafts.all_of(article.id), draft)
        tx.drafts.discard(draft)
        return decide(tx, article, now)

    return change


def _words(tx: Transaction, article: Article) -> Content | None:
    """Return the words that stand now; None when they were redacted, or never supplied."""
    held = [revision for revision in tx.revisions.of(article.id) if revision.held]
    return held[-1].content if held else None


def _reason(code: str) -> str:
    if not code:
        raise Refused("a redaction is recorded with its reason: say it, as in --reason privacy")
    return code
