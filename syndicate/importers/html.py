"""How does an HTML document or fragment become a story?"""

import re
from html import escape
from zoneinfo import ZoneInfo

import lxml.html
from lxml.etree import LxmlError

from syndicate.domain.articles import Content, Image
from syndicate.domain.stories import Story
from syndicate.errors import Unreadable
from syndicate.importers.cleaning import clean_content, clean_line
from syndicate.importers.fields import Fields
from syndicate.importers.knowing import past_in, unknown_in
from syndicate.importers.pasted.decoding import decode

_LEFT_OUT = {"script", "style", "noscript", "template", "nav", "footer", "aside", "form", "button"}
_LEVELS = {"h1": "h2", "h5": "h4", "h6": "h4"}
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([\w-]{2,20})", re.IGNORECASE)
_HEAD = 2048


def read_html(
    data: bytes,
    *,
    name: str,
    timezone: ZoneInfo | None = None,
    section: str | None = None,
    language: str | None = None,
) -> Story:
    """Return the story that an HTML document or fragment tells.

    The body is the first `<article>`, else `<main>`, else everything. Raises
    Unreadable, naming the file.
    """
    root = _parsed(data, name)
    fields = Fields(raw=_meta(root), source="", name=name)
    content = _content(root, fields, section, language)
    if not clean_line(re.sub(r"<[^>]*>", "", content.body_html)):
        raise Unreadable(f"{name}:1: the document has no text")
    past = past_in(fields, timezone)
    return Story(content=content, past=past, unknown=unknown_in(content, past))


def _parsed(data: bytes, name: str) -> lxml.html.HtmlElement:
    charset = _CHARSET.search(data[:_HEAD])
    text = decode(data, charset[1].decode() if charset else "cp1252")
    parser = lxml.html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True)
    try:
        return lxml.html.document_fromstring(text.encode(), parser=parser)
    except (LxmlError, ValueError) as fault:
        raise Unreadable(f"{name}:1: this is no HTML: {fault}") from fault


def _meta(root: lxml.html.HtmlElement) -> dict[str, object]:
    """Return what the `<meta>` elements tell; what is told twice becomes a list."""
    found: dict[str, object] = {}
    for meta in root.iter("meta"):
        key = (meta.get("name") or meta.get("property") or "").lower()
        value = clean_line(meta.get("content") or "")
        if key and value:
            earlier = found.get(key)
            found[key] = [*earlier, value] if isinstance(earlier, list) else [value]
    single = {key: values[0] for key, values in found.items() if isinstance(values, list)}
    several = ("author", "article:tag")
    return single | {key: found[key] for key in several if key in found}


def _content(
    root: lxml.html.HtmlElement, fields: Fields, section: str | None, language: str | None
) -> Content:
    title = _title(root, fields)
    body = _body(root)
    return clean_content(
        Content(
            headline=title,
            summary=fields.text("description", "og:description"),
            section=section or fields.text("article:section"),
            language=language or root.get("lang") or "",
            authors=fields.people("author"),
            images=tuple(image for image in _lead(fields) if (image.url or "") not in body),
            body_html=body,
            tags=fields.texts("keywords", "article:tag"),
        )
    )


def _lead(fields: Fields) -> tuple[Image, ...]:
    url = fields.text("og:image")
    return (Image(url=url, alt=fields.text("og:image:alt")),) if url else ()


def _title(root: lxml.html.HtmlElement, fields: Fields) -> str:
    """Return the first heading's words, and take it out of the body."""
    heading = next(root.iter("h1"), None)
    if heading is not None and _words(heading):
        title = _words(heading)
        heading.drop_tree()
        return title
    document = root.find(".//title")
    return fields.text("og:title") or (_words(document) if document is not None else "")


def _words(element: lxml.html.HtmlElement) -> str:
    return " ".join(str(element.text_content()).split())


def _body(root: lxml.html.HtmlElement) -> str:
    for element in list(root.iter(*_LEFT_OUT)):
        if element.getparent() is not None:
            element.drop_tree()
    for element in root.iter(*_LEVELS):
        element.tag = _LEVELS[str(element.tag)]
    found = (next(root.iter(tag), None) for tag in ("article", "main", "body"))
    chosen = next((element for element in found if element is not None), root)
    loose = (chosen.text or "").strip()
    inner = [f"<p>{escape(loose, quote=False)}</p>" if loose else ""]
    inner += [str(lxml.html.tostring(child, encoding="unicode")) for child in chosen]
    return "".join(inner).strip()
