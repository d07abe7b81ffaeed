"""How does a Markdown file with front matter become a story?"""

from zoneinfo import ZoneInfo

from markdown_it import MarkdownIt
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
    title, tokens = _titled(told, _parser().parse(text))
    return title, _rendered(tokens)


def _first(fields: Fields, key: str) -> str:
    return next(iter(fields.texts(key)), "")


def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def _titled(told: str, tokens: list[Token]) -> tuple[str, list[Token]]:
    opening = _plain(tokens[1]) if tokens and tokens[0].tag == "h1" else ""
    if opening and told in {"", opening}:
        return opening, tokens[_HEADING:]
    return told, tokens


def _plain(inline: Token) -> str:
    return "".join(child.content for child in inline.children or ())


def _rendered(tokens: list[Token]) -> str:
    """Return the HTML; headings are moved between the second and the fourth level."""
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            level = min(max(int(token.tag[1]), _HIGHEST), _LOWEST)
            token.tag = f"h{level}"
    parser = _parser()
    return str(parser.renderer.render(tokens, parser.options, {})).strip()
