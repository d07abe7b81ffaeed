"""What makes a rendered text fit for a mail: one-line subjects, inlined HTML, plain words?"""

import re
from collections.abc import Iterator, Mapping

from css_inline import CSSInliner, InlineError
from lxml import etree
from lxml import html as lxml_html

from syndicate.errors import SettingsFault
from syndicate.render.templating import Templates

SUBJECT_LIMIT = 90
_INLINER = CSSInliner(keep_at_rules=True, minify_css=True, load_remote_stylesheets=False)
_BLOCKS = frozenset(
    {"address", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "figure"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "section"}
    | {"table", "td", "th", "tr", "ul"}
)
_FETCHING = (
    re.compile(r"<\s*(script|iframe|object|embed)\b", re.IGNORECASE),
    re.compile(r"<\s*(link)\b[^>]*stylesheet", re.IGNORECASE),
    re.compile(r"<style[^>]*>[^<]*(@import|@font-face)", re.IGNORECASE),
)


def one_line(subject: str) -> str:
    """Return a subject without line ends or control characters, at most 90 characters."""
    printable = "".join(c if c.isprintable() else " " for c in subject)
    line = " ".join(printable.split())
    return line if len(line) <= SUBJECT_LIMIT else line[: SUBJECT_LIMIT - 1].rstrip() + "…"


def tidied(text: str) -> str:
    """Return a plain text without trailing spaces, with at most two blank lines together."""
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return re.sub(r"\n{4,}", "\n\n\n", lines).strip("\n") + "\n"


def filled_html(templates: Templates, name: str, values: Mapping[str, object]) -> str:
    """Fill a template of HTML and make it mail: rules of <style> move into the elements.

    Rules that start with @ stay, for phones and dark screens. The same values
    give the same bytes; nothing is fetched. Raises SettingsFault for whatever
    is wrong with the template, also when its mail would run or fetch foreign code.
    """
    html = templates.render(name, **values)
    foreign = _foreign(html)
    if foreign:
        place = templates.place(name, foreign)
        raise SettingsFault(f"{place}: mail may not carry “{foreign}”; take it out")
    try:
        return _INLINER.inline(html)
    except InlineError as error:
        place = templates.place(name)
        raise SettingsFault(f"{place}: the styles cannot be read: {error}; mend them") from error


def _foreign(html: str) -> str:
    found = (pattern.search(html) for pattern in _FETCHING)
    return next((match[1] for match in found if match), "")


def plain(html: str) -> str:
    """Return the words of HTML: blocks on lines of their own, spaces collapsed."""
    if not html.strip():
        return ""
    container = lxml_html.fragment_fromstring(html, create_parent="div")
    lines = (" ".join(line.split()) for line in "".join(_parts(container)).split("\n"))
    return "\n".join(line for line in lines if line)


def _parts(container: lxml_html.HtmlElement) -> Iterator[str]:
    for event, element in etree.iterwalk(container, events=("start", "end")):
        if element.tag in _BLOCKS:
            yield "\n"
        said = element.text if event == "start" else element.tail
        yield re.sub(r"\s", " ", said or "")
