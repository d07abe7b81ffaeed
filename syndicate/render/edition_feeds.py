"""Which bytes does the feed of a newsletter's past editions have?

An entry an edition, for everybody: drawn from values as its page is, so that no reader's
token can be in it, and what was withdrawn since is not.
"""

from collections.abc import Sequence
from html import escape
from uuid import NAMESPACE_URL, uuid5

from syndicate.domain.articles import Kind, Status
from syndicate.domain.digests import Digest, Item
from syndicate.domain.editions import Newsletter, archive_feed
from syndicate.domain.feeds import FeedFormat
from syndicate.domain.readings import Reading
from syndicate.domain.site import Site
from syndicate.render import bodies, json_feed, xml_feeds
from syndicate.render.feed_text import excerpt, fit
from syndicate.render.feed_values import Entry, Head
from syndicate.render.frame import Voice
from syndicate.render.words import removed

_FORMATS = {
    FeedFormat.ATOM: (xml_feeds.ATOM.entry, xml_feeds.ATOM.frame),
    FeedFormat.RSS: (xml_feeds.RSS.entry, xml_feeds.RSS.frame),
    FeedFormat.JSON: (json_feed.entry, json_feed.frame),
}


class EditionFeeds:
    """The feeds of past editions."""

    def __init__(self, site: Site) -> None:
        self._site = fit(site)
        self._voice = Voice(site.language, site)

    def document(
        self, newsletter: Newsletter, digests: Sequence[Digest], format_: FeedFormat
    ) -> bytes:
        """Return a newsletter's editions, given newest first; the same input, the same bytes."""
        entry, frame = _FORMATS[format_]
        entries = [self._entry(fit(digest)) for digest in digests]
        head = self._head(fit(newsletter), entries, format_)
        return frame(head).around([entry(each) for each in entries], head.updated)

    def _head(self, newsletter: Newsletter, entries: Sequence[Entry], format_: FeedFormat) -> Head:
        publisher = self._site.publisher or self._site.title
        home = self._site.url(f"/newsletters/{newsletter.name}")
        return Head(
            id=f"urn:uuid:{uuid5(NAMESPACE_URL, home)}",
            title=f"{self._site.title}: {newsletter.title}",
            description=f"{newsletter.title} – {publisher}",
            language=self._site.language,
            self_url=self._site.feed_url(archive_feed(newsletter).name, format_.value),
            home_url=home,
            hubs=(),
            publisher=publisher,
            rights=f"© {publisher}",
            updated=max((entry.updated for entry in entries), default=newsletter.created),
        )

    def _entry(self, digest: Digest) -> Entry:
        url = self._site.url(f"/newsletters/{digest.newsletter}/{digest.period_key}")
        body = "".join(map(self._item, digest.items))
        told = [note.at for item in digest.items for note in item.reading.notes]
        updated = max((digest.moment, *told))
        return Entry(
            id=f"urn:uuid:{uuid5(NAMESPACE_URL, url)}",
            article="",
            url=url,
            title=self._title(digest),
            language=self._site.language,
            published=digest.moment,
            updated=updated,
            edited=updated,
            summary=excerpt(body),
            content=body,
            rights=f"© {self._site.publisher or self._site.title}",
            authors=(self._site.publisher or self._site.title,),
            revision=1,
            kind=Kind.ORIGINAL,
            status=Status.PUBLISHED,
        )

    def _title(self, digest: Digest) -> str:
        day = self._voice.wall_day(digest.local)
        return self._voice.say("{title}, edition of {day}", title=digest.title, day=day)

    def _item(self, item: Item) -> str:
        reading = item.reading
        if reading.content is None:
            return f"<p>{escape(removed(self._site.language))}</p>"
        address = escape(self._site.article_url(reading.slug))
        headline = escape(reading.content.headline, quote=False)
        notes = bodies.notes_html(reading.notes, reading, self._site, origin=bool(reading.notes))
        return f'<h3><a href="{address}">{headline}</a></h3>{_summary(reading)}{notes}'


def _summary(reading: Reading) -> str:
    """Return the newsroom's summary; of what was retracted the notes stand alone."""
    content = reading.content
    if content is None or not content.summary or reading.status is Status.RETRACTED:
        return ""
    return f"<p>{escape(content.summary, quote=False)}</p>"
