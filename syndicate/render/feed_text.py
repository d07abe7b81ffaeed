"""What may text be, before it goes into a feed?"""

import re
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any, TypeVar
from urllib.parse import urljoin

from lxml import html as lxml_html

_UNFIT = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPACES = re.compile("[\t\n\r ]+")
_EXCERPT = 280

Value = TypeVar("Value")


def fit(value: Value) -> Value:
    """Return the value with every text in it fit for XML 1.0 (§2.2).

    Goes into tuples and dataclasses. What XML forbids is dropped, and so are the
    C1 controls, which it discourages and readers take for Windows-1252. Importers
    clean on the way in; this is what keeps one character from costing a feed.
    """
    fitted: Value = _fit(value)
    return fitted


def _fit(value: Any) -> Any:  # noqa: ANN401 - any value goes through
    if isinstance(value, str) and not isinstance(value, Enum):
        return _UNFIT.sub("", value)
    if isinstance(value, tuple):
        return tuple(_fit(item) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _fit(getattr(value, f.name)) for f in fields(value)})
    return value


def one_line(text: str) -> str:
    """Return the text on one line; spaces that do not break are kept."""
    return _SPACES.sub(" ", text).strip(" ")


def excerpt(body_html: str) -> str:
    """Return the beginning of the first paragraph as plain text, cut between words."""
    tree = _tree(body_html)
    blocks = (one_line(fit(block.text_content())) for block in (*tree.iter("p"), tree))
    text = next(filter(None, blocks), "")
    return text if len(text) <= _EXCERPT else text[:_EXCERPT].rsplit(" ", 1)[0] + "…"


def absolute(body_html: str, base: str) -> str:
    """Return the HTML with addresses that hold wherever it is read."""
    tree = _tree(body_html)
    tree.rewrite_links(lambda link: joined(base, link), resolve_base_href=False)
    opening, closing = "<div>", "</div>"
    whole: str = lxml_html.tostring(tree, encoding="unicode")
    return fit(whole.removeprefix(opening).removesuffix(closing))


def joined(base: str, address: str) -> str:
    """Resolve an address against the one it stands at; what is none stays as it is."""
    try:
        return urljoin(base, address)
    except ValueError:
        return address


def _tree(body_html: str) -> lxml_html.HtmlElement:
    return lxml_html.fragment_fromstring(body_html, create_parent="div")
