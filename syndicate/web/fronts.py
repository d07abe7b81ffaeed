"""How are the public lists answered: front page, sections, feeds, corrections, archive?"""

import json
from collections.abc import Callable, Sequence
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from syndicate.domain.accounts_of_figures import figures_account
from syndicate.domain.feeds import CORRECTIONS, SITE_FEEDS, Feed, FeedFormat
from syndicate.domain.figures import Figures
from syndicate.render.edition_feeds import EditionFeeds
from syndicate.render.opml import MEDIA_TYPE as OPML_TYPE
from syndicate.render.pages import Pages
from syndicate.services.showcase import Showcase
from syndicate.web.addresses import named
from syndicate.web.answers import page, public_feed, public_json, tagged
from syndicate.web.keeping import Kept

PREVIEWED = 10


class FrontFace:
    """The pages that list."""

    def __init__(
        self,
        showcase: Showcase,
        figures: Callable[[], Figures],
        pages: Pages,
        opml: Callable[[Sequence[Feed]], bytes],
        edition_feeds: EditionFeeds,
        kept: Kept[bytes],
        long: Kept[str],
    ) -> None:
        self._showcase = showcase
        self._figures = figures
        self._pages = pages
        self._opml = opml
        self._edition_feeds = edition_feeds
        self._kept = kept
        self._long = long  # pages of many articles or feeds, asked for more often than they change
        self._stylesheet = pages.stylesheet()

    def routes(self) -> list[Route]:
        """Return the addresses answered here."""
        return [
            Route("/", self.front),
            Route("/feeds/", self.feeds),
            *(Route(f"/feeds/{name}", partial(self.feed, name)) for name in SITE_FEEDS),
            *(
                Route(f"/feeds/{folder}/{{name}}", partial(self.named_feed, folder))
                for folder in _FOLDERS
            ),
            Route("/feeds.opml", self.subscriptions),
            Route("/corrections", self.corrections),
            Route("/corrections/figures", self.figures),
            Route("/corrections/figures.json", self.figures_as_data),
            *(
                Route(f"/{folder}/{{name}}", partial(self.listing, folder=folder))
                for folder in _FOLDERS
            ),
            *(
                Route(f"/newsletters/{{name}}.{each}", partial(self.editions, format_=each))
                for each in FeedFormat
            ),
            Route("/newsletters/{name}", self.archive),
            Route("/newsletters/{name}/{period}", self.edition),
            Route("/static/site.css", self.stylesheet),
        ]

    def front(self, _: Request) -> Response:
        """Answer with the newest articles."""
        return page(self._long("/", lambda: self._pages.fronts.front(self._showcase.front())))

    def listing(self, request: Request, folder: str) -> Response:
        """Answer with the articles of a section, tag or author."""
        feed = self._showcase.feed(f"{folder}/{named(request, 'name')}")
        return page(self._pages.fronts.listing(feed, self._showcase.listed(feed)))

    def feeds(self, _: Request) -> Response:
        """Answer with every feed, for people."""
        return page(self._long("/feeds/", lambda: self._pages.fronts.feeds(self._showcase.feeds())))

    def feed(self, name: str, _: Request) -> Response:
        """Answer with what a feed is, how to subscribe to it, and what it brings."""
        return self._about(SITE_FEEDS[name])

    def named_feed(self, folder: str, request: Request) -> Response:
        """Answer likewise of the feed of a section, tag or author."""
        return self._about(self._showcase.feed(f"{folder}/{named(request, 'name')}"))

    def _about(self, feed: Feed) -> Response:
        if feed == CORRECTIONS:
            told = self._showcase.corrections()[:PREVIEWED]
            return page(self._pages.fronts.feed(feed, (), told))
        return page(self._pages.fronts.feed(feed, self._showcase.listed(feed, PREVIEWED)))

    def subscriptions(self, _: Request) -> Response:
        """Answer with every feed, for feed readers."""
        return tagged(Response(self._opml(self._showcase.feeds()), media_type=OPML_TYPE))

    def corrections(self, _: Request) -> Response:
        """Answer with what was corrected."""
        return page(self._pages.fronts.corrections(self._showcase.corrections()))

    def figures(self, _: Request) -> Response:
        """Answer with how often articles were corrected, and how soon."""
        return page(self._pages.figures.corrections(self._figures()))

    def figures_as_data(self, _: Request) -> Response:
        """Answer with the same for programs."""
        account = figures_account(self._figures())
        return public_json(json.dumps(account, ensure_ascii=False, indent=2) + "\n")

    def archive(self, request: Request) -> Response:
        """Answer with a newsletter's editions."""
        newsletter, editions = self._showcase.archive(named(request, "name"))
        return page(self._pages.newsletters.archive(newsletter, editions))

    def editions(self, request: Request, format_: FeedFormat) -> Response:
        """Answer with a newsletter's editions, for feed readers; not to be found by searching."""
        name = named(request, "name")
        body = self._kept(f"{name}.{format_}", partial(self._drawn, name, format_))
        return public_feed(body, format_.media_type)

    def _drawn(self, name: str, format_: FeedFormat) -> bytes:
        return self._edition_feeds.document(*self._showcase.editions(name), format_)

    def edition(self, request: Request) -> Response:
        """Answer with one edition, for everybody."""
        digest = self._showcase.edition(named(request, "name"), named(request, "period"))
        return page(self._pages.newsletters.edition(digest))

    def stylesheet(self, _: Request) -> Response:
        """Answer with the style sheet."""
        headers = {"Cache-Control": "public, max-age=3600"}
        return tagged(Response(self._stylesheet, media_type="text/css", headers=headers))


_FOLDERS = ("sections", "tags", "authors")
