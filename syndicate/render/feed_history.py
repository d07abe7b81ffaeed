"""How do both XML formats say that a document is an archive (RFC 5005 §4)?"""

from lxml.etree import SubElement, _Element

from syndicate.render.feed_values import Head

HISTORY = "http://purl.org/syndication/history/1.0"


def mark_archive(element: _Element, head: Head) -> None:
    """Add `fh:archive` to an archive; whoever follows the feed never asks for it again."""
    if head.current_url:
        SubElement(element, f"{{{HISTORY}}}archive")
