"""How do those who search a site learn of its pages? (sitemaps.org 0.9; Google's news sitemaps)"""

from collections.abc import Iterable

from lxml import etree

from syndicate.domain.articles import Content
from syndicate.domain.languages import news_language
from syndicate.domain.readings import Reading
from syndicate.domain.site import Site
from syndicate.domain.sitemaps import PublicPage
from syndicate.render.bodies import language_of
from syndicate.render.feed_text import fit
from syndicate.render.json_ld import instant

MEDIA_TYPE = "application/xml; charset=utf-8"
_MAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
# lxml's types do not know that None stands for the namespace without a prefix.
_PLAIN: dict[str, str] = {None: _MAP}  # type: ignore[dict-item]
_BOTH = _PLAIN | {"news": _NEWS}


def index(number: int, site: Site) -> bytes:
    """Return the list of all sitemaps."""
    root = etree.Element(f"{{{_MAP}}}sitemapindex", nsmap=_PLAIN)
    for each in range(1, number + 1):
        entry = etree.SubElement(root, f"{{{_MAP}}}sitemap")
        _say(entry, _MAP, "loc", site.url(f"/sitemaps/{each}.xml"))
    return _bytes(root)


def sitemap(pages: Iterable[PublicPage], site: Site) -> bytes:
    """Return one sitemap: each article's address, and when its words last changed."""
    root = etree.Element(f"{{{_MAP}}}urlset", nsmap=_PLAIN)
    for page in pages:
        entry = etree.SubElement(root, f"{{{_MAP}}}url")
        _say(entry, _MAP, "loc", site.article_url(page.slug))
        _say(entry, _MAP, "lastmod", instant(page.updated))
    return _bytes(root)


def news_sitemap(readings: Iterable[Reading], site: Site) -> bytes:
    """Return the sitemap of what is news."""
    root = etree.Element(f"{{{_MAP}}}urlset", nsmap=_BOTH)
    for reading in readings:
        if reading.content is not None:
            _add_news(root, reading, reading.content, site)
    return _bytes(root)


def robots(site: Site) -> str:
    """Return what robots are told: everything may be read, and here is what there is (RFC 9309)."""
    maps = [site.url(f"/{name}") for name in ("sitemap.xml", "news-sitemap.xml")]
    return "\n".join(["User-agent: *", "Allow: /", "", *(f"Sitemap: {url}" for url in maps), ""])


def _add_news(root: etree._Element, reading: Reading, content: Content, site: Site) -> None:
    entry = etree.SubElement(root, f"{{{_MAP}}}url")
    _say(entry, _MAP, "loc", site.article_url(reading.slug))
    news = etree.SubElement(entry, f"{{{_NEWS}}}news")
    publication = etree.SubElement(news, f"{{{_NEWS}}}publication")
    _say(publication, _NEWS, "name", fit(site).title)
    _say(publication, _NEWS, "language", news_language(language_of(reading, site)))
    _say(news, _NEWS, "publication_date", instant(reading.first_published))
    _say(news, _NEWS, "title", fit(content).headline)


def _say(parent: etree._Element, namespace: str, name: str, text: str) -> None:
    etree.SubElement(parent, f"{{{namespace}}}{name}").text = text


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
