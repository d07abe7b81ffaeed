"""What does an article's page tell machines about it? (schema.org NewsArticle)"""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from syndicate.domain.articles import Content, Image, Kind, Person, Status
from syndicate.domain.readings import Note, Reading
from syndicate.domain.site import Site
from syndicate.render import bodies

_CORRECTING = {Kind.CORRECTION, Kind.CLARIFICATION, Kind.EDITORS_NOTE, Kind.RETRACTION}
_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def news_article(reading: Reading, site: Site) -> str:
    """Return the JSON for the page's data block, safe inside a <script> element.

    Empty when the words may not be shown. `correction` holds the notes that
    mend something; notes that add news are the publisher's own comments.
    """
    if reading.content is None:
        return ""
    facts = _article(reading, reading.content, site)
    told = {key: value for key, value in facts.items() if value not in ("", [], None)}
    return _safe(json.dumps(told, ensure_ascii=False, separators=(",", ":")))


def _safe(text: str) -> str:
    """Spell in escapes what could end the element or a line of script."""
    for character, escape in _UNSAFE.items():
        text = text.replace(character, escape)
    return text


def instant(at: datetime) -> str:
    """Write an instant for machines, in UTC: "2016-10-19T02:50:00Z"."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _article(reading: Reading, content: Content, site: Site) -> dict[str, Any]:
    address = site.article_url(reading.slug)
    publisher = {"@type": "NewsMediaOrganization", "name": site.publisher, "url": site.url()}
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": reading.urn,
        "url": address,
        "mainEntityOfPage": address,
        "headline": content.headline,
        "description": content.summary,
        "articleSection": content.section,
        "inLanguage": bodies.language_of(reading, site),
        "keywords": list(content.tags),
        "datePublished": instant(reading.first_published),
        "dateModified": instant(reading.updated),
        "version": reading.number,
        "creativeWorkStatus": _status(reading),
        "author": _people(content.authors) or publisher,
        "contributor": _people(content.contributors),
        "publisher": publisher,
        "image": _images(content.images, site),
        "correction": _notes(reading, site, "CorrectionComment", correcting=True),
        "comment": _notes(reading, site, "Comment", correcting=False),
    }


def _status(reading: Reading) -> str:
    return "Retracted" if reading.status is Status.RETRACTED else "Published"


def _people(people: Sequence[Person]) -> list[dict[str, str]]:
    return [
        _without_blanks({"@type": "Person", "name": p.name, "jobTitle": p.role}) for p in people
    ]


def _images(images: Iterable[Image], site: Site) -> list[dict[str, str]]:
    return [
        _without_blanks(
            {
                "@type": "ImageObject",
                "url": absolute(image.url, site),
                "name": image.title,
                "caption": image.caption,
                "creditText": image.credit,
            }
        )
        for image in images
        if image.url
    ]


def absolute(url: str, site: Site) -> str:
    """Return an address that holds outside of the site too."""
    own = url.startswith("/") and not url.startswith("//")
    return site.url(url) if own else url


def _notes(reading: Reading, site: Site, kind: str, *, correcting: bool) -> list[dict[str, str]]:
    notes = [note for note in reading.notes if (note.kind in _CORRECTING) is correcting]
    return [_note(note, reading, site, kind) for note in notes]


def _note(note: Note, reading: Reading, site: Site, kind: str) -> dict[str, str]:
    heading = bodies.note_heading(note, bodies.language_of(reading, site), site)
    return {
        "@type": kind,
        "name": heading,
        "text": note.text,
        "datePublished": instant(note.at),
    }


def _without_blanks(facts: dict[str, str]) -> dict[str, str]:
    return {key: value for key, value in facts.items() if value}
