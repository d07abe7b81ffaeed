"""What does the whole site answer to?"""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

import structlog
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from syndicate.app import App
from syndicate.errors import AskedWrongly, NotFound, SettingsFault, Temporary
from syndicate.render.edition_feeds import EditionFeeds
from syndicate.render.opml import opml
from syndicate.web.answers import Strict, busy, page, plain
from syndicate.web.articles import ArticleFace
from syndicate.web.asking import Asking
from syndicate.web.at_hand import Shelf
from syndicate.web.feeds import FeedDesk, FeedFace, FeedsFirst, Handler
from syndicate.web.following import FollowFace
from syndicate.web.fronts import FrontFace
from syndicate.web.hub import HubFace
from syndicate.web.hurrying import Hurrying
from syndicate.web.keeping import Kept
from syndicate.web.numbering import Numbering
from syndicate.web.operator import OperatorFace
from syndicate.web.preferences import PreferencesFace
from syndicate.web.proofs import ProofFace
from syndicate.web.proxies import Proxies
from syndicate.web.readers import ReaderFace
from syndicate.web.searching import SearchFace

log = structlog.get_logger()


def site(app: App, more: Sequence[BaseRoute] = ()) -> Starlette:
    """Return the ASGI application; feeds are answered before anything else is asked."""
    pages, asking, store = app.pages, Asking(app.trace, app.heed), app.store

    def generation() -> int:
        return store.generation

    routes: list[BaseRoute] = [
        *FrontFace(
            app.showcase,
            app.figures,
            pages,
            partial(opml, site=app.site),
            EditionFeeds(app.site),
            Kept(generation),
            Kept(generation),
        ).routes(),
        *ProofFace(app.attest, app.library, app.site).routes(),
        *ArticleFace(app.library, pages.articles, app.site).routes(),
        *ReaderFace(app.subscribe, app.showcase, pages, asking).routes(),
        *PreferencesFace(app.edit_preferences, pages.readers, app.site, asking).routes(),
        *FollowFace(app.follow, pages.readers, asking).routes(),
        *SearchFace(app.list_pages, app.site, Kept(lambda: (generation(), _hour(app)))).routes(),
        *_hub(app),
        *_operator(app),
        *more,
    ]
    hurrying = Hurrying(app.settings.web.fetch_limit(), app.clock.now)
    desk = FeedDesk(Shelf(generation), hurrying.wait, app.counters.feed, app.clock.now)
    looking = Middleware(FeedFace, app.serve_feed, app.site, desk)
    return FeedsFirst(
        Proxies(app.settings.web.listed_proxies, app.site.prefix),
        desk,
        routes=routes,
        middleware=[Middleware(Numbering), looking, Middleware(Strict)],
        exception_handlers=_handlers(app),
    )


def _hub(app: App) -> Sequence[BaseRoute]:
    if not app.settings.websub.hub:
        return []
    return HubFace(app.ask_hub, app.hub_trace, app.lease, app.site).routes()


def _operator(app: App) -> Sequence[BaseRoute]:
    return OperatorFace(app.readiness, app.measure, app.settings.metrics.networks).routes()


def _hour(app: App) -> datetime:
    return app.clock.now().replace(minute=0, second=0, microsecond=0)


def _handlers(app: App) -> dict[int | type[Exception], Handler]:
    kept: Kept[str] = Kept(lambda: app.store.generation)

    def draw() -> str:
        return app.pages.fronts.not_found(app.showcase.front()[:5])

    def nothing_here(_: Request, __: Exception) -> Response:
        return page(kept("", draw), 404)

    return {
        404: nothing_here,
        NotFound: nothing_here,
        SettingsFault: _misset,
        AskedWrongly: lambda _, error: plain(str(error), 400),
        HTTPException: _refused,
        Temporary: _failed,
        Exception: _failed,
    }


def _misset(request: Request, error: Exception) -> Response:
    """Answer for a fault of the settings or a template, which no visitor can mend."""
    log.error("page_failed", error=str(error))  # its address may hold a token
    return _failed(request, error)


def _refused(_: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        return _failed(_, error)
    return plain(error.detail, error.status_code, error.headers)


def _failed(_: Request, error: Exception) -> Response:
    """Answer that it is our fault; what went wrong is for the log alone."""
    if isinstance(error, Temporary):
        return busy(error)
    return plain("something went wrong here; it was written down", 500)
