"""Is fetching from a site that is not trusted bounded, and honest about what went wrong?"""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from syndicate.errors import AskedWrongly, CouldNot, Temporary
from syndicate.transports import fetching
from syndicate.transports.fetching import Fetching

Answer = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def answering(answer: Answer) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            answer(self)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def answer(status: int, body: bytes = b"", **headers: str) -> Answer:
    def give(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return give


def by_path(**answers: Answer) -> Answer:
    return lambda handler: answers[handler.path.strip("/")](handler)


def test_what_is_answered_is_returned_whatever_its_status() -> None:
    asked: list[str] = []

    def give(handler: BaseHTTPRequestHandler) -> None:
        asked.append(f"{handler.path} {handler.headers['Cache-Control']}")
        answer(404 if handler.path.endswith("b") else 200, b"Hello")(handler)

    with answering(give) as url, closing(Fetching(f"{url}/news/")) as site:
        found = [site.get("/a"), site.get("/b")]
    assert [(each.status, each.body) for each in found] == [(200, b"Hello"), (404, b"Hello")]
    assert asked == ["/news/a no-cache", "/news/b no-cache"]


def test_it_is_led_to_another_address_of_the_same_host() -> None:
    led = by_path(a=answer(302, Location="/b"), b=answer(200, b"Hello"))
    with answering(led) as url, closing(Fetching(url)) as site:
        assert site.get("/a").body == b"Hello"


@pytest.mark.parametrize("location", ["http://127.0.0.2/b", "//example.org/", "https://evil.test"])
def test_it_is_never_led_to_another_host(location: str) -> None:
    with (
        answering(answer(301, Location=location)) as url,
        closing(Fetching(url)) as site,
        pytest.raises(CouldNot, match=r"leads to another host, .*; if that is the site, ask there"),
    ):
        site.get("/a")


@pytest.mark.parametrize("location", ["http://127.0.0.1:1/b", "ftp://127.0.0.1/", "http://["])
def test_it_is_never_led_to_another_service(location: str) -> None:
    with (
        answering(answer(301, Location=location)) as url,
        closing(Fetching(url)) as site,
        pytest.raises(CouldNot, match="leads to"),
    ):
        site.get("/a")


def test_a_circle_ends() -> None:
    with (
        answering(answer(302, Location="/a")) as url,
        closing(Fetching(url)) as site,
        pytest.raises(CouldNot, match="leads on and on"),
    ):
        site.get("/a")


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_busy_site_is_to_be_asked_later(status: int) -> None:
    with (
        answering(answer(status)) as url,
        closing(Fetching(url)) as site,
        pytest.raises(Temporary, match=f"answers {status} now; try again later"),
    ):
        site.get("/a")


def test_an_answer_without_end_is_refused() -> None:
    def flood(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        chunk = b" " * 1024 * 1024
        try:
            for _ in range(fetching.MOST_BYTES // len(chunk) + 8):
                handler.wfile.write(chunk)
        except OSError:
            handler.close_connection = True

    with (
        answering(flood) as url,
        closing(Fetching(url)) as site,
        pytest.raises(CouldNot, match="answers with more than"),
    ):
        site.get("/a")


def test_an_answer_that_does_not_come_is_waited_for_no_longer_than_said() -> None:
    over = threading.Event()

    def wait(_: BaseHTTPRequestHandler) -> None:
        over.wait()

    with (
        answering(wait) as url,
        closing(Fetching(url, timeout=0.05)) as site,
    ):
        try:
            with pytest.raises(Temporary, match="cannot be fetched: timed out"):
                site.get("/a")
        finally:
            over.set()


def test_an_answer_that_drips_ends_with_the_time_for_a_whole_document() -> None:
    over = threading.Event()
    left = iter(range(400))

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        with suppress(OSError):
            while not over.wait(0.01) and next(left, None) is not None:
                handler.wfile.write(b"x")
        handler.close_connection = True

    with (
        answering(drip) as url,
        closing(Fetching(url, timeout=1, longest=0.2)) as site,
    ):
        with pytest.raises(Temporary, match="cannot be fetched: timed out"):
            site.get("/a")
        over.set()


def broken(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"rubbish\r\n\r\n")
    handler.close_connection = True


def cut(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "100")
    handler.end_headers()
    handler.wfile.write(b"half")
    handler.close_connection = True


@pytest.mark.parametrize("fault", [broken, cut])
def test_what_is_no_whole_answer_is_told(fault: Answer) -> None:
    with (
        answering(fault) as url,
        closing(Fetching(url)) as site,
        pytest.raises(Temporary, match="cannot be fetched"),
    ):
        site.get("/a")


def test_a_connection_closed_meanwhile_is_opened_again() -> None:
    def once(handler: BaseHTTPRequestHandler) -> None:
        answer(200, b"Hello")(handler)
        handler.close_connection = True  # without saying so

    with answering(once) as url, closing(Fetching(url)) as site:
        assert [site.get("/a").body, site.get("/b").body] == [b"Hello", b"Hello"]


def test_where_nobody_answers_it_is_told() -> None:
    with answering(broken) as url:
        pass
    with closing(Fetching(url)) as site, pytest.raises(Temporary, match="Connection refused"):
        site.get("/a")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "news.example.org",
        "ftp://x.org",
        "http://",
        "http://a:b@x.org",
        "http://x:0",
        "http://x:y",
        "http://x/ y",
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(AskedWrongly, match="no address of a site"):
        Fetching(url)
