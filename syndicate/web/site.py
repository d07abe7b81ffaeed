"""What does the whole site answer to?"""

from collections.abc import Awaitable, Callable, Sequence

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from syndicate.app import App
from syndicate.errors import AskedWrongly, NotFound, Temporary
from syndicate.web.answers import page
from syndicate.web.articles import ArticleFace
from syndicate.web.feeds import FeedFace
from syndicate.web.fronts import FrontFace
from syndicate.web.readers import ReaderFace

Handler = Callable[[Request, Exception], Response | Awaitable[Response]]


def site(app: App, more: Sequence[BaseRoute] = ()) -> FeedFace:
    """Return the ASGI application: feeds on the short way, everything else with Starlette."""
    pages = app.pages
    routes: list[BaseRoute] = [
        *FrontFace(app.showcase, pages).routes(),
        *ArticleFace(app.library, pages.articles).routes(),
        *ReaderFace(app.subscribe, app.showcase, pages).routes(),
        Route("/healthz", _health),
        *more,
    ]
    starlette = Starlette(routes=routes, exception_handlers=_handlers(app))
    return FeedFace(app.serve_feed, lambda: app.store.generation, app.site, starlette)


def _health(_: Request) -> Response:
    return PlainTextResponse("ok\n", headers={"Cache-Control": "no-store"})


def _handlers(app: App) -> dict[int | type[Exception], Handler]:
    def nothing_here(_: Request, __: Exception) -> Response:
        return page(app.pages.fronts.not_found(app.showcase.front()[:5]), 404)

    def asked_wrongly(_: Request, error: Exception) -> Response:
        return PlainTextResponse(f"{error}\n", 400)

    def busy(_: Request, error: Exception) -> Response:
        return PlainTextResponse(f"{error}\n", 503, headers={"Retry-After": "5"})

    def other(_: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        headers = error.headers if isinstance(error, HTTPException) else None
        return PlainTextResponse(f"{status}\n", status, headers=headers)

    return {
        404: nothing_here,
        NotFound: nothing_here,
        AskedWrongly: asked_wrongly,
        Temporary: busy,
        HTTPException: other,
    }
