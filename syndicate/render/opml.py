"""How does a feed reader take in all feeds of a site at once? (OPML 2.0)"""

from collections.abc import Sequence

from lxml import etree

from syndicate.domain.feeds import ALL, CORRECTIONS, Feed, FeedFormat
from syndicate.domain.site import Site
from syndicate.render.feed_text import fit

MEDIA_TYPE = "text/x-opml; charset=utf-8"


def opml(feeds: Sequence[Feed], site: Site) -> bytes:
    """Return a subscription list: the whole site, corrections, then the feeds given, in Atom."""
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = fit(site).title
    body = etree.SubElement(root, "body")
    special = (ALL, CORRECTIONS)
    for feed in (*special, *(feed for feed in feeds if feed not in special)):
        body.append(_outline(fit(feed), fit(site)))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _outline(feed: Feed, site: Site) -> etree._Element:
    title = f"{site.title}: {feed.label}" if feed.label else site.title
    return etree.Element(
        "outline",
        type="rss",
        text=title,
        title=title,
        xmlUrl=site.feed_url(feed.name, FeedFormat.ATOM.value),
        htmlUrl=site.url("/" if feed == ALL else f"/{feed.name}"),
    )
