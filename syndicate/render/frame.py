"""What stands around every page: its head, the masthead, the words and addresses it uses?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from syndicate.domain.feeds import ALL, Feed, FeedFormat, revisions_feed, term
from syndicate.domain.readings import Reading
from syndicate.domain.site import Site
from syndicate.render import bodies, words
from syndicate.render.feed_values import Link
from syndicate.render.json_ld import absolute, instant
from syndicate.render.page_words import PageWords, direction
from syndicate.render.templating import Templates

FORMATS: Mapping[FeedFormat, str] = MappingProxyType(
    {FeedFormat.ATOM: "Atom", FeedFormat.RSS: "RSS", FeedFormat.JSON: "JSON Feed"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a page says of itself. `path` is its canonical address, "" where it has none.

    `feeds` are the page's own, besides the feed of everything; `links` lead to other
    revisions (RFC 5829). A page that is
    not to be found by searching has `index` False; a `private` one has a
    reader's token in its address, which no other site may learn.
    """

    title: str
    path: str = ""
    description: str = ""
    feeds: tuple[Feed, ...] = ()
    links: tuple[Link, ...] = ()
    index: bool = True
    private: bool = False
    reading: Reading | None = None
    json_ld: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternate:
    """A feed in one format, as a page's head names it."""

    title: str
    url: str
    media_type: str


class Voice:
    """Words and times in one language, as templates use them."""

    def __init__(self, language: str, site: Site) -> None:
        self.language = language
        self.dir = direction(language)
        self.say = PageWords(language)
        self._site = site

    def stamp(self, at: datetime, zone: tzinfo | None = None) -> Markup:
        """Write an instant for people and machines, in the publication's zone or another."""
        told = words.moment(at, zone or self._site.zone, self.language)
        return Markup('<time datetime="{}">{}</time>').format(instant(at), told)

    def wall(self, local: datetime) -> Markup:
        """Write a wall time that holds in every zone, for people and machines."""
        told = words.wall(local, self.language)
        return Markup('<time datetime="{}">{}</time>').format(local.isoformat("T", "minutes"), told)

    def wall_day(self, local: datetime) -> str:
        """Write the date of a wall time."""
        return words.day(local, self.language)

    def day(self, at: datetime) -> str:
        """Write the date that an instant has in the publication's zone."""
        return words.day(at.astimezone(self._site.zone), self.language)


class Frame:
    """Renders one page: a template of the folder pages/ between masthead and foot."""

    def __init__(self, templates: Templates, site: Site) -> None:
        self._templates = templates
        self.site = site
        self.voice = Voice(site.language, site)
        parts = urlsplit(site.base_url)
        self._origin = f"{parts.scheme}://{parts.netloc}"

    def page(self, name: str, head: Head, **values: Any) -> str:  # noqa: ANN401 - see Templates
        """Return the whole page; the template's own faults are SettingsFaults."""
        return self._templates.render(
            f"pages/{name}.html",
            head=head,
            alternates=self.alternates(head),
            picture=self._picture(head.reading),
            site=self.site,
            voice=self.voice,
            say=self.voice.say,
            voice_of=self.voice_of,
            local=self.local,
            listing=self.listing,
            machine=instant,
            removed=words.removed(self.site.language),
            formats=FORMATS,
            **values,
        )

    def local(self, url: str) -> str:
        """Return an own address without its origin: pages work by any name of the host."""
        return url.removeprefix(self._origin)

    def listing(self, folder: str, label: str) -> str:
        """Return where the articles of a section, tag or author are listed."""
        return self.local(self.site.url(f"/{folder}/{term(label)}"))

    def voice_of(self, reading: Reading) -> Voice:
        """Return the voice of an article's own language."""
        return Voice(bodies.language_of(reading, self.site), self.site)

    def alternates(self, head: Head) -> list[Alternate]:
        """Return the feeds a page leads to, its own first, each in three formats."""
        feeds = dict.fromkeys((*head.feeds, ALL))
        return [self._alternate(feed, form) for feed in feeds for form in FeedFormat]

    def revisions_feed(self, slug: str, headline: str) -> Feed:
        """Return the feed that follows one article."""
        label = self.voice.say("Changes to “{headline}”", headline=headline)
        return Feed(name=revisions_feed(slug), label=label)

    def _alternate(self, feed: Feed, form: FeedFormat) -> Alternate:
        label = f"{self.site.title}: {feed.label}" if feed.label else self.site.title
        return Alternate(
            title=f"{label} ({FORMATS[form]})",
            url=self.site.feed_url(feed.name, form.value),
            media_type=form.media_type.partition(";")[0],
        )

    def _picture(self, reading: Reading | None) -> str:
        images = reading.content.images if reading and reading.content else ()
        return next((absolute(image.url, self.site) for image in images if image.url), "")
