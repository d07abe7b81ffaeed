"""What may a template of a mail show of one article, and which of it did it show?

Times of articles and notes are told in the publication's zone, as everywhere
(they are the article's).
"""

from lxml import html as lxml_html
from markupsafe import Markup

from syndicate.domain.articles import Content, Image, Kind
from syndicate.domain.changes import FeedText
from syndicate.domain.digests import Item
from syndicate.domain.readings import Note, Reading
from syndicate.domain.site import Site
from syndicate.render import bodies, digest_words, words
from syndicate.render.brief_diffs import Brief, Excerpt, brief
from syndicate.render.feed_text import joined
from syndicate.render.mail_texts import plain

LEDE_LIMIT = 320
_WITHDRAWN = Content(headline="")
_ADMITTING = frozenset({Kind.CORRECTION, Kind.RETRACTION})


class Told:
    """The words of one item that its template has asked for, each once, headline first."""

    def __init__(self, headline: str) -> None:
        self._words = {headline: None}

    def tell(self, text: str) -> str:
        """Remember a text as told, and hand it on."""
        self._words.update({text: None} if text else {})
        return text

    def __str__(self) -> str:
        return "\n".join(self._words)


class NoteView:
    """A note: `kind`, `label` ("Correction"), `time`, `text`, and `top`."""

    def __init__(self, note: Note, language: str, site: Site, told: Told) -> None:
        self.kind = note.kind.value
        self.label = words.label(note.kind, language)
        self.time = words.moment(note.at, site.zone, language)
        self.top = note.top
        self._note = note
        self._told = told

    @property
    def text(self) -> str:
        """Return the editors' words."""
        return self._told.tell(self._note.text)


class ImageView:
    """A picture: `url` (may be empty), `alt`, `title`, `caption`, `credit`."""

    def __init__(self, image: Image, headline: str, told: Told, base: str) -> None:
        self.url = joined(base, image.url) if image.url else ""
        self._image = image
        self._headline = headline
        self._told = told

    @property
    def alt(self) -> str:
        """Return what stands for the picture; empty when title or caption already say it."""
        said_below = self._image.caption or self._image.title
        return self._told.tell(self._image.alt or ("" if said_below else self._headline))

    @property
    def title(self) -> str:
        """Return the picture's own title."""
        return self._told.tell(self._image.title)

    @property
    def caption(self) -> str:
        """Return what the picture shows."""
        return self._told.tell(self._image.caption)

    @property
    def credit(self) -> str:
        """Return whose picture it is."""
        return self._told.tell(self._image.credit)


class ChangeView:
    """A changed passage: `part` ("headline", "body", …), `html` with del and ins, and `text`."""

    def __init__(self, excerpt: Excerpt, told: Told) -> None:
        self.part = excerpt.part
        self._excerpt = excerpt
        self._told = told

    @property
    def html(self) -> Markup:
        """Return what changed, with <del> and <ins>."""
        self._told.tell(self._excerpt.words)
        return self._excerpt.html

    @property
    def text(self) -> str:
        """Return what changed, as [-taken out-] and {+put in+}."""
        self._told.tell(self._excerpt.words)
        return self._excerpt.text


class ItemView:
    """An article as a template sees it; whatever words it reads are remembered.

    A retracted article shows its headline and notes alone; one without held
    words shows the neutral sentence. `changes` are a few passages that changed since
    the reader was mailed it, `more_changes` counts the others ("and 2 more changes").
    When `compact` is True the mail is too
    long: the template should print the headline, the label and the notes only.

    `url`, `history_url` and `diff_url` name the article by its id once it was wrong, or
    as `by_id` says: its slug may hold words of the error.
    """

    def __init__(self, item: Item, site: Site, *, by_id: bool | None = None) -> None:
        reading = item.reading
        self.status = item.status.value
        self.status_label = digest_words.status_label(item.status, site.language)
        self.compact = False
        self.language = bodies.language_of(reading, site)
        self.direction = digest_words.direction(self.language)
        self.published = words.moment(reading.first_published, site.zone, site.language)
        self.updated = words.moment(reading.updated, site.zone, site.language)
        held = reading.content is not None
        unnamed = _was_wrong(reading) if by_id is None else by_id
        name = reading.id if unnamed or not held else reading.slug
        self.url = site.article_url(name)
        self.history_url = site.history_url(name) if held else ""
        compared = reading.feed_text is FeedText.FULL and held and 0 < item.since < reading.number
        self.diff_url = site.diff_url(name, item.since, reading.number) if compared else ""
        self._item = item
        self._site = site
        self._content = content_shown(item)
        self._headline = _headline(item, site)
        self._told = Told(self._headline)
        self.notes = tuple(NoteView(n, self.language, site, self._told) for n in item.notes)
        since = brief(item.former, self._content) if item.former and compared else Brief()
        self.changes = tuple(ChangeView(excerpt, self._told) for excerpt in since.excerpts)
        self.more_changes = digest_words.more_changes(since.more, site.language)

    def __str__(self) -> str:
        return self._headline

    @property
    def headline(self) -> str:
        """Return the headline."""
        return self._headline

    @property
    def summary(self) -> str:
        """Return the editors' summary; may be empty."""
        return self._told.tell(self._content.summary)

    @property
    def lede(self) -> str:
        """Return the summary, or else the beginning of the first paragraph."""
        return self._told.tell(self._content.summary or _first_paragraph(self._content.body_html))

    @property
    def section(self) -> str:
        """Return the section's name; may be empty."""
        return self._told.tell(self._content.section)

    @property
    def byline(self) -> str:
        """Return "By A and B"; may be empty."""
        names = [person.name for person in self._content.authors]
        return self._told.tell(digest_words.byline(names, self.language))

    @property
    def image(self) -> ImageView | None:
        """Return the first picture that has an address, or else the first."""
        images = self._content.images
        chosen = next((image for image in images if image.url), next(iter(images), None))
        base = self._site.article_url(self._item.reading.slug)
        return ImageView(chosen, self._headline, self._told, base) if chosen else None

    @property
    def body_html(self) -> Markup:
        """Return the whole text with pictures and notes, for newsletters that print it."""
        body = bodies.feed_body(self._item.reading, self._site)
        self._told.tell(plain(body))
        return Markup(body)  # noqa: S704 - sanitised on the way in, escaped by bodies

    @property
    def body_text(self) -> str:
        """Return the whole text without markup, one paragraph a line."""
        return self._told.tell(plain(bodies.feed_body(self._item.reading, self._site)))

    @property
    def told(self) -> str:
        """Return the words told so far."""
        return str(self._told)


def content_shown(item: Item) -> Content:
    """Return what a mail may show of an item: empty where its text is withdrawn."""
    content = item.reading.content
    return content if content and item.reading.feed_text is FeedText.FULL else _WITHDRAWN


def _was_wrong(reading: Reading) -> bool:
    return any(note.kind in _ADMITTING for note in reading.notes)


def _headline(item: Item, site: Site) -> str:
    content = item.reading.content
    return content.headline if content else words.removed(site.language)


def _first_paragraph(body_html: str) -> str:
    if not body_html:
        return ""
    container = lxml_html.fragment_fromstring(body_html, create_parent="div")
    texts = (" ".join(p.text_content().split()) for p in container.iter("p"))
    text = next((text for text in texts if text), "")
    return text if len(text) <= LEDE_LIMIT else text[:LEDE_LIMIT].rsplit(" ", 1)[0] + "…"
