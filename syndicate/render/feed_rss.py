"""What does an RSS document need that feedgen does not write?

These functions finish the trees that feedgen made. Dates are written here:
feedgen writes them under a process-wide locale, which no other thread survives.
"""

from datetime import UTC, datetime
from email.utils import format_datetime

from lxml.etree import SubElement, _Element

from syndicate.render.feed_history import HISTORY, mark_archive
from syndicate.render.feed_media import MEDIA, XML_LANG, add_media
from syndicate.render.feed_values import Entry, Head, Picture, instant

ATOM = "http://www.w3.org/2005/Atom"
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
NAMESPACES = {"atom": ATOM, "dc": DUBLIN_CORE, "media": MEDIA, "fh": HISTORY}


def finish_head(rss: _Element, head: Head) -> None:
    """Add the date of the newest change, where the feed is pushed, and where the rest of it is."""
    channel = rss[0]
    SubElement(channel, "lastBuildDate").text = date(head.updated)
    for hub in head.hubs:
        SubElement(channel, f"{{{ATOM}}}link", rel="hub", href=hub)
    for link in head.paging:
        kind = "application/rss+xml"
        SubElement(channel, f"{{{ATOM}}}link", rel=link.rel, href=link.href, type=kind)
    mark_archive(channel, head)


def finish_item(item: _Element, entry: Entry) -> None:
    """Add the language, people, both dates, the one enclosure and the pictures."""
    item.set(XML_LANG, entry.language)
    for name in entry.authors:
        SubElement(item, f"{{{DUBLIN_CORE}}}creator").text = name
    for name in entry.contributors:
        SubElement(item, f"{{{DUBLIN_CORE}}}contributor").text = name
    SubElement(item, "pubDate").text = date(entry.published)
    SubElement(item, f"{{{ATOM}}}updated").text = instant(entry.updated)
    for picture in entry.pictures[:1]:
        _enclosure(item, picture)
    for picture in entry.pictures:
        add_media(item, picture)


def _enclosure(item: _Element, picture: Picture) -> None:
    """Add the enclosure: all three attributes must be there, an unknown length is "0"."""
    kind = picture.type or "application/octet-stream"
    SubElement(item, "enclosure", url=picture.url, length="0", type=kind)


def date(at: datetime) -> str:
    """Write an instant as RSS has it."""
    return format_datetime(at.astimezone(UTC))
