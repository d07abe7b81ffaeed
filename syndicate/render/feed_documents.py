"""Which bytes does a feed serve in each format?"""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Protocol

from syndicate.domain.archives import Page, archive_name
from syndicate.domain.feeds import CORRECTIONS, Feed, FeedFormat, feed_urn
from syndicate.domain.readings import Reading
from syndicate.domain.site import Site
from syndicate.domain.tombstones import Tombstone
from syndicate.render import json_feed, xml_feeds
from syndicate.render.feed_entries import article_entry, notice_entry, revision_entry
from syndicate.render.feed_frames import Frame
from syndicate.render.feed_text import fit
from syndicate.render.feed_values import Deleted, Entry, Head

_FRAMES = 512  # documents, of some two kilobytes around their entries
_TOLD = 8  # entries, each written in one format after the other
_UNDATED = datetime(1970, 1, 1, tzinfo=UTC)


class _Format(Protocol):
    def entry(self, entry: Entry, /) -> bytes: ...

    def frame(self, head: Head, /) -> Frame: ...


_FORMATS: dict[FeedFormat, _Format] = {
    FeedFormat.ATOM: xml_feeds.ATOM,
    FeedFormat.RSS: xml_feeds.RSS,
    FeedFormat.JSON: json_feed,
}


class FeedRenderer:
    """Turns readings into entries, which can be kept, and entries into documents.

    The same input gives the same bytes. An entry's bytes hold for every feed
    it stands in; what they depend on is the reading and the site alone. What
    an entry tells is found out once for all formats, and what stands around
    entries is kept for the documents that were written last.
    """

    def __init__(self, site: Site) -> None:
        self._site = fit(site)
        self._frame = lru_cache(_FRAMES)(self._framed)
        told = lru_cache(_TOLD)
        self._article = told(
            lambda reading, before: article_entry(fit(reading), self._site, before)
        )
        self._revision = told(lambda reading: revision_entry(fit(reading), self._site))
        self._notice = told(lambda reading, at: notice_entry(fit(reading), self._site, at))

    def entry(
        self, reading: Reading, format_: FeedFormat, *, predecessor: int | None = None
    ) -> bytes:
        """Return an article's entry; `predecessor` is the revision before the one shown."""
        return _FORMATS[format_].entry(self._article(reading, predecessor))

    def revision_entry(self, reading: Reading, format_: FeedFormat) -> bytes:
        """Return the entry of the one revision that is read."""
        return _FORMATS[format_].entry(self._revision(reading))

    def notice_entry(self, reading: Reading, format_: FeedFormat, *, at: datetime) -> bytes:
        """Return the entry that announces a revision in the main feeds, dated at its commit."""
        return _FORMATS[format_].entry(self._notice(reading, at))

    def document(
        self,
        page: Page,
        format_: FeedFormat,
        entries: Sequence[bytes],
        *,
        updated: datetime,
        tombstones: Sequence[Tombstone] = (),
    ) -> bytes:
        """Join entries of the same format, newest first as given, under the document's head.

        `updated` is the newest change. Raises Broken if the site has no title.
        """
        framed = self._framed if tombstones else self._frame
        return framed(page, format_, tuple(tombstones)).around(entries, updated)

    def _framed(self, page: Page, format_: FeedFormat, tombstones: tuple[Tombstone, ...]) -> Frame:
        """Return what stands around a document's entries; its date is not part of it."""
        head = head_of(fit(page), format_, self._site, _UNDATED, tombstones)
        return _FORMATS[format_].frame(head)


def head_of(
    page: Page,
    format_: FeedFormat,
    site: Site,
    updated: datetime,
    tombstones: Sequence[Tombstone] = (),
) -> Head:
    """Return what a document says of itself in one format; the feed's id is the same in all."""
    feed = page.feed
    publisher = site.publisher or site.title

    def address(name: str) -> str:
        return site.feed_url(name, format_.value)

    return Head(
        id=feed_urn(feed, site.base_url),
        title=f"{site.title}: {feed.label}" if feed.label else site.title,
        description=f"{feed.label} – {publisher}" if feed.label else publisher,
        language=site.language,
        self_url=address(page.name),
        home_url=_home_url(feed, site),
        hubs=() if page.number else site.hubs,
        publisher=publisher,
        rights=f"© {publisher}",
        updated=updated,
        older_url=address(archive_name(feed.name, page.older)) if page.older else "",
        current_url=address(feed.name) if page.number else "",
        deleted=tuple(Deleted(id=one.urn, at=one.at) for one in tombstones),
    )


def _home_url(feed: Feed, site: Site) -> str:
    """Return the page where people find what the feed holds."""
    if feed.name == CORRECTIONS.name:
        return site.url("/corrections")
    if feed.name.startswith("articles/"):
        return site.url("/" + feed.name.removesuffix("/revisions") + "/history")
    return site.url("/")
