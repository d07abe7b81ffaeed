"""What are the words of a text, one by one, in any script?"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from lxml import etree
from lxml import html as lxml_html

_TELLING = {"h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "pre"}
_PARTING = _TELLING | {"p", "div", "ul", "ol", "dl", "dt", "dd", "table", "tr", "td", "th"}
_PARTING |= {"figure", "figcaption", "hr", "br"}
# Dashes and slashes part words; Han and Kana are written without spaces between words.
_ALONE = r"—–…/\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff"
_PIECES = re.compile(f"[{_ALONE}]|[^{_ALONE}]+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word or a punctuation mark. `space` tells whether white space stands before it.

    `block` names the HTML element of the paragraph it begins, "" inside of one.
    """

    text: str
    space: bool = False
    block: str = ""

    @property
    def counts(self) -> bool:
        """Tell whether this is a word or number, rather than punctuation."""
        return any(map(str.isalnum, self.text))


Block = Sequence[Word]


def words(text: str) -> Iterator[Word]:
    """Take a text apart; punctuation around words stands alone, inside words it stays."""
    for match in re.finditer(r"\S+", text):
        space = match.start() > 0
        if match[0].isascii() and match[0].isalnum():  # most words of many languages
            yield Word(match[0], space)
            continue
        for piece in _PIECES.findall(match[0]):
            for part in _peeled(piece):
                yield Word(part, space)
                space = False


def _peeled(piece: str) -> Iterable[str]:
    start, end = 0, len(piece)
    while start < end and _is_mark(piece[start]):
        start += 1
    while end > start and _is_mark(piece[end - 1]):
        end -= 1
    core = [piece[start:end]] if start < end else []
    return [*piece[:start], *core, *piece[end:]]


def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


def blocks_of_lines(lines: Iterable[str]) -> list[Block]:
    """Return each line that is not blank as a paragraph of words."""
    return [_block("p", line) for line in lines if line.strip()]


def blocks_of_html(body_html: str) -> list[Block]:
    """Return the paragraphs of an HTML fragment, without their markup."""
    if not body_html.strip():
        return []
    root = lxml_html.fragment_fromstring(
        body_html,
        create_parent="div",
        parser=lxml_html.HTMLParser(remove_comments=True, remove_pis=True),
    )
    return [_block(tag, text) for tag, text in _paragraphs(root) if text.strip()]


def _paragraphs(root: lxml_html.HtmlElement) -> Iterator[tuple[str, str]]:
    inside: list[str] = []
    text = ""
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if element.tag in _PARTING:
            yield next((tag for tag in inside if tag in _TELLING), "p"), text
            text = ""
            _step(inside, event, str(element.tag))
        text += (element.text if event == "start" else element.tail) or ""


def _step(inside: list[str], event: str, tag: str) -> None:
    if event == "start":
        inside.append(tag)
    else:
        inside.pop()


def _block(tag: str, text: str) -> Block:
    first, *others = words(text.strip())
    return (replace(first, block=tag), *others)
