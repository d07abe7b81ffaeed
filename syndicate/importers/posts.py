"""What does one state of a static site's post say?

Whatever is broken is passed over and told as a fault: a past cannot be mended any more.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import PurePosixPath

from syndicate.domain.articles import Content, Image, Person
from syndicate.domain.histories import PastState, Told, slug_of_path
from syndicate.errors import Unreadable
from syndicate.importers.cleaning import clean_content, clean_line, clean_text
from syndicate.importers.front_matter import part
from syndicate.importers.html import read_html
from syndicate.importers.knowing import unknown_in
from syndicate.importers.markdown import titled_html
from syndicate.importers.shortcodes import without_shortcodes

_FENCED = re.compile(r"(---|\+\+\+)[ \t]*\n(.*?\n)(?:\1|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_TITLE_LINE = re.compile(r"^title\s*[:=]\s*(.+)$", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Matter:
    """The fields above a text, if they can be read, and the text."""

    fields: Mapping[str, object] = field(default_factory=dict)
    body: str
    title: str = ""
    fault: str = ""


def read_state(
    state: PastState, *, before: Content | None = None, section: str | None = None
) -> Told:
    """Return what a state's text says.

    Where its front matter is missing or broken, the body alone is taken, and all else
    stays as it was `before`. `section` is for every state, whatever it says. Raises nothing.
    """
    text = clean_text(state.text or "").lstrip("\ufeff\n")
    if not text.strip():
        return Told(content=None, fault=f"{state.path}: the text is empty")
    matter = _matter(text, state.path)
    content = clean_content(_content(matter, state.path, before))
    content = replace(content, section=clean_line(section)) if section else content
    unknown = tuple(name for name in unknown_in(content, ()) if name != "first_published")
    public = _public(matter.fields, state.path)
    return Told(content=content, unknown=unknown, public=public, fault=matter.fault)


def _matter(text: str, path: str) -> _Matter:
    try:
        parted = part(text, path)
    except Unreadable as fault:
        return _broken(text, str(fault))
    inner = parted.fields.get("taxonomies")  # Zola keeps its tags there
    taxonomies = inner if isinstance(inner, dict) else {}
    return _Matter(fields={**taxonomies, **parted.fields}, body=parted.text)


def _broken(text: str, fault: str) -> _Matter:
    """Return the body alone, and what its front matter's line of a title says."""
    fenced = _FENCED.match(text)
    title = _TITLE_LINE.search(fenced[2]) if fenced else None
    return _Matter(
        body=text[fenced.end() :] if fenced else text,
        title=title[1].strip(" \t\"'") if title else "",
        fault=fault,
    )


def _content(matter: _Matter, path: str, before: Content | None) -> Content:
    fields = matter.fields
    title, body = _titled_body(_line(fields, "title", "headline"), matter.body, path)
    if not fields and before is not None:
        return replace(before, headline=title or before.headline, body_html=body)
    named = _line(fields, "section", "category")
    sections = [*([named] if named else _lines(fields, "category")), *_lines(fields, "categories")]
    tags = [*_lines(fields, "tags", "tag", "topics", "topic", "keywords"), *sections[1:]]
    return Content(
        headline=title or matter.title or _named(path),
        summary=_line(fields, "summary", "description", "excerpt", "standfirst", "deck"),
        section=sections[0] if sections else "",
        language=_line(fields, "lang", "language", "locale"),
        authors=tuple(_people(fields, "authors", "author", "byline")),
        images=tuple(_images(fields)),
        body_html=body,
        tags=tuple(dict.fromkeys(tags)),
    )


@lru_cache(maxsize=2)  # most changes leave the text, and the states of a story come in turn
def _titled_body(title: str, text: str, path: str) -> tuple[str, str]:
    """Return the title, or a first heading instead of it, and the body as HTML."""
    bare = without_shortcodes(text)
    if PurePosixPath(path).suffix.lower() not in {".html", ".htm"}:
        return titled_html(title, bare)
    try:
        read = read_html(f"<body>{bare}</body>".encode(), name=path).content
    except Unreadable:
        return title, ""
    return title or read.headline, read.body_html


def _named(path: str) -> str:
    """Return a headline from a file's name, where nothing else gives one."""
    return slug_of_path(path).replace("-", " ").capitalize()


def _public(fields: Mapping[str, object], path: str) -> bool:
    draft = str(fields.get("draft", "")).lower() == "true"
    withheld = str(fields.get("published", "")).lower() == "false"
    return not (draft or withheld or "_drafts" in PurePosixPath(path).parts)


def _line(fields: Mapping[str, object], *keys: str) -> str:
    """Return the first of these fields that holds one value, as one line."""
    single = (fields[key] for key in keys if not isinstance(fields.get(key), list | dict | None))
    return next((line for value in single if (line := clean_line(str(value)))), "")


def _lines(fields: Mapping[str, object], *keys: str) -> Iterator[str]:
    """Yield what these fields list, or tell with commas between."""
    for value in filter(None, map(fields.get, keys)):
        entries = [value] if isinstance(value, dict) else value
        told = entries if isinstance(entries, list) else str(entries).split(",")
        single = (str(entry) for entry in told if not isinstance(entry, list | dict | None))
        yield from filter(None, map(clean_line, single))


def _values(value: object) -> list[object]:
    """Return the entries of a field; nothing where it is empty."""
    entries = value if isinstance(value, list) else [value]
    return [entry for entry in entries if entry is not None]


def _people(fields: Mapping[str, object], *keys: str) -> Iterator[Person]:
    """Yield the people that the first of these fields names, as names or tables with a name."""
    told = next((values for key in keys if (values := _values(fields.get(key)))), [])
    for entry in told:
        name = entry.get("name") if isinstance(entry, dict) else entry
        if name and not isinstance(name, list | dict) and clean_line(str(name)):
            yield Person(name=clean_line(str(name)))


def _images(fields: Mapping[str, object]) -> Iterator[Image]:
    url = _line(fields, "image", "featured_image", "cover")
    if url:
        caption = _line(fields, "image_caption", "image_figcaption")
        alt = _line(fields, "image_alt", "image_accessibility")
        yield Image(url=without_shortcodes(url), alt=alt, caption=caption)
