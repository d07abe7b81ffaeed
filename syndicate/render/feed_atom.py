"""What does an Atom document need that feedgen does not write?

These functions finish the trees that feedgen made. It writes Atom's elements
without a namespace and declares the default one as an attribute; so do these.
"""

from lxml.etree import SubElement, _Element

from syndicate.render import words
from syndicate.render.feed_history import HISTORY, mark_archive
from syndicate.render.feed_media import MEDIA, XML_LANG, add_media
from syndicate.render.feed_values import Deleted, Entry, Head, instant

TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
NAMESPACES = {"media": MEDIA, "fh": HISTORY, "at": TOMBSTONES}


def finish_head(feed: _Element, head: Head) -> None:
    """Write the date as the entries do, where the rest of the feed is, and what left it."""
    _set_text(feed, "updated", instant(head.updated))
    for link in head.paging:
        _link(feed, link.rel, link.href, "application/atom+xml")
    mark_archive(feed, head)
    for deleted in head.deleted:
        _tombstone(feed, deleted, head)


def _tombstone(feed: _Element, deleted: Deleted, head: Head) -> None:
    """Add an `at:deleted-entry` (RFC 6721 §3) that says who removed the entry and no more."""
    at = instant(deleted.at)
    stone = SubElement(feed, f"{{{TOMBSTONES}}}deleted-entry", ref=deleted.id, when=at)
    by = SubElement(stone, f"{{{TOMBSTONES}}}by")
    SubElement(by, "name").text = head.publisher
    comment = SubElement(stone, f"{{{TOMBSTONES}}}comment")
    comment.text = words.removed(head.language)


def finish_entry(element: _Element, entry: Entry) -> None:
    """Add the language, both dates, the links with their types and the pictures."""
    element.set(XML_LANG, entry.language)
    _set_text(element, "updated", instant(entry.updated))
    SubElement(element, "published").text = instant(entry.published)
    _link(element, "alternate", entry.url, "text/html")
    for link in entry.links:
        _link(element, link.rel, link.href, "text/html")
    for picture in entry.pictures:
        _link(element, "enclosure", picture.url, picture.type)
    for picture in entry.pictures:
        add_media(element, picture)


def _set_text(parent: _Element, name: str, text: str) -> None:
    for element in parent.iterchildren(name):
        element.text = text


def _link(element: _Element, rel: str, href: str, media_type: str) -> None:
    """Add a link; `length` is a hint (RFC 4287 §4.2.7.6) and left out where nobody knows it."""
    link = SubElement(element, "link", rel=rel, href=href)
    if media_type:
        link.set("type", media_type)
