"""How are articles, their revisions and what changed answered?"""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from syndicate.domain.articles import Status
from syndicate.domain.pages import history_of
from syndicate.errors import NotFound
from syndicate.render.article_pages import ArticlePages
from syndicate.services.library import Library, PublicArticle
from syndicate.web.answers import page


class ArticleFace:
    """The pages of single articles."""

    def __init__(self, library: Library, pages: ArticlePages) -> None:
        self._library = library
        self._pages = pages

    def routes(self) -> list[Route]:
        """Return the addresses answered here."""
        return [
            Route("/articles/{slug}", self.article),
            Route("/articles/{slug}/history", self.history),
            Route("/articles/{slug}/revisions/{number:int}", self.revision),
            Route("/articles/{slug}/diff/{older:int}...{newer:int}", self.diff),
            Route("/id/{article_id:uuid}", self.identity),
        ]

    def article(self, request: Request) -> Response:
        """Answer with an article as it stands."""
        public = self._library.public(_slug(request))
        return self._withdrawn(public) or _moved(request, public) or self._shown(public)

    def history(self, request: Request) -> Response:
        """Answer with an article's revisions."""
        public = self._library.public(_slug(request))
        history = history_of(public.article, public.revisions)
        return (
            self._withdrawn(public)
            or _moved(request, public, "/history")
            or page(self._pages.history(history))
        )

    def revision(self, request: Request) -> Response:
        """Answer with one revision."""
        public = self._library.public(_slug(request))
        if withdrawn := self._withdrawn(public):
            return withdrawn
        reading = self._library.at(public, request.path_params["number"])
        moved = _moved(request, public, f"/revisions/{reading.number}")
        history = history_of(public.article, public.revisions)
        return moved or page(self._pages.revision(reading, history))

    def diff(self, request: Request) -> Response:
        """Answer with two revisions compared."""
        public = self._library.public(_slug(request))
        if withdrawn := self._withdrawn(public):
            return withdrawn
        older, newer = request.path_params["older"], request.path_params["newer"]
        moved = _moved(request, public, f"/diff/{older}...{newer}")
        history = history_of(public.article, public.revisions)
        return moved or page(self._pages.diff(public.reading, history, older, newer))

    def identity(self, request: Request) -> Response:
        """Answer at the address that never changes."""
        article_id: UUID = request.path_params["article_id"]
        public = self._library.public_by_id(article_id)
        if public.article.status is Status.TAKEN_DOWN:
            history = history_of(public.article, public.revisions)
            return page(self._pages.taken_down(history), 410)
        if public.article.status is Status.UNPUBLISHED:
            return page(self._pages.gone(), 410)
        return RedirectResponse(f"/articles/{public.article.slug}", 302)

    def _shown(self, public: PublicArticle) -> Response:
        return page(self._pages.article(public.reading))

    def _withdrawn(self, public: PublicArticle) -> Response | None:
        """Answer 410 at every slug of what was taken down or unpublished."""
        if public.article.status is Status.TAKEN_DOWN:
            return page(self._pages.taken_down(), 410)
        if public.article.status is Status.UNPUBLISHED:
            return page(self._pages.gone(), 410)
        return None


def _slug(request: Request) -> str:
    slug = str(request.path_params["slug"])
    if "\0" in slug:
        raise NotFound("no address holds NUL")
    return slug


def _moved(request: Request, public: PublicArticle, rest: str = "") -> Response | None:
    """Lead from a former slug to the present one, for good."""
    slug = public.article.slug
    if request.path_params["slug"] == slug:
        return None
    return RedirectResponse(f"/articles/{slug}{rest}", 301)
