"""How does a story's whole past, as its source tells it, come into the store?"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Protocol
from uuid import UUID

from syndicate.clock import Clock
from syndicate.domain.articles import Article, Draft, Revision, Status
from syndicate.domain.changes import Policy
from syndicate.domain.events import Event
from syndicate.domain.histories import PastStory, Source, late, source_after
from syndicate.domain.replaying import (
    Imported,
    Stand,
    Step,
    change_of,
    publication_of,
)
from syndicate.errors import Conflict, SyndicateError
from syndicate.services.decide_past import Ahead, Decided, ReadState, decide, one_by_one
from syndicate.services.places import Places, move, place, slugs_of
from syndicate.services.recognise import Known, recognise
from syndicate.services.transactions import Transactions

RELAYED_AT_ONCE = 100  # of 50, feeds cost half as much again; of 200, other writers wait for 3 s


class Articles(Places, Protocol):
    """What importing a history asks of the articles."""

    def by_id(self, article_id: UUID) -> Article: ...
    def save(self, article: Article) -> None: ...


class Drafts(Protocol):
    """What importing a history asks of the drafts."""

    def of(self, article_id: UUID) -> Draft | None: ...
    def save(self, draft: Draft) -> object: ...
    def remove(self, article_id: UUID) -> None: ...


class Revisions(Protocol):
    """What importing a history asks of the revisions."""

    def append(self, revision: Revision) -> None: ...
    def of(self, article_id: UUID) -> tuple[Revision, ...]: ...


class Sources(Protocol):
    """What importing a history asks of the sources."""

    def find(self, key: str) -> Source | None: ...
    def lock(self, key: str) -> Source | None: ...
    def save(self, source: Source) -> None: ...


class Outbox(Protocol):
    """What importing a history asks of the outbox."""

    def add(self, event: Event) -> None: ...


class Transaction(Protocol):
    """What importing a history sees of the store."""

    @property
    def articles(self) -> Articles: ...
    @property
    def drafts(self) -> Drafts: ...
    @property
    def revisions(self) -> Revisions: ...
    @property
    def sources(self) -> Sources: ...
    @property
    def outbox(self) -> Outbox: ...


class Past(Protocol):
    """Stories, or why one of them cannot be read; told one after the other."""

    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[PastStory | SyndicateError]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """How histories are imported: messages as notes, one section for all, or only to look."""

    notes: bool = False
    section: str | None = None
    dry_run: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportHistory:
    """Imports pasts, quietly: each story in one transaction, and what is there only once.

    `ahead` may read stories while those before them are written.
    """

    transactions: Transactions[Transaction]
    policy: Policy
    clock: Clock
    new_id: Callable[[], UUID]
    salt: Callable[[], bytes]
    read_state: ReadState
    relay: Callable[[], object]
    ahead: Ahead = one_by_one

    def __call__(
        self, past: Iterable[PastStory | SyndicateError], wishes: Wishes
    ) -> Iterator[Imported | SyndicateError]:
        """Yield what became of each story, or why it was left out; feeds follow in bulk.

        One interrupted loses nothing: what is done is done, and again is as once.
        """
        work = partial(decide, self.read_state, wishes.section)
        looked = map(self._looked, past)
        for done, (known, decided) in enumerate(self.ahead(work, looked), 1):
            yield self._tried(known, decided, wishes)
            if done % RELAYED_AT_ONCE == 0 and not wishes.dry_run:
                self.relay()
        if not wishes.dry_run:
            self.relay()

    def _looked(
        self, story: PastStory | SyndicateError
    ) -> tuple[Known | SyndicateError, Known | None]:
        """Find what is here of a story, and whether there is anything to decide."""
        if isinstance(story, SyndicateError):
            return story, None
        try:
            known = self._known(story)
        except SyndicateError as error:
            return error, None
        return known, known if known.to_come else None

    def _tried(
        self,
        known: Known | SyndicateError,
        decided: Decided | SyndicateError | None,
        wishes: Wishes,
    ) -> Imported | SyndicateError:
        if isinstance(known, SyndicateError):
            return known
        try:
            return self._bring(known, decided, wishes)
        except Conflict:
            return self._again(known, wishes)
        except SyndicateError as error:
            return error

    def _again(self, known: Known, wishes: Wishes) -> Imported | SyndicateError:
        """Import a story that was recognised before another one of its name was written."""
        try:
            return self.story(known.told, wishes)
        except SyndicateError as error:
            return error

    def story(self, story: PastStory, wishes: Wishes) -> Imported:
        """Import what is new of one story's past. Raises Conflict where somebody interferes.

        Nothing new is imported of an article that was changed here: it would be undone.
        """
        known = self._known(story)
        decided = decide(self.read_state, wishes.section, known) if known.to_come else None
        return self._bring(known, decided, wishes)

    def _known(self, story: PastStory) -> Known:
        with self.transactions.read() as tx:
            return recognise(tx, story)

    def _bring(
        self, known: Known, decided: Decided | SyndicateError | None, wishes: Wishes
    ) -> Imported:
        """Write what was decided, unless somebody interfered: then Conflict is raised."""
        if decided is None:
            return _imported(known, known.article)
        if isinstance(decided, SyndicateError):
            raise decided
        steps, stand, article = decided.steps, decided.stand, known.article
        if stand.status is not None and not wishes.dry_run:
            with self.transactions.write() as tx:
                article = self._write(tx, known, steps, stand, notes=wishes.notes)
        return _imported(known, article, steps, stand)

    def _write(
        self, tx: Transaction, known: Known, steps: Sequence[Step], stand: Stand, *, notes: bool
    ) -> Article:
        source = tx.sources.lock(known.story.key)
        now = self.clock.now()  # after any wait: `recorded` rises with each commit
        before = self._placed(tx, known, source, now)
        publication = publication_of(
            before, steps, self.policy, now=now, salt=self.salt, notes=notes
        )
        article = publication.article
        for revision in publication.revisions:
            tx.revisions.append(revision)
        tx.articles.save(article)
        tx.sources.save(source_after(known.story, source, article, known.new))
        _keep_draft(tx, known, article, stand)
        if article.head and article != known.article:
            _tell(tx, article, steps, now)
        return article

    def _placed(
        self, tx: Transaction, known: Known, source: Source | None, now: datetime
    ) -> Article:
        """Return the article at its newest slug, added if it is new."""
        if source != known.source:
            raise _interfered(known)
        if source is None:
            fresh = Article(id=self.new_id(), slug="", status=Status.DRAFT, recorded=now)
            return place(tx.articles, fresh, known.story, now)
        article = tx.articles.by_id(source.article_id)
        if article != known.article:
            raise _interfered(known)
        slugs = slugs_of(known.story.states)[len(slugs_of(known.seen)) :]
        return move(tx.articles, article, slugs, now)


def _interfered(known: Known) -> Conflict:
    return Conflict(f"{known.story.key} was changed while it was imported; import it again")


def _keep_draft(tx: Transaction, known: Known, article: Article, stand: Stand) -> None:
    """Save the words of what its source has never made public, until it does."""
    if stand.status is Status.DRAFT and stand.content is not None:
        saved = article.recorded
        tx.drafts.save(Draft(article_id=article.id, content=stand.content, saved=saved, quiet=True))
    elif known.stand.status is Status.DRAFT:
        tx.drafts.remove(article.id)


def _tell(tx: Transaction, article: Article, steps: Sequence[Step], now: datetime) -> None:
    """Write one event for all the steps: whoever follows looks at the newest state."""
    change = change_of(steps, article.status)
    tx.outbox.add(
        Event(article_id=article.id, change=change, number=article.head, recorded=now, quiet=True)
    )


def _imported(
    known: Known, article: Article | None, steps: Sequence[Step] = (), stand: Stand | None = None
) -> Imported:
    status = article.status if article else stand.status if stand else None
    return Imported(
        key=known.story.key,
        slug=article.slug if article else next(reversed(slugs_of(known.story.states)), ""),
        status=status,
        moves=tuple(step.move for step in steps),
        kinds=tuple(step.kind for step in steps if step.kind),
        faults=tuple(_fault(step) for step in steps if step.told and step.told.fault),
        waiting=0 if steps else len(known.new),
        late=late(known.story, known.source) if known.source else 0,
    )


def _fault(step: Step) -> str:
    fault = step.told.fault if step.told else ""
    return f"{fault} (as of {step.state.at.isoformat()})"
