"""How do readers find articles, changes and feeds: front page, listings, corrections?"""

from collections.abc import Sequence
from itertools import groupby

from syndicate.domain.feeds import ALL, CORRECTIONS, SITE_FEEDS, Feed
from syndicate.domain.followings import followable
from syndicate.domain.pages import Told, front_of, shown
from syndicate.domain.readings import Reading
from syndicate.render.frame import Frame, Head

_FOLDERS = {"sections": "Sections", "tags": "Subjects", "authors": "Authors"}
_EVERYTHING = "All articles"


class FrontPages:
    """The pages that lead to articles."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._say = frame.voice.say

    def front(self, readings: Sequence[Reading]) -> str:
        """Return the front page of articles given newest first."""
        head = Head(title=self._frame.site.title, path="/", feeds=(ALL,))
        return self._frame.page("front", head, front=front_of(readings))

    def listing(self, feed: Feed, readings: Sequence[Reading], *, older: str = "") -> str:
        """Return the articles of a section, tag or author; `older` is where the list goes on."""
        head = Head(title=feed.label, path=f"/{feed.name}", feeds=(feed,))
        folder = _FOLDERS.get(feed.name.partition("/")[0], "")
        values = {"feed": feed, "folder": folder, "followable": followable(feed.name)}
        return self._frame.page("listing", head, readings=shown(readings), older=older, **values)

    def feeds(self, feeds: Sequence[Feed]) -> str:
        """Return every feed in its three formats, and how to subscribe."""
        head = Head(title=self._say("Feeds"), path="/feeds/")
        groups = [
            (heading, [feed for feed in feeds if feed.name.startswith(f"{folder}/")])
            for folder, heading in _FOLDERS.items()
        ]
        return self._frame.page("feeds", head, main=(ALL, CORRECTIONS), groups=groups)

    def feed(self, feed: Feed, readings: Sequence[Reading], told: Sequence[Told] = ()) -> str:
        """Return what a feed is, how to subscribe to it, and what it brings, newest first."""
        label = feed.label if feed.name not in SITE_FEEDS else self._say(feed.label or _EVERYTHING)
        head = Head(
            title=self._say("Feed: {name}", name=label),
            path=f"/feeds/{feed.name}",
            feeds=(feed,),
            index=False,
        )
        values = {"feed": feed, "label": label, "followable": followable(feed.name)}
        values["listed_at"] = "/" if feed == ALL else f"/{feed.name}"
        return self._frame.page("feed", head, readings=shown(readings), told=told, **values)

    def corrections(self, told: Sequence[Told], *, older: str = "") -> str:
        """Return corrections given newest first, under their dates."""
        title = self._say("Corrections and clarifications")
        head = Head(title=title, path="/corrections", feeds=(CORRECTIONS,))
        by_day = groupby(told, key=lambda entry: self._frame.voice.day(entry.note.at))
        days = [(day, list(entries)) for day, entries in by_day]
        return self._frame.page("corrections", head, days=days, older=older)

    def not_found(self, newest: Sequence[Reading] = ()) -> str:
        """Return what stands where nothing is, with the newest articles to go on with."""
        head = Head(title=self._say("Page not found"), index=False)
        return self._frame.page("not-found", head, readings=shown(newest))
