"""What does a cohort's mail say? Kept as it is rendered first, and the same ever after."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from syndicate.domain.articles import Article, Revision
from syndicate.domain.changes import DigestAs, Policy
from syndicate.domain.digests import (
    Digest,
    Former,
    Item,
    ItemKey,
    RenderedDigest,
    as_mailed,
    former_words,
    untold_notes,
)
from syndicate.domain.editions import Edition, Newsletter
from syndicate.domain.readings import read
from syndicate.services.transactions import Transactions


class Articles(Protocol):
    """What composing asks of the articles."""

    def by_id(self, article_id: UUID) -> Article: ...


class Revisions(Protocol):
    """What composing asks of the revisions."""

    def of(self, article_id: UUID) -> tuple[Revision, ...]: ...


class Editions(Protocol):
    """What composing asks of the editions."""

    def by_id(self, edition_id: int) -> Edition: ...


class Newsletters(Protocol):
    """What composing asks of the newsletters."""

    def by_id(self, newsletter_id: int) -> Newsletter: ...


class Bodies(Protocol):
    """What composing asks of the cohorts' bodies."""

    def lock(self, cohort_id: int) -> None: ...
    def body(self, cohort_id: int) -> RenderedDigest | None: ...
    def keep(self, cohort_id: int, rendered: RenderedDigest) -> None: ...


class Cohorts(Bodies, Protocol):
    """What composing asks of the cohorts."""

    def items(self, cohort_id: int) -> Sequence[ItemKey]: ...
    def of_edition(self, edition_id: int) -> Sequence[int]: ...


class Notices(Protocol):
    """What composing asks of the notices."""

    def unsaid(self, article_id: UUID, since: int, until: int) -> Sequence[str]: ...


class ItemTransaction(Protocol):
    """What composing one item sees of the store."""

    @property
    def articles(self) -> Articles: ...
    @property
    def revisions(self) -> Revisions: ...
    @property
    def notices(self) -> Notices: ...


class Transaction(ItemTransaction, Protocol):
    """What composing sees of the store."""

    @property
    def editions(self) -> Editions: ...
    @property
    def newsletters(self) -> Newsletters: ...
    @property
    def cohorts(self) -> Cohorts: ...


class HeldTransaction(Protocol):
    """What keeping a body sees of the store."""

    @property
    def cohorts(self) -> Bodies: ...


Tx = TypeVar("Tx", bound=HeldTransaction)
Made = TypeVar("Made")


class Renderer(Protocol):
    """Makes a digest's texts."""

    def render(self, digest: Digest, template: str, *, token: str) -> RenderedDigest: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Compose:
    """Renders cohorts' bodies. `placeholder` stands where each reader's token comes."""

    renderer: Renderer
    policy: Policy
    placeholder: str

    def body(
        self, transactions: Transactions[Transaction], cohort_id: int, edition_id: int | None
    ) -> RenderedDigest:
        """Return a cohort's body, rendered now if it was not yet.

        Raises SettingsFault, naming file and line, when its template is broken.
        """
        if edition_id is None:
            with transactions.read() as tx:
                kept = tx.cohorts.body(cohort_id)
            return kept or RenderedDigest(subject="", text="", html="", item_words=())

        def contents(tx: Transaction) -> tuple[Digest, str]:
            edition = tx.editions.by_id(edition_id)
            newsletter = tx.newsletters.by_id(edition.newsletter_id)
            keys, moment = tx.cohorts.items(cohort_id), edition.due
            digest = self.digest(tx, newsletter, edition.period_key, moment, keys)
            return digest, newsletter.template

        return keep_first(transactions, cohort_id, contents, lambda made: self._rendered(*made))

    def render(
        self,
        tx: Transaction,
        newsletter: Newsletter,
        period_key: str,
        moment: datetime,
        keys: Sequence[ItemKey],
    ) -> RenderedDigest:
        """Return a digest of these items as it is mailed; nothing is kept."""
        digest = self.digest(tx, newsletter, period_key, moment, keys)
        return self._rendered(digest, newsletter.template)

    def _rendered(self, digest: Digest, template: str) -> RenderedDigest:
        mailed = replace(digest, items=tuple(map(as_mailed, digest.items)))
        return self.renderer.render(mailed, template, token=self.placeholder)

    def digest(
        self,
        tx: Transaction,
        newsletter: Newsletter,
        period_key: str,
        moment: datetime,
        keys: Sequence[ItemKey],
    ) -> Digest:
        """Return what a digest of these items says."""
        return Digest(
            newsletter=newsletter.name,
            title=newsletter.title,
            period_key=period_key,
            moment=moment,
            zone=ZoneInfo(newsletter.timezone),
            items=tuple(self.item(tx, key) for key in keys),
        )

    def item(self, tx: ItemTransaction, key: ItemKey) -> Item:
        """Return an article as these readers are shown it."""
        article = tx.articles.by_id(key.article_id)
        revisions = tx.revisions.of(key.article_id)
        reading = read(article, revisions, self.policy, at=key.revision)
        new = key.status is DigestAs.NEW
        return Item(
            reading=reading,
            status=key.status,
            notes=reading.notes if new else untold_notes(reading, key.since),
            since=key.since,
            former=None if new else _former(tx, key, revisions),
        )


def keep_first(
    transactions: Transactions[Tx],
    cohort_id: int,
    contents: Callable[[Tx], Made],
    render: Callable[[Made], RenderedDigest],
) -> RenderedDigest:
    """Return a cohort's body; if there is none yet, render it while nobody waits, and keep it.

    Where two do so at once, that of the first is kept, and both return it. It is kept only if its
    contents are still the same: what was redacted meanwhile must not come in again.
    """
    with transactions.read() as tx:
        if (kept := tx.cohorts.body(cohort_id)) is not None:
            return kept
        made = contents(tx)
    while True:
        rendered, before = render(made), made
        with transactions.write() as tx:
            tx.cohorts.lock(cohort_id)
            if (kept := tx.cohorts.body(cohort_id)) is not None:
                return kept
            made = contents(tx)
            if made == before:
                tx.cohorts.keep(cohort_id, rendered)
                return rendered


def _former(tx: ItemTransaction, key: ItemKey, revisions: Sequence[Revision]) -> Former | None:
    unsaid = tx.notices.unsaid(key.article_id, key.since, key.revision)
    return former_words(revisions, key.since, key.revision, unsaid)
