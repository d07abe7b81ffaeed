"""How do the feeds come to show what changed? Only the documents concerned are rendered.

Where many articles changed at once, as in an import, most are rendered when somebody first
asks for them.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from syndicate.domain.archives import Place, subscription
from syndicate.domain.articles import Status
from syndicate.domain.changes import Policy
from syndicate.domain.feeds import SITE_FEEDS, Feed, FeedFormat
from syndicate.domain.memberships import Member, Membership, membership
from syndicate.domain.settled import Settled
from syndicate.domain.tombstones import Tombstone, is_buried, tombstones
from syndicate.services import render_feeds

SEVERAL = 20  # articles; more than a newsroom publishes between two relays


class Placed(render_feeds.Members, Protocol):
    """What refreshing asks of the feeds' contents."""

    def replace(
        self, article_id: UUID, wanted: Sequence[Member], named: Iterable[Feed]
    ) -> None: ...
    def places(self, article_id: UUID) -> Sequence[Place]: ...
    def end(self, feed: str) -> int: ...
    def feed(self, name: str) -> Feed | None: ...


class Names(Protocol):
    """What refreshing does to feeds that are no more."""

    def unname(self, names: Collection[str]) -> None: ...


class Members(Placed, Names, Protocol):
    """What refreshing asks of the feeds and what stands in them."""


class Tombstones(render_feeds.Tombstones, Protocol):
    """What refreshing asks of the entries that are gone."""

    def of(self, article_id: UUID) -> Sequence[Tombstone]: ...
    def replace(self, article_id: UUID, wanted: Collection[Tombstone]) -> None: ...


class Entries(render_feeds.Entries, Protocol):
    """What refreshing asks of the cached entries."""

    def forget(self, article_id: UUID) -> None: ...


class Documents(render_feeds.Documents, Protocol):
    """What refreshing asks of, and does to, documents."""

    def one_renderer(self) -> None: ...
    def outdate(self, names: Collection[str]) -> None: ...
    def erase(self, names: Collection[str]) -> None: ...


class Renderings(Protocol):
    """What refreshing asks of how feeds at hand came to be."""

    def under(self) -> Settled | None: ...
    def begin_anew(self, settled: Settled) -> None: ...
    def revised(self) -> Sequence[UUID]: ...


class Transaction(render_feeds.Transaction, Protocol):
    """What refreshing sees of the store."""

    @property
    def members(self) -> Members: ...
    @property
    def tombstones(self) -> Tombstones: ...
    @property
    def entries(self) -> Entries: ...
    @property
    def documents(self) -> Documents: ...
    @property
    def renderings(self) -> Renderings: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshFeeds:
    """Keeps feeds true to the articles. Running it twice has the effect of one."""

    render: render_feeds.RenderFeeds
    policy: Policy
    settled: Settled
    several: int = SEVERAL

    def agrees(self, tx: Transaction) -> bool:
        """Tell whether the feeds at hand were rendered under the settings of this process."""
        return tx.renderings.under() == self.settled

    def agree(self, tx: Transaction, now: datetime) -> None:
        """Have every feed rendered again, unless they agree; nobody else may be rendering."""
        before = tx.renderings.under()
        if before == self.settled:
            return
        tx.renderings.begin_anew(self.settled)
        if before is None or before.policy != self.settled.policy:
            for article_id in tx.renderings.revised():
                self._place(tx, article_id, now)

    def __call__(self, tx: Transaction, article_ids: Collection[UUID], now: datetime) -> None:
        """Place the articles' entries anew and render every feed they are or were in.

        Of more than several articles, only the site's own are; all others are outdated.
        """
        tx.documents.one_renderer()
        self.agree(tx, now)
        places = {place for one in article_ids for place in self._place(tx, one, now)}
        feeds = {place.feed for place in places}
        rendered = _rendered_now(feeds, several=len(article_ids) > self.several)
        tx.documents.outdate({*(feeds - rendered), *(place.archive for place in places)})
        for name in sorted(rendered):
            self._render_all(tx, name, now)

    def take_out(self, tx: Transaction, article_id: UUID, now: datetime) -> None:
        """Place an article's entries anew and forget the bytes of every feed they were in.

        Nothing is rendered: whoever relays, or asks first, does that. Nobody else may be
        rendering.
        """
        places = self._place(tx, article_id, now)
        concerned = {place.feed for place in places}
        tx.documents.erase({*concerned, *(place.archive for place in places)})
        if tx.articles.by_id(article_id).status is Status.TAKEN_DOWN:
            tx.members.unname(concerned)

    def _place(self, tx: Transaction, article_id: UUID, now: datetime) -> Collection[Place]:
        """Place an article's entries anew; return where they were and where they are."""
        article, revisions = tx.articles.by_id(article_id), tx.revisions.of(article_id)
        buried = is_buried(article, revisions, now)
        placed = NOWHERE if buried else membership(article, revisions, self.policy)
        before = tx.members.places(article_id)
        standing = tx.tombstones.of(article_id)
        gone = tombstones(article, standing, before, placed.members, now)
        tx.members.replace(article_id, placed.members, placed.feeds)
        tx.tombstones.replace(article_id, gone)
        tx.entries.forget(article_id)
        return {*before, *tx.members.places(article_id)}

    def _render_all(self, tx: Transaction, name: str, now: datetime) -> None:
        feed = SITE_FEEDS.get(name) or tx.members.feed(name)
        if feed is None:
            tx.documents.erase([name])
            return
        self.render(tx, subscription(feed, tx.members.end(name)), FeedFormat, now)


def _rendered_now(feeds: Collection[str], *, several: bool) -> set[str]:
    """Return those of the feeds that do not wait until somebody asks for them."""
    if several:
        return SITE_FEEDS.keys() & set(feeds)
    return {name for name in feeds if not name.startswith("articles/")}


NOWHERE = Membership(feeds=(), members=())
