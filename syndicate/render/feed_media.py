"""How is a picture told in both XML formats (Media RSS 1.5.1)?"""

from lxml.etree import SubElement, _Element

from syndicate.render.feed_values import Picture

MEDIA = "http://search.yahoo.com/mrss/"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def add_media(element: _Element, picture: Picture) -> None:
    """Add a bare `media:content` that knows whose the picture is and what it shows."""
    content = SubElement(element, f"{{{MEDIA}}}content", url=picture.url, medium="image")
    if picture.type:
        content.set("type", picture.type)
    _told(content, "title", picture.title)
    _told(content, "description", picture.description)
    if picture.credit:
        SubElement(content, f"{{{MEDIA}}}credit").text = picture.credit


def _told(content: _Element, name: str, text: str) -> None:
    if text:
        SubElement(content, f"{{{MEDIA}}}{name}", type="plain").text = text
