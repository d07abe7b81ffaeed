"""What is answered to those who search the whole site?"""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from syndicate.domain.site import Site
from syndicate.render import sitemaps
from syndicate.services.list_pages import ListPages
from syndicate.web.addresses import named, numbered
from syndicate.web.answers import public_feed, tagged
from syndicate.web.keeping import Kept


class SearchFace:
    """Sitemaps, and what robots are told."""

    def __init__(self, pages: ListPages, site: Site, kept: Kept[bytes]) -> None:
        self._pages = pages
        self._site = site
        self._kept = kept

    def routes(self) -> list[Route]:
        """Return the addresses answered here."""
        return [
            Route("/sitemap.xml", self.index),
            Route("/sitemaps/{number}.xml", self.sitemap),
            Route("/news-sitemap.xml", self.news),
            Route("/robots.txt", self.robots),
        ]

    def index(self, _: Request) -> Response:
        """Answer with the list of sitemaps."""
        return _told(sitemaps.index(self._pages.sitemaps(), self._site))

    def sitemap(self, request: Request) -> Response:
        """Answer with one of them."""
        pages = self._pages.sitemap(numbered(named(request, "number")))
        return _told(sitemaps.sitemap(pages, self._site))

    def news(self, _: Request) -> Response:
        """Answer with what is news."""
        return _told(self._kept("news", self._news))

    def _news(self) -> bytes:
        return sitemaps.news_sitemap(self._pages.news(), self._site)

    def robots(self, _: Request) -> Response:
        """Answer robots."""
        headers = {"Cache-Control": "public, max-age=3600"}
        return tagged(PlainTextResponse(sitemaps.robots(self._site), headers=headers))


def _told(body: bytes) -> Response:
    return public_feed(body, sitemaps.MEDIA_TYPE)
