"""The log lines of one request are known by its number, in whatever thread they are written."""

import re

import pytest
import structlog
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from structlog.testing import capture_logs

from syndicate.web.site import site
from tests.web.newsroom import Newsroom
from tests.web.visitor import Visitor

log = structlog.get_logger()


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Take one kind of database: no number here depends on it."""
    return sqlite_url


def speaking(_: Request) -> Response:
    log.info("asked")
    return PlainTextResponse("x", background=BackgroundTask(log.info, "afterwards"))


def failing(_: Request) -> Response:
    raise ZeroDivisionError("/confirm/secret")


def numbers(newsroom: Newsroom, target: str, address: str, **headers: str) -> list[str]:
    """Ask once; return the number in each line that was logged."""
    routes = [Route("/speaking", speaking), Route("/failing/{token}", failing)]
    visitor = Visitor(site(newsroom.app, routes), address=address)
    with capture_logs(processors=[structlog.contextvars.merge_contextvars]) as lines:
        answer = visitor.get(target, **headers)
    assert "x-request-id" not in answer.headers
    assert "secret" not in str(lines)
    return [line["request"] for line in lines]


def test_every_line_of_a_request_has_its_number(newsroom: Newsroom) -> None:
    first, then = numbers(newsroom, "/speaking", "203.0.113.7")
    assert re.fullmatch("[0-9a-f]{16}", first)
    assert first == then
    assert numbers(newsroom, "/speaking", "203.0.113.7")[0] != first


def test_a_failure_is_logged_with_its_number_and_without_its_address(newsroom: Newsroom) -> None:
    assert len(numbers(newsroom, "/failing/secret", "203.0.113.7")) == 1


def test_the_number_that_a_listed_proxy_gave_is_kept(newsroom: Newsroom) -> None:
    given = {"x_request_id": "nginx-7f", "x_forwarded_for": "203.0.113.7"}
    assert numbers(newsroom, "/speaking", "127.0.0.1", **given) == ["nginx-7f"] * 2
    alone = {"x_request_id": "nginx-7f"}
    assert numbers(newsroom, "/speaking", "127.0.0.1", **alone) == ["nginx-7f"] * 2


@pytest.mark.parametrize(
    ("address", "given"), [("203.0.113.7", "mine"), ("127.0.0.1", "a b"), ("127.0.0.1", "x" * 65)]
)
def test_nobody_else_names_a_request_nor_in_any_way(
    newsroom: Newsroom, address: str, given: str
) -> None:
    assert given not in numbers(newsroom, "/speaking", address, x_request_id=given)
