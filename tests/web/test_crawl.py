"""Does a crawl find every address, and hear what any of them says?"""

import gzip

import pytest
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route

from syndicate.web.site import site
from tests.web.crawl import Heard, crawl, links_of, plain, stale, targets, telling
from tests.web.newsroom import BRIDGE, FERRY, Newsroom, with_body
from tests.web.visitor import Answer, Visitor

SLUG = "ferry-stops-at-noon"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Take one kind of database: no answer here depends on it."""
    return sqlite_url


def whispering(request: Request) -> Response:
    """Tell a secret, but only to programs that take gzip."""
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response("nothing", media_type="text/plain")
    body = gzip.compress(b"the ferry &quot;Gull&quot; leaks")
    return Response(body, headers={"Content-Encoding": "gzip"}, media_type="text/html")


def matched(routed: Starlette, target: str) -> set[str]:
    scope = {"type": "http", "method": "GET", "path": target.partition("?")[0]}
    routes = [route for route in routed.routes if isinstance(route, Route)]
    return {route.path for route in routes if route.matches(scope)[0] is Match.FULL}


def test_every_route_is_asked_for(newsroom: Newsroom) -> None:
    newsroom.publish(FERRY)
    newsroom.update(SLUG, with_body(FERRY, "It stops at one."), "It stops at one.")
    routed = site(newsroom.app)
    asked = targets(crawl(Visitor(routed), newsroom.app))
    known = {route.path for route in routed.routes if isinstance(route, Route)}
    assert {path for target in asked for path in matched(routed, target)} == known


def test_every_feed_page_and_form_is_found(newsroom: Newsroom) -> None:
    newsroom.publish(FERRY)
    newsroom.update(SLUG, with_body(FERRY, "It stops at one."), "It stops at one.")
    newsroom.update(SLUG, with_body(FERRY, "It stops at two."), "It stops at two.")
    asked = targets(crawl(newsroom.visitor, newsroom.app))
    page = f"/articles/{SLUG}"
    assert set(asked) >= {
        *("/", "/feeds/", "/feeds.opml", "/corrections", "/static/site.css", page),
        *(f"{page}/{rest}" for rest in ("history", "revisions/2", "diff/1...2")),
        *(f"{page}/revisions.{suffix}" for suffix in ("atom", "rss", "json")),
        *("/feeds/tags/ferries.json", "/feeds/authors/ines-calder.rss", "/sections/harbour"),
        f"{page}/diff?older=1&newer=3",
    }


def test_a_route_that_is_new_and_tells_too_much_is_heard(newsroom: Newsroom) -> None:
    newsroom.publish(FERRY)
    visitor = Visitor(site(newsroom.app, [Route("/boats/{boat}", whispering)]))
    heard = crawl(visitor, newsroom.app)
    assert (f"/boats/{SLUG}", "GET gzip", 'Ferry "Gull"') in telling(heard, ['Ferry "Gull"'])
    assert {way for _, way, _ in telling(heard, ['Ferry "Gull"'])} == {"GET gzip"}


def test_names_and_addresses_that_nothing_tells_can_be_given(newsroom: Newsroom) -> None:
    newsroom.publish(BRIDGE)
    asked = targets(crawl(newsroom.visitor, newsroom.app, "ferry", "/boats/gull"))
    assert {"/articles/ferry", "/tags/ferry", "/boats/gull"} <= set(asked)


def test_what_is_no_longer_served_is_not_confirmed(newsroom: Newsroom) -> None:
    newsroom.publish(FERRY)
    newsroom.publish(BRIDGE)
    before = crawl(newsroom.visitor, newsroom.app)
    assert stale(newsroom.visitor, before) == []
    newsroom.update(SLUG, with_body(FERRY, "It stops at one."), "It stops at one.")
    assert stale(newsroom.visitor, before) == []


def test_a_confirmation_of_other_bytes_is_found() -> None:
    served = [b"old"]

    def unlucky(request: Request) -> Response:
        known = request.headers.get("if-none-match") == '"same"'
        return Response(served[0], 304 if known else 200, {"ETag": '"same"'})

    visitor = Visitor(Starlette(routes=[Route("/", unlucky)]))
    before = [Heard("/", "GET", visitor.get("/"))]
    assert stale(visitor, before) == []
    served[0] = b"new"
    assert stale(visitor, before) == [
        ("/", "GET GET if_none_match"),
        ("/", "HEAD GET if_none_match"),
    ]


@pytest.mark.parametrize(
    "text",
    ["Ferry &amp;\n stops", "ferry%20%26 stops", "Ferry \\u0026 stops", "ferry &amp;amp; stops"],
)
def test_no_way_of_writing_hides_a_phrase(text: str) -> None:
    assert plain(text) == plain("Ferry & stops")


def test_links_are_found_in_any_document_and_header() -> None:
    answer = Answer(
        status=200, headers=Headers(_headers()), body=b'{"url": "https://harbour.example/x?a=1"}'
    )
    found = links_of(Heard("/feeds/all.json", "GET", answer), "harbour.example")
    assert found == {"/x?a=1", "/moved", "/feeds/self.json"}


def _headers() -> dict[str, str]:
    return {
        "content-type": "application/json",
        "location": "../moved",
        "link": '<https://harbour.example/feeds/self.json>; rel="self", <https://other.example/>',
    }
