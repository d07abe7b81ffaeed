"""How is a change of a published article declared and made public?"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NoReturn, Protocol
from uuid import UUID

from syndicate.clock import Clock
from syndicate.domain.articles import Article, Content, Kind, Revision, Status
from syndicate.domain.changes import Change, Policy
from syndicate.domain.declaring import (
    in_its_section,
    refuse_kind,
    refuse_minor,
    refuse_nothing,
    with_reason,
)
from syndicate.domain.events import Event
from syndicate.domain.feeds import term
from syndicate.domain.foretelling import Foretold, foretell
from syndicate.domain.notices import Asked, Notice, refuse_unconfirmed
from syndicate.domain.publication import (
    Declared,
    Publication,
    declare,
    expect_head,
    reinstate,
)
from syndicate.domain.slugs import slug_of
from syndicate.errors import Refused
from syndicate.services.open_notices import Notices as OpenedNotices
from syndicate.services.open_notices import Transaction as NoticeTransaction
from syndicate.services.transactions import Transactions
from syndicate.services.withhold import Articles as WithheldArticles
from syndicate.services.withhold import Notices as EndedNotices
from syndicate.services.withhold import Transaction as WithholdTransaction


class Articles(WithheldArticles, Protocol):
    """What revising asks of the articles."""

    def lock(self, slug: str) -> Article: ...
    def save(self, article: Article) -> None: ...
    def rename(self, article: Article, slug: str, now: datetime) -> None: ...


class Revisions(Protocol):
    """What revising asks of the revisions."""

    def append(self, revision: Revision) -> None: ...
    def of(self, article_id: UUID) -> tuple[Revision, ...]: ...
    def redact(self, revision: Revision, reason: str, now: datetime) -> None: ...


class Outbox(Protocol):
    """What revising asks of the outbox."""

    def add(self, event: Event) -> None: ...


class Notices(OpenedNotices, EndedNotices, Protocol):
    """What revising asks of the notices."""


class Transaction(NoticeTransaction, WithholdTransaction, Protocol):
    """What revising sees of the store."""

    @property
    def notices(self) -> Notices: ...

    @property
    def articles(self) -> Articles: ...
    @property
    def revisions(self) -> Revisions: ...
    @property
    def outbox(self) -> Outbox: ...


_Decision = Callable[[Transaction, Article, datetime], Publication]
_NOTHING = Asked()


class OpenNotice(Protocol):
    """Queues the mail that tells readers of a revision at once, where it calls for one."""

    def __call__(
        self, tx: NoticeTransaction, revision: Revision, asked: Asked, now: datetime
    ) -> Notice | None: ...


class Withhold(Protocol):
    """Forgets what was rendered of an article whose words nobody may have any more."""

    def __call__(self, tx: WithholdTransaction, article_id: UUID, now: datetime) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Revise:
    """Changes published articles. Revision, clocks and event are written together.

    `clean` takes from what an editor says whatever no page, feed or mail may carry.
    """

    transactions: Transactions[Transaction]
    policy: Policy
    clock: Clock
    salt: Callable[[], bytes]
    clean: Callable[[str], str]
    relay: Callable[[], object]
    open_notice: OpenNotice
    withhold: Withhold

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
    ) -> Article:
        """Append a revision and publish it.

        A section that the source of the words does not tell stays as it was. Raises
        Conflict when somebody published in the meantime, Refused when the kind does
        not fit the change and no reason to `force` it is given.
        """
        said = replace(declared, note=self.clean(declared.note))
        change = self._declaration(content, said, unknown, expect, self.clean(force))
        return self._apply(slug, Change(declared.kind), change, asked)

    def rehearse(
        self,
        slug: str,
        content: Content,
        declared: Declared,
        *,
        unknown: tuple[str, ...] = (),
        expect: int | None = None,
        force: str = "",
        asked: Asked = _NOTHING,
    ) -> Foretold:
        """Tell what the same call of this service would do; nothing is changed.

        All of it is done, and undone: what is foretold is what would happen.
        """
        said = replace(declared, note=self.clean(declared.note))
        change = self._declaration(content, said, unknown, expect, self.clean(force))
        try:
            with self.transactions.write() as tx:
                self._foretell(tx, slug, declared.kind, change, asked)
        except _ForetoldError as undone:
            return undone.foretold

    def _foretell(
        self, tx: Transaction, slug: str, kind: Kind, change: _Decision, asked: Asked
    ) -> NoReturn:
        article = tx.articles.lock(slug)
        now = self.clock.now()
        publication = change(tx, article, now)
        foretold = foretell(article, tx.revisions.of(article.id), publication, self.policy)
        notice = self._write(tx, publication, Change(kind), now, asked)
        raise _ForetoldError(replace(foretold, notice=notice))

    def _declaration(
        self,
        content: Content,
        declared: Declared,
        unknown: tuple[str, ...],
        expect: int | None,
        force: str,
    ) -> _Decision:
        def change(tx: Transaction, article: Article, now: datetime) -> Publication:
            refuse_kind(declared.kind)
            expect_head(article, expect)
            before = _words(tx, article)
            words = in_its_section(content, before)
            refuse_nothing(article, before, words, declared)
            refuse_minor(article, before, words, declared, force)
            told = replace(article, unknown=unknown)
            reasoned = with_reason(declared, force)
            return declare(told, words, reasoned, self.policy, now=now, salt=self.salt())

        return change

    def withdraw(self, slug: str, kind: Kind, note: str, asked: Asked = _NOTHING) -> Article:
        """Retract or take down an article. A retraction keeps the words for its page."""

        def change(tx: Transaction, article: Article, now: datetime) -> Publication:
            content = _words(tx, article) if kind is Kind.RETRACTION else None
            declared = Declared(kind=kind, note=self.clean(note))
            return declare(article, content, declared, self.policy, now=now, salt=self.salt())

        return self._apply(slug, Change(kind), change, asked, withholding=True)

    def unpublish(self, slug: str) -> Article:
        """Withdraw an article without a word: its page answers 410."""

        def change(_: Transaction, article: Article, now: datetime) -> Publication:
            if article.status not in {Status.PUBLISHED, Status.RETRACTED}:
                raise Refused(f"{article.slug!r} is {article.status}: it is not public")
            gone = replace(article, status=Status.UNPUBLISHED, recorded=now)
            return Publication(article=gone, revisions=())

        return self._apply(slug, Change.UNPUBLISH, change, withholding=True)

    def reinstate(self, slug: str, note: str) -> Article:
        """Bring a withdrawn article back as a new revision with a note."""

        def change(tx: Transaction, article: Article, now: datetime) -> Publication:
            content = _words(tx, article)
            if content is None:
                raise Refused(f"the words of {article.slug!r} were redacted: nothing to bring back")
            said = self.clean(note)
            return reinstate(article, content, said, self.policy, now=now, salt=self.salt())

        return self._apply(slug, Change.UPDATE, change)

    def rename(self, slug: str, new: str) -> Article:
        """Move an article to a new slug; the old address leads there for good."""

        def change(tx: Transaction, article: Article, now: datetime) -> Publication:
            if new != term(new):
                raise Refused(
                    f"{new!r} is no slug; try: syndicate article rename {slug} {slug_of(new)}"
                )
            tx.articles.rename(article, new, now)
            return Publication(article=replace(article, slug=new), revisions=())

        return self._apply(slug, Change.RENAME, change)

    def redact(self, slug: str, number: int, reason: str) -> Article:
        """Delete the words of one revision, leaving hash, reason and time."""

        def change(tx: Transaction, article: Article, now: datetime) -> Publication:
            revision = _redactable(tx, article, number)
            tx.revisions.redact(revision, self.clean(reason), now)
            return Publication(article=article, revisions=())

        return self._apply(slug, Change.MINOR, change, withholding=True)

    def republish(self, slug: str) -> Article:
        """Render everything of an article again, changing nothing."""

        def change(_: Transaction, article: Article, now: datetime) -> Publication:
            del now
            if not article.head:
                raise Refused(
                    f"{article.slug!r} is {article.status}; publish it first: "
                    f"syndicate article publish {article.slug}"
                )
            return Publication(article=article, revisions=())

        return self._apply(slug, Change.MINOR, change)

    def _apply(
        self,
        slug: str,
        what: Change,
        change: _Decision,
        asked: Asked = _NOTHING,
        *,
        withholding: bool = False,
    ) -> Article:
        with self.transactions.write() as tx:
            if withholding:
                tx.documents.one_renderer()  # before any article is held: a relay waits for them
            article = tx.articles.lock(slug)
            now = self.clock.now()  # after any wait: `recorded` rises with each commit
            publication = change(tx, article, now)
            notice = self._write(tx, publication, what, now, asked)
            if notice is not None:
                refuse_unconfirmed(notice, asked)
            if withholding:
                self.withhold(tx, article.id, now)
        self.relay()
        return publication.article

    def _write(
        self,
        tx: Transaction,
        publication: Publication,
        what: Change,
        now: datetime,
        asked: Asked,
    ) -> Notice | None:
        for revision in publication.revisions:
            tx.revisions.append(revision)
        article = publication.article
        tx.articles.save(article)
        if article.head:  # of a draft there is nothing to tell anybody
            tx.outbox.add(
                Event(article_id=article.id, change=what, number=article.head, recorded=now)
            )
        if not publication.revisions:
            return None
        return self.open_notice(tx, publication.revisions[-1], asked, now)


class _ForetoldError(Exception):
    """Carries what was foretold out of a transaction that must not commit."""

    def __init__(self, foretold: Foretold) -> None:
        super().__init__()
        self.foretold = foretold


def _words(tx: Transaction, article: Article) -> Content | None:
    """Return the words that stand now; None when they were redacted, or never supplied."""
    held = [revision for revision in tx.revisions.of(article.id) if revision.held]
    return held[-1].content if held else None


def _redactable(tx: Transaction, article: Article, number: int) -> Revision:
    revisions = {revision.number: revision for revision in tx.revisions.of(article.id)}
    if number not in revisions:
        raise Refused(f"{article.slug!r} has no revision {number}, only 1 to {article.head}")
    if revisions[number].redacted is not None:
        raise Refused(f"revision {number} of {article.slug!r} was redacted already")
    return revisions[number]
