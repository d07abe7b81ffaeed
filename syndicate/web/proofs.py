"""How is answered what programs ask who check that nothing was altered silently?"""

import json
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from syndicate.domain.accounts import Account
from syndicate.domain.articles import Status
from syndicate.domain.site import Site
from syndicate.services.attest import Attest
from syndicate.services.library import Library, PublicArticle
from syndicate.web.addresses import named, numbered
from syndicate.web.answers import lead, plain, public_json

_WELL_KNOWN = "/.well-known/syndicate"
_GONE = "this article was withdrawn"


class ProofFace:
    """Histories as JSON, the log of hashes, and the keys."""

    def __init__(self, attest: Attest, library: Library, site: Site) -> None:
        self._attest = attest
        self._library = library
        self._site = site

    def routes(self) -> list[Route]:
        """Return the addresses answered here."""
        return [
            Route(f"{_WELL_KNOWN}/keys.json", self.keys),
            Route(f"{_WELL_KNOWN}/log.json", self.head),
            Route(f"{_WELL_KNOWN}/log/{{page}}.json", self.page),
            Route("/articles/{slug}/history.json", self.history),
            Route("/articles/{slug}/revisions/{number}.json", self.words),
            Route("/id/{article_id:uuid}/history.json", self.history_by_id),
            Route("/id/{article_id:uuid}/revisions/{number}.json", self.words_by_id),
        ]

    def keys(self, _: Request) -> Response:
        """Answer with every key."""
        return _told(self._attest.public_keys())

    def head(self, _: Request) -> Response:
        """Answer with the log's length and last hash, signed."""
        return _told(self._attest.head())

    def page(self, request: Request) -> Response:
        """Answer with a page of the log."""
        return _told(self._attest.page(numbered(named(request, "page"))))

    def history(self, request: Request) -> Response:
        """Answer with an article's history."""
        return self._of_slug(request, "history", lambda p: self._attest.history(p.history))

    def words(self, request: Request) -> Response:
        """Answer with a revision's words and what proves them."""
        number = numbered(named(request, "number"))
        return self._of_slug(
            request, f"revisions/{number}", lambda p: self._attest.words(p, number)
        )

    def history_by_id(self, request: Request) -> Response:
        """Answer at the address that never changes: there, a takedown is told, too."""
        public = self._by_id(request)
        if public.article.status is Status.UNPUBLISHED:
            return plain(_GONE, 410)
        return _told(self._attest.history(public.history))

    def words_by_id(self, request: Request) -> Response:
        """Answer with a revision's words at the address that never changes."""
        number = numbered(named(request, "number"))
        public = self._by_id(request)
        if public.history.withdrawn:
            return plain(_GONE, 410)
        return _told(self._attest.words(public, number))

    def _by_id(self, request: Request) -> PublicArticle:
        return self._library.public_by_id(request.path_params["article_id"])

    def _of_slug(
        self, request: Request, rest: str, tell: Callable[[PublicArticle], Account]
    ) -> Response:
        slug = named(request, "slug")
        public = self._library.public(slug)
        if public.history.withdrawn:
            return plain(_GONE, 410)
        if slug != public.article.slug:
            return lead(f"{self._site.article_url(public.article.slug)}/{rest}.json", 301)
        return _told(tell(public))


def _told(account: Account) -> Response:
    return public_json(json.dumps(account, ensure_ascii=False, separators=(",", ":")))
