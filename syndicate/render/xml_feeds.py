"""How do Atom and RSS documents come out of feedgen without its faults?

feedgen builds the trees; `feed_atom` and `feed_rss` finish them through its
extension API before they are written. Every namespace is declared on the root,
so an entry can be cut out of one document and put into another as it is.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator
from lxml.etree import _Element

from syndicate.errors import Broken
from syndicate.render import feed_atom, feed_rss
from syndicate.render.feed_frames import Frame
from syndicate.render.feed_values import Entry, Head, instant

_Finisher = Callable[[_Element, Head], None]

_MINUTES_TO_LIVE = 15
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class _NoDate(datetime):
    """A date that feedgen accepts and then leaves out: it would call `setlocale` to write it."""

    def __bool__(self) -> bool:
        return False


_UNDATED = _NoDate(1970, 1, 1, tzinfo=UTC)
_NO_HEAD = Head(
    id="urn:none",
    title="-",
    description="-",
    language="en",
    self_url="urn:none",
    home_url="urn:none",
    hubs=(),
    publisher="",
    rights="",
    updated=_EPOCH,
)


class _Finish:
    """A feedgen extension that hands the tree it is given to a function."""

    def __init__(self, finish: Callable[[_Element], None], namespaces: dict[str, str]) -> None:
        self._finish = finish
        self._namespaces = namespaces

    def extend_ns(self) -> dict[str, str]:
        """Return what the root declares."""
        return self._namespaces

    def extend_atom(self, element: _Element) -> None:
        """Finish a feed or an entry."""
        self._finish(element)

    def extend_rss(self, element: _Element) -> None:
        """Finish a document or an item."""
        self._finish(element)


@dataclass(frozen=True, slots=True, kw_only=True)
class XmlFeeds:
    """One of the two XML formats: how it is written, and where it can be cut.

    `dated` is the element that has the document's date, which `date` writes.
    """

    written: Callable[[Head, Sequence[Entry]], bytes]
    element: bytes
    dated: bytes
    date: Callable[[datetime], str]
    end: bytes
    indent: bytes

    def entry(self, entry: Entry) -> bytes:
        """Return the bytes of one entry, as they stand in every document that has it."""
        document = self._whole(_NO_HEAD, (entry,))
        closing = b"</" + self.element + b">"
        start = document.index(b"<" + self.element + b" ")
        return document[start : document.rindex(closing) + len(closing)]

    def frame(self, head: Head) -> Frame:
        """Return what stands around entries; with them it is as if all were written at once."""
        empty = self._whole(head, ())
        tag = b"<" + self.dated + b">"
        date = empty.index(tag) + len(tag)
        rest, end = empty.index(b"<", date), empty.rindex(self.end)
        return Frame(
            before=empty[:date],
            date=self.date,
            opening=empty[rest:end],
            first=self.indent,
            between=b"\n" + self.indent,
            last=b"\n",
            closing=empty[end:],
        )

    def _whole(self, head: Head, entries: Sequence[Entry]) -> bytes:
        try:
            return self.written(head, entries)
        except ValueError as error:
            raise Broken(
                f"the feed at {head.self_url} cannot be written: {error}; "
                "look at [site] in the settings and at its newest articles"
            ) from error


def atom(head: Head, entries: Sequence[Entry]) -> bytes:
    """Write an Atom document (RFC 4287) with entries in the given order."""
    feed = _feed(head, "atom", feed_atom.finish_head, feed_atom.NAMESPACES)
    feed.updated(head.updated)
    for entry in entries:
        feed.add_entry(_atom_entry(entry), order="append")
    written: bytes = feed.atom_str(pretty=True)
    return written


def rss(head: Head, entries: Sequence[Entry]) -> bytes:
    """Write an RSS 2.0 document with items in the given order."""
    feed = _feed(head, "rss", feed_rss.finish_head, feed_rss.NAMESPACES)
    feed.updated(_UNDATED)
    for entry in entries:
        feed.add_entry(_rss_item(entry), order="append")
    written: bytes = feed.rss_str(pretty=True)
    return written


def _feed(head: Head, name: str, finish: _Finisher, namespaces: dict[str, str]) -> FeedGenerator:
    feed = FeedGenerator()
    feed.register_extension("finish", lambda: _Finish(lambda root: finish(root, head), namespaces))
    feed.id(head.id)
    feed.title(head.title)
    feed.subtitle(head.description)
    feed.description(head.description)
    feed.language(head.language)
    feed.generator("Syndicate")
    feed.ttl(_MINUTES_TO_LIVE)
    feed.rights(head.rights)
    if head.publisher:
        feed.author(name=head.publisher, uri=head.home_url)
    feed.link(href=head.self_url, rel="self", type=f"application/{name}+xml")
    for hub in head.hubs:
        feed.link(href=hub, rel="hub")
    feed.link(href=head.home_url, rel="alternate", type="text/html")  # RSS takes the last
    return feed


def _atom_entry(entry: Entry) -> FeedEntry:
    element = _entry(entry, feed_atom.finish_entry)
    element.summary(entry.summary or None)
    element.content(entry.content, type="html")
    element.author([{"name": name} for name in entry.authors])
    element.contributor([{"name": name} for name in entry.contributors])
    element.rights(entry.rights)
    return element


def _rss_item(entry: Entry) -> FeedEntry:
    """Return an item; its description "must be suitable for presentation as HTML" (profile)."""
    item = _entry(entry, feed_rss.finish_item)
    item.description(escape(entry.summary, quote=False))
    item.content(entry.content, type="html")
    item.link(href=entry.url)
    return item


def _entry(entry: Entry, finish: Callable[[_Element, Entry], None]) -> FeedEntry:
    element = FeedEntry()
    element.register_extension("finish", lambda: _Finish(lambda tree: finish(tree, entry), {}))
    element.id(entry.id)
    element.title(entry.title)
    element.updated(entry.updated)
    for category in entry.categories:
        element.category(term=category.term, label=category.label)
    return element


ATOM = XmlFeeds(
    written=atom,
    element=b"entry",
    dated=b"updated",
    date=instant,
    end=b"</feed>",
    indent=b"  ",
)
RSS = XmlFeeds(
    written=rss,
    element=b"item",
    dated=b"lastBuildDate",
    date=feed_rss.date,
    end=b"  </channel>",
    indent=b"    ",
)
