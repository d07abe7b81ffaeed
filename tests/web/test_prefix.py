"""Below a prefix, behind a real nginx, nothing leads out of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.datastructures import Headers

from syndicate.domain.articles import Kind
from syndicate.domain.editions import Newsletter
from tests.web.crawl import Heard, links_of
from tests.web.newsroom import BRIDGE, FERRY, NOW, Newsroom, newsroom_of, settings_in, with_body
from tests.web.serving import ask, serving
from tests.web.test_nginx import AROUND, free_port, running
from tests.web.visitor import Answer

HOST = "harbour.example"
MORNING = Newsletter(
    name="morning", title="Morning", schedule="daily 07:00", timezone="UTC", created=NOW
)
SERVER = """
server {{
    listen 127.0.0.1:{port};
    location {below} {{
        proxy_pass {site};
        proxy_set_header Host $host;
        proxy_set_header X-Forwarded-For $remote_addr;
        proxy_set_header X-Forwarded-Proto https;
    }}
    location / {{ return 418; }}
}}
"""
WAYS = {"whole": ("/news/", "{site}"), "cut": ("/news/", "{site}/")}


@dataclass(frozen=True, slots=True)
class Front:
    """What answers in front: the address of nginx."""

    url: str

    def get(self, target: str) -> Answer:
        """Ask for a path as a browser would."""
        answer, body = ask(self.url + target, host=HOST)
        return Answer(answer.status, Headers(dict(answer.headers.items())), body)


@pytest.fixture
def paper(tmp_path: Path, sqlite_url: str) -> Iterator[Newsroom]:
    """Open a site below /news on which everything has happened."""
    place = settings_in(tmp_path, sqlite_url)
    place.write_text(place.read_text().replace(HOST, f"{HOST}/news"))
    with newsroom_of(place) as newsroom:
        newsroom.publish(FERRY, "ferry")
        newsroom.update("ferry", with_body(FERRY, "It stops at one."), "It stops at one.")
        newsroom.app.revise.rename("ferry", "gull")
        newsroom.publish(BRIDGE, "bridge")
        newsroom.app.revise.withdraw("bridge", Kind.RETRACTION, "It is shut.")
        newsroom.app.newsletters.add(MORNING)
        yield newsroom


@pytest.fixture(params=WAYS)
def front(request: pytest.FixtureRequest, paper: Newsroom, tmp_path: Path) -> Iterator[Front]:
    """Run nginx before the site; it hands paths over whole, or without the prefix."""
    below, handed = WAYS[request.param]
    port = free_port()
    with serving(paper) as site:
        server = SERVER.format(port=port, below=below, site=handed.format(site=site))
        file = tmp_path / "nginx.conf"
        file.write_text(AROUND.format(folder=tmp_path, server=server))
        with running(file, port):
            yield Front(f"http://127.0.0.1:{port}")


def crawled(front: Front, *starts: str) -> dict[str, Answer]:
    """Follow every link of every answer; return what each address answered."""
    answers: dict[str, Answer] = {}
    waiting = list(starts)
    while waiting:
        target = waiting.pop()
        if target in answers:
            continue
        answers[target] = answer = front.get(target)
        if answer.status != 418:
            waiting += links_of(Heard(target, "GET", answer), HOST)
    return answers


def test_no_link_redirect_form_or_feed_leads_out_of_the_prefix(front: Front) -> None:
    found = crawled(
        front, "/news/", "/news/sitemap.xml", "/news/robots.txt", "/news/articles/ferry"
    )
    assert {target for target in found if not target.startswith("/news/")} == set()
    assert {target for target, answer in found.items() if answer.status >= 400} == {
        "/news/follow"  # where a form is posted to: which article, its fields tell
    }
    assert set(found) >= {
        *("/news/static/site.css", "/news/subscribe", "/news/feeds.opml", "/news/hub"),
        *("/news/feeds/all.atom", "/news/feeds/tags/ferries.json", "/news/newsletters/morning"),
        *("/news/articles/gull", "/news/articles/gull/history", "/news/sitemaps/1.xml"),
        *("/news/articles/gull/diff/1...2", "/news/articles/gull/revisions.rss"),
    }


def test_what_programs_know_by_name_stands_below_the_prefix(front: Front) -> None:
    for name in ("log", "keys"):
        assert front.get(f"/news/.well-known/syndicate/{name}.json").status == 200
    assert front.get("/news/healthz").text == "ok\n"
