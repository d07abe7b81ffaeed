"""How do the feeds come to show what changed? Only the documents concerned are rendered.

Where many articles changed at once, as in an import, most are rendered when somebody first
asks for them.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from syndicate.domain.archives import Place, subscription
from syndicate.domain.articles import Article, Revision, Status
from syndicate.domain.changes import Policy
from syndicate.domain.feeds import SITE_FEEDS, Feed, FeedFormat
from syndicate.domain.memberships import Member, Membership, membership
from syndicate.domain.settled import Settled
from syndicate.domain.tombstones import Tombstone, is_buried, tombstones
from syndicate.services import render_feeds
from syndicate.services.pasts import Pasts

_AT_ONCE = 200  # articles that are in memory together
SEVERAL = 20  # articles; more than a newsroom publishes between two relays


class Placed(render_feeds.Members, Protocol):
    """What refreshing asks of the feeds' contents."""

    def replace(
        self,
        before: Mapping[UUID, Sequence[Place]],
        wanted: Sequence[Member],
        named: Iterable[Feed],
        *,
        last: bool,
    ) -> Sequence[Place]: ...
    def places(self, article_ids: Collection[UUID]) -> Mapping[UUID, Sequence[Place]]: ...


class Names(Protocol):
    """What refreshing asks of, and does to, feeds by their names."""

    def ends(self, names: Collection[str] | None = None) -> Mapping[str, int]: ...
    def feeds(self, names: Iterable[str]) -> Mapping[str, Feed]: ...
    def unname(self, names: Collection[str]) -> None: ...


class Members(Placed, Names, Protocol):
    """What refreshing asks of the feeds and what stands in them."""


class Tombstones(render_feeds.Tombstones, Protocol):
    """What refreshing asks of the entries that are gone."""

    def of(self, article_ids: Collection[UUID]) -> Mapping[UUID, Sequence[Tombstone]]: ...
    def replace(self, wanted: Mapping[UUID, Collection[Tombstone]]) -> None: ...


class Entries(render_feeds.Entries, Protocol):
    """What refreshing asks of the cached entries."""

    def forget(self, article_ids: Collection[UUID]) -> None: ...


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
            revised = tx.renderings.revised()
            for first in range(0, len(revised), _AT_ONCE):
                self._place(tx, Pasts(tx), revised[first : first + _AT_ONCE], now)

    def __call__(
        self, tx: Transaction, article_ids: Collection[UUID], now: datetime, pasts: Pasts
    ) -> None:
        """Place the articles' entries anew and render every feed they are or were in.

        Of more than several articles, only the site's own are; all others are outdated.
        """
        tx.documents.one_renderer()
        self.agree(tx, now)
        places = self._place(tx, pasts, article_ids, now)
        feeds = {place.feed for place in places}
        rendered = _rendered_now(feeds, several=len(article_ids) > self.several)
        tx.documents.outdate({*(feeds - rendered), *(place.archive for place in places)})
        if rendered:
            self._render_all(tx, pasts, sorted(rendered), now)

    def take_out(self, tx: Transaction, article_id: UUID, now: datetime, pasts: Pasts) -> None:
        """Place an article's entries anew and forget the bytes of every feed they were in.

        Nothing is rendered: whoever relays, or asks first, does that. Nobody else may be
        rendering. Of what is taken down the neutral entry comes last, as what is new does: more
        may be taken down than a document holds, and whoever has an archive never asks for it again.
        """
        article, _ = pasts.read([article_id]).of(article_id)
        taken_down = article.status is Status.TAKEN_DOWN
        places = self._place(tx, pasts, [article_id], now, last=taken_down)
        concerned = {place.feed for place in places}
        tx.documents.erase({*concerned, *(place.archive for place in places)})
        if taken_down:
            tx.members.unname(concerned)

    def _place(
        self,
        tx: Transaction,
        pasts: Pasts,
        article_ids: Collection[UUID],
        now: datetime,
        *,
        last: bool = False,
    ) -> Collection[Place]:
        """Place articles' entries anew; return where they were and where they are.

        Those that stay keep their places, unless they are to come `last`.
        """
        pasts.read(article_ids)
        before, standing = tx.members.places(article_ids), tx.tombstones.of(article_ids)
        placed = {one: self._membership(*pasts.of(one), now) for one in article_ids}
        gone = {
            one: tombstones(
                pasts.of(one)[0], standing.get(one, ()), before.get(one, ()), each.members, now
            )
            for one, each in placed.items()
        }
        members = [member for each in placed.values() for member in each.members]
        named = [feed for each in placed.values() for feed in each.feeds]
        after = tx.members.replace(before, members, named, last=last)
        tx.tombstones.replace(
            {one: stones for one, stones in gone.items() if stones or one in standing}
        )
        tx.entries.forget(article_ids)
        return {*after, *(place for places in before.values() for place in places)}

    def _membership(
        self, article: Article, revisions: Sequence[Revision], now: datetime
    ) -> Membership:
        if is_buried(article, revisions, now):
            return NOWHERE
        return membership(article, revisions, self.policy)

    def _render_all(
        self, tx: Transaction, pasts: Pasts, names: Sequence[str], now: datetime
    ) -> None:
        found = {**SITE_FEEDS, **tx.members.feeds(set(names) - SITE_FEEDS.keys())}
        gone = [name for name in names if name not in found]
        if gone:
            tx.documents.erase(gone)
        ends = tx.members.ends(names)
        pages = [subscription(found[n], ends.get(n, 0)) for n in names if n in found]
        self.render(tx, pages, list(FeedFormat), now, pasts)


def _rendered_now(feeds: Collection[str], *, several: bool) -> set[str]:
    """Return those of the feeds that do not wait until somebody asks for them."""
    if several:
        return SITE_FEEDS.keys() & set(feeds)
    return {name for name in feeds if not name.startswith("articles/")}


NOWHERE = Membership(feeds=(), members=())
