"""What of an outside text may enter the store? The one choke point for foreign words and HTML."""

import re
from dataclasses import replace
from urllib.parse import urlsplit

import nh3

from syndicate.domain.articles import Content, Image, Person, Related
from syndicate.domain.languages import language_tag

# C0 and C1 controls other than tab and newline, lone surrogates, noncharacters:
# XML 1.0 (section 2.2) refuses most of them and one of them kills a whole feed.
_NONCHARACTERS = "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef" + _NONCHARACTERS + "]"
)
_BREAKS = re.compile(r"\r\n?")
_FOLDS = re.compile(r"[ \t]*\n\s*")

_TAGS = {
    *("p", "h2", "h3", "h4", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "hr", "br"),
    *("a", "em", "strong", "b", "i", "s", "code", "pre", "sup", "sub", "q", "cite", "abbr"),
    *("figure", "figcaption", "img"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"),
}
_DROPPED_WHOLE = {"script", "style", "template", "iframe", "object", "svg", "math", "noscript"}
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
    "abbr": {"title"},
}
_PICTURELESS = re.compile(r'<img(?:\s+(?!src=)[a-z]+="[^"]*")*\s*/?>')
_SCHEMES = {"http", "https", "mailto"}


def clean_text(text: str) -> str:
    """Return the text without characters that no feed or mail may carry.

    Line ends become newlines. Everything else stays as it was written: no
    normalisation, no other quotation marks.
    """
    if text.replace("\n", "").replace("\t", "").replace("\xa0", "").isprintable():
        return text  # nearly always; to look for each forbidden character takes ten times as long
    return _FORBIDDEN.sub("", _BREAKS.sub("\n", text))


def clean_line(text: str) -> str:
    """Return the text clean and on one line, for what stands in titles and headers."""
    return _FOLDS.sub(" ", clean_text(text)).strip()


def clean_html(html: str) -> str:
    """Return the HTML with nothing but an article body's elements; links get rel=noopener."""
    cleaned = nh3.clean(
        clean_text(html),
        tags=_TAGS,
        clean_content_tags=_DROPPED_WHOLE,
        attributes=_ATTRIBUTES,
        link_rel="noopener",
        url_schemes=_SCHEMES,
    )
    return _PICTURELESS.sub("", cleaned).replace("&nbsp;", "\xa0")


def clean_url(url: str | None) -> str | None:
    """Return the address if it is a web or mail address or a relative one, else None."""
    if not url:
        return None
    tidy = clean_line(url).replace("\t", "")
    try:
        scheme = urlsplit(tidy).scheme.lower()
    except ValueError:
        return None
    return tidy if tidy and scheme in {"", *_SCHEMES} else None


def _clean_person(person: Person) -> Person:
    return Person(
        name=clean_line(person.name),
        role=clean_line(person.role),
        location=clean_line(person.location),
    )


def _clean_image(image: Image) -> Image:
    return replace(
        image,
        url=clean_url(image.url),
        title=clean_line(image.title),
        alt=clean_line(image.alt),
        caption=clean_line(image.caption),
        credit=clean_line(image.credit),
    )


def _clean_related(related: Related) -> Related:
    return Related(title=clean_line(related.title), url=clean_url(related.url))


def clean_content(content: Content) -> Content:
    """Return the content with every field cleaned, so that nothing foreign leaves an importer."""
    return Content(
        headline=clean_line(content.headline),
        summary=clean_line(content.summary),
        section=clean_line(content.section),
        language=language_tag(clean_line(content.language)),
        dateline=clean_line(content.dateline),
        authors=tuple(_clean_person(person) for person in content.authors),
        contributors=tuple(_clean_person(person) for person in content.contributors),
        images=tuple(_clean_image(image) for image in content.images),
        body_html=clean_html(content.body_html),
        related=tuple(_clean_related(link) for link in content.related),
        tags=tuple(clean_line(tag) for tag in content.tags),
    )
