"""How does an article's text look in HTML, with its notes and pictures in their places?

Pages and feeds show the same body, so that they tell the same.
"""

from collections.abc import Iterable, Sequence
from html import escape

from lxml import html as lxml_html

from syndicate.domain.articles import Image
from syndicate.domain.changes import FeedText
from syndicate.domain.languages import language_tag
from syndicate.domain.readings import Note, Reading
from syndicate.domain.site import Site, note_name
from syndicate.render import words


def feed_body(reading: Reading, site: Site) -> str:
    """Return what feeds carry: text and notes, a notice alone, or the neutral sentence."""
    if reading.feed_text is FeedText.NOTICE:
        return notes_html(reading.notes, reading, site)
    return _whole(reading, site, named=False)


def page_body(reading: Reading, site: Site) -> str:
    """Return the whole text, in which each note can be led to by its name."""
    return _whole(reading, site, named=True)


def _whole(reading: Reading, site: Site, *, named: bool) -> str:
    """Return top notes, body with figures, the other notes."""
    if reading.content is None:
        return f"<p>{escape(words.removed(site.language))}</p>"
    body = with_figures(reading.content.body_html, reading.content.images)
    some = bool(reading.notes)
    above = notes_html(reading.top_notes, reading, site, origin=False, named=named)
    below = notes_html(reading.listed_notes, reading, site, origin=some, named=named)
    return above + body + below


def notes_html(
    notes: Sequence[Note],
    reading: Reading,
    site: Site,
    *,
    origin: bool = True,
    named: bool = False,
) -> str:
    """Return notes as one aside, newest first, "Originally published" last.

    They are `named` where the notes of no other article can stand beside them.
    """
    language = language_of(reading, site)
    lines = [_note_html(note, language, site, named=named) for note in notes]
    if origin:
        lines.append(_origin_html(reading, site))
    return f'<aside class="notes">{"".join(lines)}</aside>' if lines else ""


def language_of(reading: Reading, site: Site) -> str:
    """Return the language an article is written in; the site's where it says none that is one."""
    return language_tag(reading.content.language if reading.content else "") or site.language


def note_heading(note: Note, language: str, site: Site) -> str:
    """Return what introduces a note: "Correction Oct. 18, 2016, 7:50 p.m. PDT"."""
    return f"{words.label(note.kind, language)} {words.moment(note.at, site.zone, language)}"


def _note_html(note: Note, language: str, site: Site, *, named: bool) -> str:
    heading = escape(note_heading(note, language, site))
    text = escape(note.text, quote=False)
    name = f' id="{note_name(note.number)}"' if named else ""
    return f'<p class="note note-{note.kind}"{name}><strong>{heading}:</strong> {text}</p>'


def _origin_html(reading: Reading, site: Site) -> str:
    language = language_of(reading, site)
    when = words.moment(reading.first_published, site.zone, language)
    return f'<p class="note note-original">{escape(words.originally(language))} {escape(when)}</p>'


def with_figures(body_html: str, images: Iterable[Image]) -> str:
    """Put each picture after as many top-level paragraphs as its position says."""
    waiting = sorted(images, key=lambda image: image.position)
    if not waiting:
        return body_html
    parts: list[str] = []
    paragraphs = 0
    for block in _blocks(body_html):
        while waiting and waiting[0].position <= paragraphs:
            parts.append(figure(waiting.pop(0)))
        parts.append(block)
        paragraphs += block.startswith(("<p>", "<p "))
    return "".join(parts + [figure(image) for image in waiting])


def _blocks(body_html: str) -> Iterable[str]:
    container = lxml_html.fragment_fromstring(body_html, create_parent="div")
    if container.text:
        yield escape(container.text, quote=False)
    for element in container:
        yield lxml_html.tostring(element, encoding="unicode")


def figure(image: Image) -> str:
    """Return one picture with caption and credit; without an address, its caption block alone."""
    picture = ""
    if image.url:
        alt = image.alt or image.caption or image.title
        waits = ' loading="lazy"' if image.position else ""
        picture = f'<img src="{escape(image.url)}" alt="{escape(alt)}"{waits}>'
    caption = "".join(
        (
            _caption_part("strong", "title", image.title),
            _caption_part("span", "caption", image.caption),
            _caption_part("small", "credit", image.credit and f"({image.credit})"),
        )
    )
    told = f"<figcaption>{caption.rstrip()}</figcaption>" if caption else ""
    return f"<figure>{picture}{told}</figure>"


def _caption_part(tag: str, name: str, text: str) -> str:
    return f'<{tag} class="{name}">{escape(text, quote=False)}</{tag}> ' if text else ""
