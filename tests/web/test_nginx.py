"""Does nginx serve the folder of feeds as our own server would, by the file in docs/?"""

import gzip
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.client import HTTPConnection, HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import quote

import pytest

from syndicate.domain.feeds import FeedFormat
from tests.transports.verifiers import needed
from tests.web.newsroom import BRIDGE, FERRY, Newsroom, newsroom_of, settings_in, with_body

CONFIGURATION = Path(__file__).parents[2] / "docs" / "nginx.conf"
AROUND = """
daemon off;
master_process off;
pid {folder}/pid;
error_log {folder}/errors;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {server}
}}
"""
ALL = "/feeds/all.atom"
SLUG = "ferry-stops-at-noon"
Ask = Callable[..., tuple[HTTPResponse, bytes]]


class OurServer(BaseHTTPRequestHandler):
    """Answers as what stands behind nginx, and says what it was asked for."""

    def do_GET(self) -> None:
        """Answer."""
        body = f"ours: {self.path}".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        """Refuse, as ours does."""
        self.send_response(405)
        self.send_header("Allow", "GET, HEAD")
        self.send_header("Content-Length", "4")
        self.end_headers()
        self.wfile.write(b"ours")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def paper(tmp_path: Path, sqlite_url: str) -> Iterator[Newsroom]:
    """Open a site whose feeds are kept in a folder; one article is out."""
    more = f'[web]\nexport_dir = "{tmp_path / "feeds"}"\n'
    with newsroom_of(settings_in(tmp_path, sqlite_url, more)) as newsroom:
        newsroom.publish(FERRY)
        yield newsroom


@pytest.fixture
def ask(paper: Newsroom, tmp_path: Path) -> Iterator[Ask]:
    """Run nginx over the folder, before a server of ours; ask it."""
    behind = ThreadingHTTPServer(("127.0.0.1", 0), OurServer)
    Thread(target=behind.serve_forever, daemon=True).start()
    port = free_port()
    server = (
        CONFIGURATION.read_text()
        .replace("/srv/syndicate/feeds", str(paper.app.settings.web.export_dir))
        .replace("127.0.0.1:8000", f"127.0.0.1:{behind.server_port}")
        .replace("news.example", "harbour.example")
        .replace("listen 80", f"listen 127.0.0.1:{port}")
    )
    file = tmp_path / "nginx.conf"
    file.write_text(AROUND.format(folder=tmp_path, server=server))

    def asking(target: str, method: str = "GET", **headers: str) -> tuple[HTTPResponse, bytes]:
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, target, headers={"Host": "harbour.example", **told})
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer, body

    with running(file, port):
        yield asking
    behind.shutdown()
    behind.server_close()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@contextmanager
def running(file: Path, port: int) -> Iterator[None]:
    """Run nginx until it is no longer needed."""
    command = [needed("nginx"), "-e", str(file.with_name("errors")), "-c", str(file)]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL) as process:  # noqa: S603 - Debian's
        try:
            while process.poll() is None and not listens(port):
                time.sleep(0.01)
            assert process.poll() is None, file.with_name("errors").read_text()
            yield
        finally:
            process.terminate()


def listens(port: int) -> bool:
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.parametrize("format_", FeedFormat)
def test_types_and_bytes_are_ours(ask: Ask, paper: Newsroom, format_: FeedFormat) -> None:
    for name in ("feeds/all", f"articles/{SLUG}/revisions"):
        target = f"/{name}.{format_}"
        answer, body = ask(target)
        ours = paper.visitor.get(target)
        assert (answer.status, body) == (200, ours.body)
        for header in ("content-type", "cache-control", "vary", "last-modified", "link"):
            assert answer.headers[header] == ours.headers[header], header


def test_a_feed_of_any_name_is_told_its_address_as_websub_knows_it(
    ask: Ask, paper: Newsroom
) -> None:
    paper.publish(replace(BRIDGE, tags=("ים",)))
    target = f"/feeds/tags/{quote('ים')}.atom"
    answer, _ = ask(f"{target}?since=yesterday")
    assert answer.headers["link"] == paper.visitor.get(target).headers["link"]
    assert quote("ים") in answer.headers["link"]


def test_who_takes_gzip_gets_the_file_with_a_tag_of_its_own(ask: Ask) -> None:
    plain, body = ask(ALL)
    packed, data = ask(ALL, accept_encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(data) == body
    assert packed.headers["vary"] == "Accept-Encoding"
    assert packed.headers["content-type"] == plain.headers["content-type"]
    assert packed.headers["etag"] != plain.headers["etag"]


def test_what_is_unchanged_is_not_sent_again(ask: Ask) -> None:
    answer, _ = ask(ALL)
    again, body = ask(ALL, if_none_match=answer.headers["etag"])
    assert (again.status, body) == (304, b"")
    assert again.headers["etag"] == answer.headers["etag"]


def test_a_change_within_the_same_second_has_another_tag_and_time(
    ask: Ask, paper: Newsroom
) -> None:
    before, _ = ask(ALL)
    paper.update(SLUG, with_body(FERRY, "The ferry to the island stops at nine on Sunday."))
    after, new = ask(ALL, if_none_match=before.headers["etag"])
    assert (after.status, new) == (200, paper.visitor.get(ALL).body)
    assert after.headers["last-modified"] != before.headers["last-modified"]


@pytest.mark.parametrize("target", ["/", f"/articles/{SLUG}", "/feeds/tags/none.atom", "/x.json"])
def test_everything_else_is_asked_of_us(ask: Ask, target: str) -> None:
    answer, body = ask(target)
    assert (answer.status, body.decode()) == (200, f"ours: {target}")


def test_a_feed_that_is_closed_is_asked_of_us(ask: Ask, paper: Newsroom) -> None:
    paper.app.revise.unpublish(SLUG)
    _, body = ask(f"/articles/{SLUG}/revisions.atom")
    assert body.startswith(b"ours: ")


def test_a_feed_is_only_read_and_we_say_so(ask: Ask) -> None:
    answer, body = ask(ALL, method="POST")
    assert (answer.status, body) == (405, b"ours")
    assert answer.headers["allow"] == "GET, HEAD"


@pytest.mark.parametrize("target", ["/.exported", "/feeds/all.atom.gz", "/feeds/..%2f.exported"])
def test_nothing_else_of_the_folder_is_shown(ask: Ask, target: str) -> None:
    _, body = ask(target)
    assert body.startswith((b"ours: ", b"<html>"))


@pytest.mark.parametrize(
    "target",
    [
        '/feeds/x>;rel="x",<https://elsewhere.example/hub>;rel="hub",<y/../../../all.atom',
        "/feeds//all.atom",
        "/feeds/./all.atom",
        "/feeds/%2e%2e/feeds/all.atom",
        "/feeds/%61ll.atom",
    ],
)
def test_a_feed_by_an_odd_address_is_asked_of_us_so_no_link_repeats_it(
    ask: Ask, target: str
) -> None:
    answer, body = ask(target)
    assert body.startswith(b"ours: ")
    assert "link" not in answer.headers
