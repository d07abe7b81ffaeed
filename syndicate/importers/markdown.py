"""How does a Markdown file with front matter become a story?"""

from collections.abc import Sequence
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore, inline
from markdown_it.token import Token

from syndicate.domain.articles import Content
from syndicate.domain.stories import Story
from syndicate.errors import Unreadable
from syndicate.importers.cleaning import clean_content
from syndicate.importers.fields import Fields
from syndicate.importers.front_matter import part
from syndicate.importers.knowing import past_in, unknown_in
from syndicate.importers.pasted.decoding import decode

_HIGHEST = 2
_LOWEST = 4
_HEADING = 3  # tokens: its opening, its words, its closing
_LONGEST_KEPT = 4_000
_MOST_KEPT = 1_000


def read_markdown(
    data: bytes,
    *,
    name: str,
    timezone: ZoneInfo | None = None,
    section: str | None = None,
    language: str | None = None,
) -> Story:
    """Return the story that a Markdown file tells.

    The title is the front matter's, or a first heading's. Raises Unreadable,
    naming file and line.
    """
    source = decode(data)
    matter = part(source, name)
    fields = Fields(raw=matter.fields, source=source, name=name)
    content = _content(fields, matter.text, section, language)
    if not content.body_html.strip():
        raise Unreadable(f"{name}:{matter.first_line}: the story has no text: write it here")
    past = past_in(fields, timezone)
    slug = fields.text("slug")
    return Story(content=content, past=past, unknown=unknown_in(content, past), slug=slug)


def _content(fields: Fields, text: str, section: str | None, language: str | None) -> Content:
    title, body = titled_html(fields.text("title", "headline"), text)
    return clean_content(
        Content(
            headline=title,
            summary=fields.text("summary", "description", "excerpt", "standfirst"),
            section=section or fields.text("section", "category") or _first(fields, "categories"),
            language=language or fields.text("lang", "language"),
            dateline=fields.text("dateline"),
            authors=fields.people("authors", "author", "byline"),
            contributors=fields.people("contributors", "contributor"),
            images=fields.images("images", "image"),
            body_html=body,
            related=fields.related("related"),
            tags=fields.texts("tags", "keywords"),
        )
    )


def titled_html(told: str, text: str) -> tuple[str, str]:
    """Return the title and the body's HTML of Markdown without front matter.

    Without a title told, a first heading is taken; one that only says it leaves the body.
    """
    title, tokens = _titled(told, _quick_parser().parse(text))
    return title, _rendered(tokens)


def _first(fields: Fields, key: str) -> str:
    return next(iter(fields.texts(key)), "")


@cache  # building one takes as long as parsing a page; parsing leaves it as it was
def _parser() -> MarkdownIt:
    return _commonmark()


@cache
def _quick_parser() -> MarkdownIt:
    """Return one that remembers paragraphs: the states of a story have most of them in common."""
    parser = _commonmark()
    parser.core.ruler.at("inline", _inline)
    return parser


def _commonmark() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def _inline(state: StateCore) -> None:
    paragraphs = [token for token in state.tokens if token.type == "inline"]
    if state.env.get("references") or any(len(p.content) > _LONGEST_KEPT for p in paragraphs):
        inline(state)  # links may be named elsewhere; what is very long is not worth keeping
        return
    for paragraph in paragraphs:
        paragraph.children = [_words(paragraph.content)]


@lru_cache(maxsize=_MOST_KEPT)
def _words(content: str) -> Token:
    """Return a paragraph's words as one token, which is HTML already and knows its plain text."""
    parser = _parser()
    [whole] = parser.parseInline(content)
    children = whole.children or []
    words = parser.renderer.render([whole], parser.options, {})
    return Token("html_inline", "", 0, content=words, meta={"plain": _plain(children)})


def _titled(told: str, tokens: list[Token]) -> tuple[str, list[Token]]:
    opening = _plain(tokens[1].children or ()) if tokens and tokens[0].tag == "h1" else ""
    if opening and told in {"", opening}:
        return opening, tokens[_HEADING:]
    return told, tokens


def _plain(words: Sequence[Token]) -> str:
    return "".join(token.meta.get("plain", token.content) for token in words)


def _rendered(tokens: list[Token]) -> str:
    """Return the HTML; headings are moved between the second and the fourth level."""
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            level = min(max(int(token.tag[1]), _HIGHEST), _LOWEST)
            token.tag = f"h{level}"
    parser = _parser()
    return str(parser.renderer.render(tokens, parser.options, {})).strip()
