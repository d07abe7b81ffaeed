"""How are articles, their revisions and what changed answered?"""

from collections.abc import Callable
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from syndicate.domain.articles import Status
from syndicate.domain.site import Site
from syndicate.render.article_pages import ArticlePages
from syndicate.services.library import Library, PublicArticle
from syndicate.web.addresses import named, numbered
from syndicate.web.answers import lead, page


class ArticleFace:
    """The pages of single articles."""

    def __init__(self, library: Library, pages: ArticlePages, site: Site) -> None:
        self._library = library
        self._pages = pages
        self._site = site

    def routes(self) -> list[Route]:
        """Return the addresses answered here."""
        return [
            Route("/articles/{slug}", self.article),
            Route("/articles/{slug}/history", self.history),
            Route("/articles/{slug}/revisions/{number}", self.revision),
            Route("/articles/{slug}/diff", self.chosen),
            Route("/articles/{slug}/diff/{older}...{newer}", self.diff),
            Route("/id/{article_id:uuid}", self.identity),
            Route("/id/{article_id:uuid}/history", self.identity_history),
            Route("/id/{article_id:uuid}/diff/{older}...{newer}", self.identity_diff),
        ]

    def article(self, request: Request) -> Response:
        """Answer with an article as it stands."""
        public = self._public(request)
        moved = self._elsewhere(request, public, self._site.article_url(public.article.slug))
        return moved or page(self._pages.article(public.reading))

    def history(self, request: Request) -> Response:
        """Answer with an article's revisions."""
        public = self._public(request)
        moved = self._elsewhere(request, public, self._site.history_url(public.article.slug))
        return moved or page(self._pages.history(public.history))

    def revision(self, request: Request) -> Response:
        """Answer with one revision."""
        public = self._public(request)
        number = numbered(named(request, "number"))
        url = self._site.revision_url(public.article.slug, number)
        if moved := self._elsewhere(request, public, url):
            return moved
        reading = self._library.at(public, number)
        return page(self._pages.revision(reading, public.history))

    def diff(self, request: Request) -> Response:
        """Answer with two revisions compared."""
        public = self._public(request)
        older, newer = (numbered(named(request, part)) for part in ("older", "newer"))
        url = self._site.diff_url(public.article.slug, older, newer)
        if moved := self._elsewhere(request, public, url):
            return moved
        return page(self._pages.diff(public.reading, public.history, older, newer))

    def chosen(self, request: Request) -> Response:
        """Lead to the comparison that the form of a history asks for."""
        public = self._public(request)
        slug = public.article.slug
        older, newer = (numbered(request.query_params.get(n, "")) for n in ("older", "newer"))
        url = self._site.diff_url(slug, older, newer)
        if older == newer:
            url = self._site.revision_url(slug, older)
        return self._elsewhere(request, public, url) or lead(url, 302)

    def identity(self, request: Request) -> Response:
        """Answer at the address that never changes: there, what was taken down is explained."""
        return self._lead_on(request, self._site.article_url)

    def identity_history(self, request: Request) -> Response:
        """Lead to the history of an article that is named by its id."""
        return self._lead_on(request, self._site.history_url)

    def identity_diff(self, request: Request) -> Response:
        """Lead to a comparison in an article that is named by its id."""
        older, newer = (numbered(named(request, part)) for part in ("older", "newer"))
        return self._lead_on(request, lambda slug: self._site.diff_url(slug, older, newer))

    def _lead_on(self, request: Request, url: Callable[[str], str]) -> Response:
        """Lead from an address by id to that by the present slug, unless it is withdrawn."""
        article_id: UUID = request.path_params["article_id"]
        public = self._library.public_by_id(article_id)
        if public.article.status is Status.TAKEN_DOWN:
            return page(self._pages.taken_down(public.history))
        if public.article.status is Status.UNPUBLISHED:
            return page(self._pages.gone(), 410)
        return lead(url(public.article.slug), 302)

    def _public(self, request: Request) -> PublicArticle:
        return self._library.public(named(request, "slug"))

    def _elsewhere(self, request: Request, public: PublicArticle, url: str) -> Response | None:
        """Answer 410 at every slug of what is withdrawn, and lead on from a former slug."""
        if public.article.status is Status.TAKEN_DOWN:
            return page(self._pages.taken_down(), 410)
        if public.article.status is Status.UNPUBLISHED:
            return page(self._pages.gone(), 410)
        return None if named(request, "slug") == public.article.slug else lead(url, 301)
