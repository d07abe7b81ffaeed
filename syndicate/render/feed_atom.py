"""What does an Atom document need that feedgen does not write?

These functions finish the trees that feedgen made. It writes Atom's elements
without a namespace and declares the default one as an attribute; so do these.
"""

from lxml.etree import SubElement, _Element

from syndicate.render.feed_media import MEDIA, XML_LANG, add_media
from syndicate.render.feed_values import Entry, Head, instant

NAMESPACES = {"media": MEDIA}


def finish_head(feed: _Element, head: Head) -> None:
    """Write the date as the entries do."""
    _set_text(feed, "updated", instant(head.updated))


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
