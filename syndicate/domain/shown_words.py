"""Does a page show certain words? Told without knowing how the page is made up."""

from collections.abc import Iterator
from html.parser import HTMLParser

_UNSEEN = frozenset({"script", "style", "template", "head"})
_PARTING = frozenset(
    {"p", "div", "section", "article", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "br", "pre"}
    | {"li", "ul", "ol", "dl", "dt", "dd", "table", "tr", "td", "th", "blockquote"}
    | {"figure", "figcaption"}
)


class _Texts(HTMLParser):
    """Collects the texts of a document, parted where its blocks are."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts = [""]
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """Begin another text at a block."""
        del attrs
        self._unseen += tag in _UNSEEN
        self._part(tag)

    def handle_endtag(self, tag: str) -> None:
        """End a block's text."""
        self._unseen -= tag in _UNSEEN and self._unseen > 0
        self._part(tag)

    def handle_data(self, data: str) -> None:
        """Add to a text, without white space."""
        if not self._unseen:
            self.texts[-1] += "".join(data.split())

    def _part(self, tag: str) -> None:
        if tag in _PARTING and self.texts[-1]:
            self.texts.append("")


def missing(page: str, headline: str, body_html: str) -> Iterator[str]:
    """Yield the beginnings of the paragraphs that a page should show and does not."""
    shown = "".join(_texts(page))
    for wanted in ["".join(headline.split()), *_texts(body_html)]:
        if wanted not in shown:
            yield wanted[:60]


def _texts(html: str) -> list[str]:
    parser = _Texts()
    parser.feed(html)
    parser.close()
    return [text for text in parser.texts if text]
