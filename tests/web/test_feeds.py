"""Are feeds served as HTTP says, and always as they now are?"""

import gzip
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from email.utils import parsedate_to_datetime
from pathlib import Path
from threading import Event, Semaphore, get_ident

import brotli
import pytest
from starlette.middleware import Middleware
from starlette.types import Scope

from syndicate.domain.articles import Kind, PastRevision
from syndicate.domain.stories import Story
from syndicate.web.at_hand import Shelf
from syndicate.web.feeds import FeedDesk, FeedFace, FeedsFirst, feed_address
from tests.web.newsroom import BRIDGE, FERRY, NOW, Newsroom, newsroom_of, with_body
from tests.web.visitor import Visitor

PATIENCE = 30
ATOM = "/feeds/all.atom"
REVISIONS = "/articles/ferry-stops-at-noon/revisions.atom"
FORMATS = {
    "atom": "application/atom+xml; charset=utf-8",
    "rss": "application/rss+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}


@pytest.fixture
def ferry(newsroom: Newsroom) -> Newsroom:
    """Publish one article."""
    newsroom.publish(FERRY)
    return newsroom


def modified(visitor: Visitor, target: str = ATOM) -> str:
    return visitor.get(target).headers["last-modified"]


def feed_id(atom: str) -> str:
    (urn,) = re.findall("<id>(urn:uuid:[^<]*)</id>", atom)[:1]
    return str(urn)


@pytest.mark.parametrize(("suffix", "media_type"), FORMATS.items())
def test_a_feed_is_served_in_each_format(ferry: Newsroom, suffix: str, media_type: str) -> None:
    answer = ferry.visitor.get(f"/feeds/all.{suffix}")
    assert answer.status == 200
    assert answer.headers["content-type"] == media_type
    assert b"Ferry stops at noon" in answer.body
    assert answer.headers["content-length"] == str(len(answer.body))


def test_every_kind_of_feed_has_an_address(ferry: Newsroom) -> None:
    folders = ["sections/harbour", "tags/ferries", "authors/ines-calder"]
    names = [f"/feeds/{name}" for name in ("all", "corrections", *folders)]
    for name in [*names, "/articles/ferry-stops-at-noon/revisions"]:
        for suffix in FORMATS:
            answer = ferry.visitor.get(f"{name}.{suffix}")
            assert answer.status == 200, name
            assert f'<https://harbour.example{name}.{suffix}>; rel="self"' in answer.headers["link"]


def test_the_feed_of_an_empty_site_is_served(visitor: Visitor) -> None:
    assert visitor.get(ATOM).status == 200


NO_FEEDS = (
    *("/feeds/nothing.atom", "/feeds/sections/mars.rss", "/feeds/.atom", "/feeds/all.xml"),
    *("/feeds/any", "/articles/nothing/revisions.atom", "/feeds/tags/a%00b.atom", "/.json"),
    *("/feeds/articles/ferry-stops-at-noon/revisions.atom", "/feeds/%EF%BF%BD%FF.json"),
    *("/articles//revisions.atom", "/articles/a/b/revisions.rss", f"/feeds/{'x' * 9000}.atom"),
)


def test_what_is_no_feed_is_not_found(ferry: Newsroom) -> None:
    for target in NO_FEEDS:
        assert ferry.visitor.get(target).status == 404, target


def test_rfc9110_8_8_3_a_feed_has_a_strong_tag_and_says_on_what_it_depends(ferry: Newsroom) -> None:
    headers = ferry.visitor.get(ATOM).headers
    assert headers["etag"].startswith('"')
    assert headers["vary"] == "Accept-Encoding"
    assert headers["cache-control"] == "public, max-age=60, stale-while-revalidate=300"
    assert "set-cookie" not in headers


def test_rfc9110_8_8_3_1_tags_differ_by_address_and_by_encoding(ferry: Newsroom) -> None:
    targets = ["/feeds/all.atom", "/feeds/all.json", "/feeds/tags/ferries.atom"]
    encodings = ["identity", "gzip", "br"]
    tags = {
        ferry.visitor.get(t, accept_encoding=e).headers["etag"] for t in targets for e in encodings
    }
    assert len(tags) == 9


def test_the_same_bytes_keep_their_tag_in_another_process(
    ferry: Newsroom, settings_file: Path
) -> None:
    with newsroom_of(settings_file) as other:
        assert other.visitor.get(ATOM).headers.raw == ferry.visitor.get(ATOM).headers.raw


@pytest.mark.parametrize(
    ("accept", "encoding", "decode"),
    [("br;q=0.5, gzip;q=0.8", "gzip", gzip.decompress), ("br, gzip", "br", brotli.decompress)],
)
def test_rfc9110_12_5_3_an_encoding_carries_the_same_document(
    ferry: Newsroom, accept: str, encoding: str, decode: Callable[[bytes], bytes]
) -> None:
    plain = ferry.visitor.get(ATOM)
    packed = ferry.visitor.get(ATOM, accept_encoding=accept)
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == encoding
    assert packed.headers["content-length"] == str(len(packed.body))
    assert decode(packed.body) == plain.body


def test_what_is_refused_is_not_sent(ferry: Newsroom) -> None:
    answer = ferry.visitor.get(ATOM, accept_encoding="gzip;q=0, br;q=0, *")
    assert "content-encoding" not in answer.headers


@pytest.mark.parametrize("accept", ["identity", "gzip", "br"])
def test_rfc9110_15_4_5_who_has_the_bytes_gets_a_304_without_them(
    ferry: Newsroom, accept: str
) -> None:
    full = ferry.visitor.get(ATOM, accept_encoding=accept)
    answer = ferry.visitor.get(
        ATOM, accept_encoding=accept, if_none_match=f'"other", W/{full.headers["etag"]}'
    )
    assert (answer.status, answer.body) == (304, b"")
    for name in ("etag", "cache-control", "vary", "last-modified", "link"):
        assert answer.headers[name] == full.headers[name]
    assert "content-length" not in answer.headers


def test_the_tag_of_another_encoding_is_not_enough(ferry: Newsroom) -> None:
    tag = ferry.visitor.get(ATOM, accept_encoding="gzip").headers["etag"]
    assert ferry.visitor.get(ATOM, if_none_match=tag).status == 200


def test_rfc9110_13_1_2_any_tag_will_do_for_a_star(ferry: Newsroom) -> None:
    assert ferry.visitor.get(ATOM, if_none_match="*").status == 304


def test_rfc9110_13_1_3_who_has_seen_the_last_change_gets_a_304(ferry: Newsroom) -> None:
    since = modified(ferry.visitor)
    assert ferry.visitor.get(ATOM, if_modified_since=since).status == 304
    ferry.later(seconds=1)
    ferry.update("ferry-stops-at-noon", with_body(FERRY, "It stops at one."), "New time.")
    assert ferry.visitor.get(ATOM, if_modified_since=since).status == 200


def test_rfc9110_13_2_2_a_tag_beats_a_date(ferry: Newsroom) -> None:
    headers = ferry.visitor.get(ATOM).headers
    late = "Fri, 01 Jan 2027 00:00:00 GMT"
    early = "Thu, 01 Jan 1970 00:00:00 GMT"
    visitor = ferry.visitor
    assert visitor.get(ATOM, if_none_match='"x"', if_modified_since=late).status == 200
    tag = headers["etag"]
    assert visitor.get(ATOM, if_none_match=tag, if_modified_since=early).status == 304


def test_rfc9110_8_8_2_last_modified_is_when_the_bytes_came_to_be(ferry: Newsroom) -> None:
    assert parsedate_to_datetime(modified(ferry.visitor)) == NOW


def test_rfc9110_13_1_3_a_backdated_article_gives_no_false_304(ferry: Newsroom) -> None:
    since = modified(ferry.visitor)
    ferry.later(minutes=5)
    past = (PastRevision(kind=Kind.ORIGINAL, at=NOW.replace(year=2016)),)
    ferry.app.publish(ferry.app.ingest(Story(content=BRIDGE, past=past), announce=False))
    answer = ferry.visitor.get(ATOM, if_modified_since=since)
    assert answer.status == 200
    assert b"2016-03-02" in answer.body


def test_two_changes_within_a_second_have_two_dates(ferry: Newsroom) -> None:
    first = modified(ferry.visitor)
    ferry.update("ferry-stops-at-noon", with_body(FERRY, "It stops at one."), "New time.")
    assert ferry.visitor.get(ATOM, if_modified_since=first).status == 200
    ferry.later(seconds=1)
    assert parsedate_to_datetime(modified(ferry.visitor)) > parsedate_to_datetime(first)


def test_a_clock_that_is_put_back_does_not_put_last_modified_back(ferry: Newsroom) -> None:
    first = modified(ferry.visitor)
    ferry.later(hours=-1)
    ferry.publish(BRIDGE)
    ferry.later(hours=1, seconds=1)
    assert parsedate_to_datetime(modified(ferry.visitor)) > parsedate_to_datetime(first)


@pytest.mark.parametrize("accept", ["identity", "gzip"])
def test_rfc9110_8_8_2_1_last_modified_is_never_later_than_the_answer(
    ferry: Newsroom, accept: str
) -> None:
    ahead = ferry.visitor.get(ATOM, accept_encoding=accept).headers
    ferry.later(hours=-1)
    for change in ("one", "two"):
        answer = ferry.visitor.get(ATOM, accept_encoding=accept)
        unchanged = ferry.visitor.get(ATOM, if_none_match=answer.headers["etag"])
        for told in (answer, unchanged):
            assert parsedate_to_datetime(told.headers["last-modified"]) == ferry.clock.now()
        ferry.update("ferry-stops-at-noon", with_body(FERRY, f"At {change}."), "New time.")
        since = answer.headers["last-modified"]
        assert ferry.visitor.get(ATOM, if_modified_since=since).status == 200
    assert ferry.visitor.get(ATOM, if_modified_since=ahead["last-modified"]).status == 200


def test_rfc9110_13_1_3_an_article_that_leaves_gives_no_false_304(ferry: Newsroom) -> None:
    ferry.publish(BRIDGE)
    since = modified(ferry.visitor)
    ferry.app.revise.unpublish("bridge-opens-again")
    answer = ferry.visitor.get(ATOM, if_modified_since=since)
    assert answer.status == 200
    assert b"Bridge opens again" not in answer.body


def test_rendering_the_same_bytes_again_changes_no_header(ferry: Newsroom) -> None:
    before = [ferry.visitor.get(target).headers.raw for target in (ATOM, REVISIONS)]
    ferry.later(hours=1)
    ferry.app.revise.republish("ferry-stops-at-noon")
    assert [ferry.visitor.get(target).headers.raw for target in (ATOM, REVISIONS)] == before


@pytest.mark.parametrize("accept", ["identity", "gzip", "br"])
def test_rfc9110_9_3_2_head_is_get_without_the_body(ferry: Newsroom, accept: str) -> None:
    full = ferry.visitor.get(ATOM, accept_encoding=accept)
    answer = ferry.visitor.head(ATOM, accept_encoding=accept)
    assert (answer.status, answer.body) == (200, b"")
    assert answer.headers.raw == full.headers.raw


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_rfc9110_15_5_6_a_feed_is_only_read(ferry: Newsroom, method: str) -> None:
    answer = ferry.visitor.ask(method, ATOM)
    assert answer.status == 405
    assert answer.headers["allow"] == "GET, HEAD"


def test_rfc3229_10_5_3_a_request_for_changes_alone_gets_the_whole_feed(ferry: Newsroom) -> None:
    answer = ferry.visitor.get(ATOM, a_im="feed", if_none_match='"old"')
    assert answer.status == 200
    assert "im" not in answer.headers


def test_a_feed_may_load_nothing_where_a_browser_shows_it(ferry: Newsroom) -> None:
    headers = ferry.visitor.get(ATOM).headers
    assert headers["content-security-policy"] == "default-src 'none'"
    assert headers["x-content-type-options"] == "nosniff"


def test_rfc9110_15_4_2_the_feed_of_a_former_slug_leads_to_the_present_one(ferry: Newsroom) -> None:
    visitor = ferry.visitor
    assert visitor.get(REVISIONS).status == 200
    ferry.app.revise.rename("ferry-stops-at-noon", "ferry")
    ferry.app.revise.rename("ferry", "паром")
    for former in ("ferry-stops-at-noon", "ferry"):
        answer = visitor.get(f"/articles/{former}/revisions.atom")
        assert answer.status == 301
        present = "/articles/%D0%BF%D0%B0%D1%80%D0%BE%D0%BC/revisions.atom"
        assert answer.headers["location"] == present
        assert visitor.get(present).status == 200


def test_the_feed_keeps_its_id_when_it_moves(ferry: Newsroom) -> None:
    before = ferry.visitor.get(REVISIONS).text
    ferry.app.revise.rename("ferry-stops-at-noon", "ferry")
    after = ferry.visitor.get("/articles/ferry/revisions.atom").text
    assert feed_id(after) == feed_id(before)


def test_a_slug_that_comes_back_has_its_feed_back(ferry: Newsroom) -> None:
    ferry.app.revise.rename("ferry-stops-at-noon", "ferry")
    ferry.app.revise.rename("ferry", "ferry-stops-at-noon")
    assert ferry.visitor.get(REVISIONS).status == 200


@pytest.mark.parametrize("how", ["takedown", "unpublish"])
def test_rfc9110_15_5_11_the_feed_of_a_withdrawn_article_is_closed(
    ferry: Newsroom, how: str
) -> None:
    slug = "ferry-stops-at-noon"
    ferry.app.revise.rename(slug, "ferry")
    assert ferry.visitor.get("/articles/ferry/revisions.atom").status == 200
    if how == "takedown":
        ferry.app.revise.withdraw("ferry", Kind.TAKEDOWN, "By order of the court.")
    else:
        ferry.app.revise.unpublish("ferry")
    for name in ("ferry", slug):
        answer = ferry.visitor.get(f"/articles/{name}/revisions.atom")
        assert answer.status == 410
        assert b"Ferry" not in answer.body


def test_a_reinstated_article_has_its_feed_back(ferry: Newsroom) -> None:
    ferry.app.revise.unpublish("ferry-stops-at-noon")
    assert ferry.visitor.get(REVISIONS).status == 410
    ferry.app.revise.reinstate("ferry-stops-at-noon", "Put back.")
    assert b"Put back." in ferry.visitor.get(REVISIONS).body


def test_when_publish_returns_the_new_bytes_are_served(ferry: Newsroom) -> None:
    targets = [ATOM, "/feeds/sections/harbour.rss", "/feeds/all.json", REVISIONS]
    before = [ferry.visitor.get(target).body for target in targets]
    ferry.update("ferry-stops-at-noon", with_body(FERRY, "It stops at one."), "New time.")
    after = [ferry.visitor.get(target).body for target in targets]
    assert all(b"It stops at one." in body for body in after)
    assert all(old != new for old, new in zip(before, after, strict=True))


def test_another_process_serves_them_after_its_next_look(
    ferry: Newsroom, settings_file: Path
) -> None:
    with newsroom_of(settings_file) as other, other.app.watcher() as watcher:
        tag = other.visitor.get(ATOM).headers["etag"]
        ferry.publish(BRIDGE)
        assert other.visitor.get(ATOM, if_none_match=tag).status == 304
        assert watcher.changed()
        other.app.store.touch()
        assert b"Bridge opens again" in other.visitor.get(ATOM, if_none_match=tag).body


def test_while_nothing_changes_the_store_is_asked_nothing(
    ferry: Newsroom, statements: list[str]
) -> None:
    tag = ferry.visitor.get(ATOM).headers["etag"]
    statements.clear()
    for encoding in ("identity", "gzip", "identity"):
        assert ferry.visitor.get(ATOM, accept_encoding=encoding).status == 200
    assert ferry.visitor.head(ATOM).status == 200
    assert ferry.visitor.get(ATOM, if_none_match=tag).status == 304
    assert ferry.visitor.post(ATOM).status == 405
    assert statements == []
    ferry.publish(BRIDGE)
    statements.clear()
    assert b"Bridge opens again" in ferry.visitor.get(ATOM, if_none_match=tag).body
    assert statements != []


def test_what_is_first_asked_for_costs_as_many_statements_however_much_is_in_it(
    ferry: Newsroom, statements: list[str]
) -> None:
    asked = []
    for changes in (1, 5):
        for number in range(changes):
            text = f"It stops at {changes}:{number}."
            ferry.update("ferry-stops-at-noon", with_body(FERRY, text), text)
        statements.clear()
        assert ferry.visitor.get(REVISIONS).status == 200
        asked.append(len(statements))
    assert asked[0] == asked[1]


def test_nobody_waits_while_a_feed_is_compressed_and_it_is_compressed_once(
    ferry: Newsroom,
) -> None:
    answering: set[int] = set()
    compressing: list[int] = []

    def generation() -> int:
        answering.add(get_ident())
        return ferry.app.store.generation

    def pack(body: bytes) -> bytes:
        compressing.append(get_ident())
        return gzip.compress(body)

    desk = FeedDesk(Shelf(generation, {"gzip": pack}), lambda _: 0, lambda _: None, ferry.clock.now)
    looking = Middleware(FeedFace, ferry.app.serve_feed, ferry.app.site, desk)
    site = FeedsFirst(lambda _: None, desk, routes=[], middleware=[looking], exception_handlers={})
    for accept in ("identity", "gzip", "gzip"):
        assert Visitor(site).get(ATOM, accept_encoding=accept).status == 200
    assert Visitor(site).get("/feeds/all.rss", accept_encoding="gzip").status == 200
    assert len(compressing) == 2
    assert answering.isdisjoint(compressing)


def test_however_many_wait_for_compressed_bytes_others_are_answered(ferry: Newsroom) -> None:
    packing, many = Event(), 60
    come = Semaphore(0)

    def pack(body: bytes) -> bytes:
        assert packing.wait(PATIENCE)
        return gzip.compress(body)

    def wait(_: Scope) -> int:
        come.release()
        return 0

    desk = FeedDesk(
        Shelf(lambda: ferry.app.store.generation, {"gzip": pack}),
        wait,
        lambda _: None,
        ferry.clock.now,
    )
    looking = Middleware(FeedFace, ferry.app.serve_feed, ferry.app.site, desk)
    site = FeedsFirst(lambda _: None, desk, routes=[], middleware=[looking], exception_handlers={})
    visitor = Visitor(site)
    assert visitor.get(ATOM, accept_encoding="identity").status == 200
    assert come.acquire(timeout=PATIENCE)
    with ThreadPoolExecutor(many + 1) as pool:
        packed = [pool.submit(visitor.get, ATOM, accept_encoding="gzip") for _ in range(many)]
        try:
            assert all(come.acquire(timeout=PATIENCE) for _ in range(many))
            plain = pool.submit(visitor.get, "/feeds/all.rss", accept_encoding="identity")
            assert plain.result(PATIENCE).status == 200
        finally:
            packing.set()
        assert {each.result(PATIENCE).status for each in packed} == {200}


def test_however_many_want_plain_bytes_meanwhile_others_are_answered(ferry: Newsroom) -> None:
    packing, begun, many = Event(), Event(), 60
    come = Semaphore(0)

    def pack(body: bytes) -> bytes:
        begun.set()
        assert packing.wait(PATIENCE)
        return gzip.compress(body)

    def wait(_: Scope) -> int:
        come.release()
        return 0

    desk = FeedDesk(
        Shelf(lambda: ferry.app.store.generation, {"gzip": pack}),
        wait,
        lambda _: None,
        ferry.clock.now,
    )
    looking = Middleware(FeedFace, ferry.app.serve_feed, ferry.app.site, desk)
    site = FeedsFirst(lambda _: None, desk, routes=[], middleware=[looking], exception_handlers={})
    visitor = Visitor(site)
    with ThreadPoolExecutor(many + 2) as pool:
        one = pool.submit(visitor.get, ATOM, accept_encoding="gzip")
        assert begun.wait(PATIENCE)
        packed = [pool.submit(visitor.get, ATOM, accept_encoding="identity") for _ in range(many)]
        try:
            assert all(come.acquire(timeout=PATIENCE) for _ in range(many + 1))
            plain = pool.submit(visitor.get, "/feeds/all.rss", accept_encoding="identity")
            assert plain.result(PATIENCE).status == 200
        finally:
            packing.set()
        assert one.result(PATIENCE).status == 200
        assert {each.result(PATIENCE).status for each in packed} == {200}


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/feeds/all.atom", "all"),
        ("/feeds/tags/a.b.json", "tags/a.b"),
        ("/articles/x/revisions.rss", "articles/x/revisions"),
        ("/feeds/all.ATOM", None),
        ("/articles/revisions.rss", None),
        ("/articles/x/history.rss", None),
    ],
)
def test_addresses_name_feeds(path: str, name: str | None) -> None:
    address = feed_address(path)
    assert (address[0] if address else None) == name
