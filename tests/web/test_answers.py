"""Do all answers leave under the policy, and faults as faults?"""

import re
from collections.abc import Callable
from contextlib import closing

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from structlog.contextvars import merge_contextvars
from structlog.testing import capture_logs

from syndicate.app import App
from syndicate.domain.feeds import FeedFormat
from syndicate.errors import AskedWrongly, Broken, NotFound, SettingsFault, Temporary
from syndicate.services.serve_feeds import ServeFeed
from syndicate.web.answers import CONTENT_SECURITY_POLICY, local
from syndicate.web.site import site
from tests.web.newsroom import FERRY, Newsroom
from tests.web.serving import ask, running
from tests.web.visitor import Answer, Visitor

STRICT = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
}
FAULTS: dict[str, tuple[Exception, int]] = {
    "/not-there": (NotFound("no such thing"), 404),
    "/wrong": (AskedWrongly("name a month"), 400),
    "/busy": (Temporary("the file /srv/secret.db is locked"), 503),
    "/misset": (SettingsFault("/srv/templates/front.html:7: mend it"), 500),
    "/broken": (Broken("row 7 of /srv/secret.db"), 500),
    "/bug": (ZeroDivisionError("/srv/secret.py"), 500),
}


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Take one kind of database: no answer here depends on it."""
    return sqlite_url


def raising(error: Exception) -> Callable[[Request], Response]:
    def endpoint(_: Request) -> Response:
        raise error

    return endpoint


@pytest.fixture
def faulty(newsroom: Newsroom) -> Visitor:
    """Visit a site that has addresses where things go wrong."""
    routes = [Route(path, raising(error)) for path, (error, _) in FAULTS.items()]
    return Visitor(site(newsroom.app, routes))


def check_strict(answer: Answer) -> None:
    assert {name: answer.headers.get(name) for name in STRICT} == STRICT
    assert answer.headers["referrer-policy"] in {"same-origin", "no-referrer"}
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(("target", "status"), [(path, f[1]) for path, f in FAULTS.items()])
def test_faults_have_their_status_and_tell_nothing_inside(
    faulty: Visitor, target: str, status: int
) -> None:
    answer = faulty.get(target)
    assert answer.status == status
    assert b"/srv" not in answer.body
    check_strict(answer)
    assert answer.headers["cache-control"] in {"no-store", "no-cache"}


def test_who_asked_wrongly_is_told_what_is_wrong(faulty: Visitor) -> None:
    assert faulty.get("/wrong").text == "name a month\n"


def test_a_fault_of_a_template_is_for_the_log(faulty: Visitor) -> None:
    with capture_logs() as logged:
        faulty.get("/misset")
    fault = "/srv/templates/front.html:7: mend it"
    assert logged == [{"event": "page_failed", "error": fault, "log_level": "error"}]


def test_who_finds_it_busy_is_told_when_to_come_back(faulty: Visitor) -> None:
    assert faulty.get("/busy").headers["retry-after"] == "5"


EVERYWHERE = (
    *("/", "/nowhere", "/feeds", "/feeds/", "/subscribe", "/healthz", "/static/site.css"),
    *("/articles/old", "/articles/ferry-stops-at-noon", "/confirm/x", "/unsubscribe/x"),
    *("/preferences", "/preferences/x", "/articles/gone", "/articles/old/revisions.atom"),
    *("/articles/gone/revisions.atom", "/feeds/none.atom"),
)


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "DELETE"])
def test_every_answer_leaves_under_the_policy(newsroom: Newsroom, method: str) -> None:
    newsroom.publish(FERRY, "old")
    newsroom.app.revise.rename("old", "ferry-stops-at-noon")
    newsroom.publish(FERRY, "gone")
    newsroom.app.revise.unpublish("gone")
    for target in EVERYWHERE:
        check_strict(newsroom.visitor.ask(method, target))


def test_a_response_may_set_a_policy_of_its_own(newsroom: Newsroom) -> None:
    def framed(_: Request) -> Response:
        return Response("x", headers={"Content-Security-Policy": "sandbox"})

    answer = Visitor(site(newsroom.app, [Route("/framed", framed)])).get("/framed")
    assert answer.headers.getlist("content-security-policy") == ["sandbox"]


class Overloaded(App):
    """A site whose feeds cannot be had just now."""

    @property
    def serve_feed(self) -> ServeFeed:
        """Return what fails."""

        def busy(_: str, __: FeedFormat) -> None:
            raise Temporary("locked")

        return busy  # type: ignore[return-value]  # called like it


def test_a_feed_that_cannot_be_had_now_can_be_had_later(newsroom: Newsroom) -> None:
    with closing(Overloaded(newsroom.app.settings, clock=newsroom.clock)) as app:
        answer = Visitor(site(app)).get("/feeds/all.atom")
        assert answer.status == 503
        assert answer.headers["retry-after"] == "5"
        check_strict(answer)
        assert app.counters.measured()[0].numbers == {("503",): 1}


def test_a_feed_that_cannot_be_had_is_one_line_of_the_log_and_no_fault_of_the_program(
    newsroom: Newsroom, caplog: pytest.LogCaptureFixture
) -> None:
    with (
        closing(Overloaded(newsroom.app.settings, clock=newsroom.clock)) as app,
        capture_logs(processors=[merge_contextvars]) as lines,
        running(site(app)) as address,
    ):
        answer, _ = ask(f"{address}/feeds/all.atom")
    assert answer.status == 503
    assert [(line["event"], line["error"]) for line in lines] == [("request_failed", "Temporary")]
    assert re.fullmatch("[0-9a-f]{16}", lines[0]["request"])
    assert not caplog.records


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("https://harbour.example/articles/x", "/articles/x"),
        ("https://harbour.example/news/articles/x?y=1", "/news/articles/x?y=1"),
        ("https://harbour.example/", "/"),
        ("https://harbour.example//reader.example/feeds", "/reader.example/feeds"),
    ],
)
def test_pages_are_led_to_by_any_name_of_the_host(url: str, path: str) -> None:
    assert local(url) == path


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("/feeds", "/feeds/"),
        ("/feeds?from=a", "/feeds/?from=a"),
        ("/articles/ferry-stops-at-noon/", "/articles/ferry-stops-at-noon"),
        ("/articles/old", "/articles/ferry-stops-at-noon"),
        ("/articles/old/revisions.rss", "/articles/ferry-stops-at-noon/revisions.rss"),
    ],
)
def test_no_redirect_repeats_the_host_that_somebody_asked_for(
    newsroom: Newsroom, target: str, path: str
) -> None:
    newsroom.publish(FERRY, "old")
    newsroom.app.revise.rename("old", "ferry-stops-at-noon")
    stranger = Visitor(newsroom.visitor.site, host="elsewhere.example")
    assert stranger.get(target).headers["location"] == path


@pytest.mark.parametrize(
    "target", ["/articles/old", "/articles/old/history", "/articles/old/revisions.atom"]
)
def test_rfc9110_15_4_2_nobody_keeps_a_redirect_beyond_a_change(
    newsroom: Newsroom, target: str
) -> None:
    newsroom.publish(FERRY, "old")
    newsroom.app.revise.rename("old", "new")
    assert newsroom.visitor.get(target).headers["cache-control"] == "no-cache"
