"""How do newsletters look on the web: what there is, what was sent, how to get it?"""

from collections.abc import Sequence

from syndicate.domain.digests import Digest, Item
from syndicate.domain.editions import Edition, Newsletter, archive_feed
from syndicate.domain.reader_pages import SubscribeForm, by_region
from syndicate.render.frame import Frame, Head


class NewsletterPages:
    """The pages about newsletters that everybody may see."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._say = frame.voice.say

    def subscribe(self, newsletters: Sequence[Newsletter], form: SubscribeForm) -> str:
        """Return the form to subscribe.

        It posts to /subscribe: `email`, `newsletter` (each chosen name) and `timezone`.
        A second form posts `email` to /preferences, for a link to one's settings.
        """
        head = Head(title=self._say("Newsletters"), path="/subscribe")
        return self._frame.page(
            "subscribe", head, newsletters=newsletters, form=form, zones=by_region(form.zones)
        )

    def archive(
        self, newsletter: Newsletter, editions: Sequence[Edition], *, older: str = ""
    ) -> str:
        """Return the editions of a newsletter, given newest first."""
        feed = archive_feed(newsletter)
        head = Head(title=newsletter.title, path=f"/newsletters/{newsletter.name}", feeds=(feed,))
        return self._frame.page(
            "archive",
            head,
            newsletter=newsletter,
            editions=editions,
            feed=feed,
            older=older,
        )

    def edition(self, digest: Digest) -> str:
        """Return an edition for everybody: its items as mailed, with all notes up to now.

        It is drawn anew from the digest's values, so no reader's token can be in it.
        """
        head = Head(
            title=self._say("{title}, edition of {day}", title=digest.title, day=self._day(digest)),
            path=f"/newsletters/{digest.newsletter}/{digest.period_key}",
            index=False,
        )
        sections: dict[str, list[Item]] = {}
        for item in digest.items:
            sections.setdefault(_section(item), []).append(item)
        return self._frame.page("edition", head, digest=digest, sections=sections.items())

    def _day(self, digest: Digest) -> str:
        return self._frame.voice.wall_day(digest.local)


def _section(item: Item) -> str:
    return item.reading.content.section if item.reading.content else ""
