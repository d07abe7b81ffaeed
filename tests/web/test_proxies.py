"""A site is the same behind proxies and below a prefix, and believes nobody else."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from syndicate.web.site import site
from tests.web.newsroom import FERRY, Newsroom, newsroom_of, settings_in
from tests.web.visitor import Visitor

PROXY, READER, STRANGER = "10.0.0.8", "203.0.113.7", "198.51.100.9"


def told(request: Request) -> Response:
    client = request.client.host if request.client else ""
    kept = [name for name in request.headers if name.startswith(("x-", "forwarded"))]
    return PlainTextResponse(f"{client} {request.url.scheme} {kept}")


@pytest.fixture
def newsroom(tmp_path: Path, sqlite_url: str) -> Iterator[Newsroom]:
    """Open a site below a prefix, behind a proxy."""
    place = settings_in(tmp_path, sqlite_url, f'[web]\nproxies = ["{PROXY}"]\n')
    text = place.read_text().replace("harbour.example", "harbour.example/news")
    place.write_text(text)
    with newsroom_of(place) as opened:
        yield opened


def asked_by(newsroom: Newsroom, address: str) -> Visitor:
    return Visitor(site(newsroom.app, [Route("/told", told)]), address=address)


def test_who_asked_and_how_is_believed_of_a_listed_proxy(newsroom: Newsroom) -> None:
    headers = {"x_forwarded_for": READER, "x_forwarded_proto": "http"}
    answer = asked_by(newsroom, PROXY).get("/told", **headers)
    assert answer.text == f"{READER} http []"


def test_nobody_else_is_believed(newsroom: Newsroom) -> None:
    headers = {"x_forwarded_for": READER, "x_forwarded_proto": "http", "forwarded": "for=x"}
    answer = asked_by(newsroom, STRANGER).get("/told", **headers)
    assert answer.text == f"{STRANGER} https ['x-forwarded-for', 'x-forwarded-proto', 'forwarded']"


def test_a_scheme_that_is_none_is_not_heeded(newsroom: Newsroom) -> None:
    answer = asked_by(newsroom, PROXY).get("/told", x_forwarded_proto="javascript")
    assert answer.text == " https []"


def test_whom_a_listed_proxy_asks_for_without_saying_so_nobody_knows(newsroom: Newsroom) -> None:
    answer = asked_by(newsroom, PROXY).get("/told", x_real_ip=READER)
    assert answer.text == " https []"


def test_a_listed_proxy_that_asks_for_itself_is_who_asked(newsroom: Newsroom) -> None:
    assert asked_by(newsroom, PROXY).get("/told").text == f"{PROXY} https []"


@pytest.mark.parametrize(
    "target",
    ["/", "/feeds/all.atom", "/articles/ferry-stops-at-noon", "/tags/ferries", "/healthz"],
)
def test_an_address_is_the_same_whole_and_without_the_prefix(
    newsroom: Newsroom, target: str
) -> None:
    newsroom.publish(FERRY)
    whole, cut = newsroom.visitor.get(f"/news{target}"), newsroom.visitor.get(target)
    assert (whole.status, whole.body) == (200, cut.body)


def test_what_only_begins_like_the_prefix_is_not_below_it(newsroom: Newsroom) -> None:
    assert newsroom.visitor.get("/news-sitemap.xml").status == 200
    assert newsroom.visitor.get("/newsfeeds/all.atom").status == 404


def test_a_slash_is_put_right_below_the_prefix(newsroom: Newsroom) -> None:
    for target in ("/news/feeds", "/feeds"):
        answer = newsroom.visitor.get(target)
        assert answer.headers["location"] == "/news/feeds/"


def test_a_former_slug_leads_on_below_the_prefix(newsroom: Newsroom) -> None:
    newsroom.publish(FERRY, "old")
    newsroom.app.revise.rename("old", "new")
    assert newsroom.visitor.get("/news/articles/old").headers["location"] == "/news/articles/new"
    moved = newsroom.visitor.get("/news/articles/old/revisions.atom")
    assert moved.headers["location"] == "/news/articles/new/revisions.atom"
