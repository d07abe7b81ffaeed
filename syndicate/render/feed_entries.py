"""What does a feed tell of an article, and of one revision of it?"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import PurePosixPath

from syndicate.domain.articles import Content, Image, Person
from syndicate.domain.changes import FeedText
from syndicate.domain.feeds import revision_urn, term
from syndicate.domain.notice_entries import notice_urn
from syndicate.domain.readings import Note, Reading
from syndicate.domain.site import Site
from syndicate.render import bodies, words
from syndicate.render.feed_text import absolute, excerpt, joined, one_line
from syndicate.render.feed_values import Category, Entry, Link, Picture

_PICTURE_TYPES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}


def article_entry(reading: Reading, site: Site, predecessor: int | None) -> Entry:
    """Return the entry that stands for an article and changes with it.

    `predecessor` is the number of the revision before, None where there is none.
    """
    if _is_withdrawn(reading):
        return _neutral(reading, site)
    return _entry(reading, site, bodies.feed_body(reading, site), predecessor)


def revision_entry(reading: Reading, site: Site) -> Entry:
    """Return the entry that announces one revision, dated when readers first saw it."""
    at = reading.revised or reading.edited
    entry = _neutral(reading, site) if _is_withdrawn(reading) else _announcement(reading, site)
    return replace(entry, id=revision_urn(reading.id, reading.number), published=at, updated=at)


def notice_entry(reading: Reading, site: Site, at: datetime) -> Entry:
    """Return the entry that announces a revision by its notes alone, and leads to them.

    They stand on the article's page, but the address is this entry's own: a reader that knows
    entries by their links would take it for the article, which it has read.
    """
    body = bodies.notes_html(reading.notes, reading, site, origin=False)
    return replace(
        _entry(reading, site, body, None),
        id=notice_urn(reading.id, reading.number),
        url=site.note_url(reading.slug, reading.number),
        title=_announced(reading, site),
        published=at,
        updated=at,
        edited=at,
        summary=excerpt(body),
        authors=(site.publisher,),
        contributors=(),
        pictures=(),
        notes=reading.notes,
    )


def _announcement(reading: Reading, site: Site) -> Entry:
    notes = tuple(note for note in reading.notes if note.number == reading.number)
    body = _revision_body(reading, notes, site)
    entry = _entry(reading, site, body, reading.number - 1)
    whole = reading.feed_text is FeedText.FULL
    told_at = f"{site.history_url(reading.slug)}#revision-{reading.number}"
    return replace(
        entry,
        url=site.revision_url(reading.slug, reading.number) if whole else told_at,
        title=_announced(reading, site),
        links=(*entry.links, Link(rel="latest-version", href=entry.url)),
        notes=notes,
    )


def _is_withdrawn(reading: Reading) -> bool:
    return reading.feed_text in {FeedText.NEUTRAL, FeedText.GONE}


def _neutral(reading: Reading, site: Site) -> Entry:
    """Return an entry without the old title, slug, people and words."""
    sentence = words.removed(site.language)
    return Entry(
        id=reading.urn,
        article=reading.urn,
        url=site.article_url(reading.id),
        title=sentence,
        language=site.language,
        published=reading.first_published,
        updated=reading.updated,
        edited=reading.edited,
        summary=sentence,
        content=f"<p>{sentence}</p>",
        rights=_rights(reading, site),
        authors=(site.publisher,),
        revision=reading.number,
        kind=reading.kind,
        status=reading.status,
    )


def _entry(reading: Reading, site: Site, body: str, predecessor: int | None) -> Entry:
    content = reading.content or Content(headline="")
    url = site.article_url(reading.slug)
    whole = reading.feed_text is FeedText.FULL
    return Entry(
        id=reading.urn,
        article=reading.urn,
        url=url,
        title=_title(reading, site),
        language=bodies.language_of(reading, site),
        published=reading.first_published,
        updated=reading.updated,
        edited=reading.edited,
        summary=one_line(content.summary if whole else "") or excerpt(body),
        content=absolute(body, url),
        rights=_rights(reading, site),
        authors=_names(content.authors) or (site.publisher,),
        contributors=_names(content.contributors),
        categories=_categories(content),
        pictures=_pictures(content.images if whole else (), url),
        links=_history(reading, site, predecessor if whole else None),
        history=site.history_url(reading.slug),
        revision=reading.number,
        kind=reading.kind,
        status=reading.status,
        notes=reading.notes,
    )


def _title(reading: Reading, site: Site) -> str:
    """Return the headline; a retracted one says so where only titles are listed.

    Pasts are imported as they are: what never had a headline is told by its slug.
    """
    headline = one_line(reading.content.headline) if reading.content else ""
    if reading.feed_text is FeedText.NOTICE:
        return _labelled(reading, site, headline)
    return headline or (reading.slug if reading.content else words.removed(site.language))


def _announced(reading: Reading, site: Site) -> str:
    headline = one_line(reading.content.headline) if reading.content else ""
    return _labelled(reading, site, headline)


def _labelled(reading: Reading, site: Site, headline: str) -> str:
    label = words.label(reading.kind, bodies.language_of(reading, site))
    return f"{label}: {headline}" if headline else f"{label} ({reading.number})"


def _revision_body(reading: Reading, notes: Sequence[Note], site: Site) -> str:
    if reading.feed_text is FeedText.NOTICE:
        return bodies.notes_html(notes or reading.notes, reading, site)
    told = bodies.notes_html(notes, reading, site, origin=False)
    if reading.content is None:
        return f"{told}<p>{words.unheld(site.language)}</p>"
    return told + bodies.with_figures(reading.content.body_html, reading.content.images)


def _history(reading: Reading, site: Site, predecessor: int | None) -> tuple[Link, ...]:
    """Return where the older words can be read (RFC 5829 §3)."""
    versions = Link(rel="version-history", href=site.history_url(reading.slug))
    if not predecessor:
        return (versions,)
    before = site.revision_url(reading.slug, predecessor)
    return (Link(rel="predecessor-version", href=before), versions)


def _names(people: Iterable[Person]) -> tuple[str, ...]:
    return tuple(filter(None, (one_line(person.name) for person in people)))


def _categories(content: Content) -> tuple[Category, ...]:
    by_term: dict[str, str] = {}
    for label in filter(None, map(one_line, (content.section, *content.tags))):
        by_term.setdefault(term(label), label)
    return tuple(Category(term=key, label=label) for key, label in by_term.items())


def _pictures(images: Iterable[Image], base: str) -> tuple[Picture, ...]:
    return tuple(_picture(image, joined(base, image.url)) for image in images if image.url)


def _picture(image: Image, url: str) -> Picture:
    return Picture(
        url=url,
        type=_picture_type(url),
        title=one_line(image.title),
        description=one_line(image.caption or image.alt),
        credit=one_line(image.credit),
    )


def _picture_type(url: str) -> str:
    """Tell a picture's media type by its address; the machine's own tables would vary."""
    path = re.split("[?#]", url, maxsplit=1)[0]
    return _PICTURE_TYPES.get(PurePosixPath(path).suffix.lower(), "")


def _rights(reading: Reading, site: Site) -> str:
    return f"© {reading.first_published.year} {site.publisher}"
