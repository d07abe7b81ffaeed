"""Does every address of the site answer, and each with what the public may see?"""

import json
from dataclasses import replace
from urllib.parse import quote

import pytest

from syndicate.domain.articles import Kind, Person
from tests.web.newsroom import BRIDGE, FERRY, Newsroom, with_body
from tests.web.visitor import Visitor

SLUG = "ferry-stops-at-noon"
PAGE = f"/articles/{SLUG}"
BELOW = ["", "/history", "/revisions/1", "/diff/1...2"]
LISTS = ["/", "/feeds/", "/feeds.opml", "/corrections", "/sections/harbour", "/tags/ferries"]
LISTS += ["/corrections/figures", "/corrections/figures.json"]
SECRET = replace(
    FERRY,
    headline="Mayor resigns",
    section="Scandal",
    authors=(Person(name="Mole Mendoza"),),
    tags=("Resignation",),
)
WORDS_OF_SECRET = ("mayor", "scandal", "mole", "resign")
FEEDS_OF_SECRET = ["sections/scandal", "tags/resignation", "authors/mole-mendoza"]


@pytest.fixture
def ferry(newsroom: Newsroom) -> Newsroom:
    """Publish an article and update it."""
    newsroom.publish(FERRY)
    newsroom.later(hours=1)
    newsroom.update(SLUG, with_body(FERRY, "The ferry stops at one."), "The time has changed.")
    return newsroom


def test_every_address_answers_to_get_and_head(ferry: Newsroom) -> None:
    others = ["/authors/ines-calder", "/subscribe", "/healthz", "/static/site.css"]
    for target in [*(PAGE + rest for rest in BELOW), *LISTS, *others]:
        full, short = ferry.visitor.get(target), ferry.visitor.head(target)
        assert (full.status, short.status) == (200, 200), target
        assert full.body
        assert short.body == b""
        assert short.headers.raw == full.headers.raw


def test_the_identity_leads_to_the_article(ferry: Newsroom) -> None:
    identity = ferry.app.library.public(SLUG).article.id
    answer = ferry.visitor.get(f"/id/{identity}")
    assert (answer.status, answer.headers["location"]) == (302, PAGE)


@pytest.mark.parametrize("rest", BELOW)
def test_a_former_slug_leads_to_the_present_one_for_good(ferry: Newsroom, rest: str) -> None:
    ferry.app.revise.rename(SLUG, "ferry")
    ferry.app.revise.rename("ferry", "паром")
    for former in (SLUG, "ferry"):
        answer = ferry.visitor.get(f"/articles/{former}{rest}")
        assert answer.status == 301
        present = f"/articles/%D0%BF%D0%B0%D1%80%D0%BE%D0%BC{rest}"
        assert answer.headers["location"] == present
        assert ferry.visitor.get(present).status == 200


def test_a_slug_in_other_letters_answers(newsroom: Newsroom) -> None:
    slug = newsroom.publish(replace(FERRY, headline="Паром & остров", tags=("№ 5",))).slug
    assert slug == "паром-остров"
    assert newsroom.visitor.get(f"/articles/{quote(slug)}").status == 200
    assert newsroom.visitor.get("/tags/no-5").status == 200


@pytest.mark.parametrize("how", ["takedown", "unpublish"])
def test_what_was_withdrawn_is_gone_at_every_slug(ferry: Newsroom, how: str) -> None:
    ferry.app.revise.rename(SLUG, "ferry")
    withdraw(ferry, "ferry", how)
    for target in [f"/articles/{slug}{rest}" for slug in (SLUG, "ferry") for rest in BELOW]:
        answer = ferry.visitor.get(target)
        assert answer.status == 410
        assert b"Ferry stops" not in answer.body
        assert b"noon" not in answer.body


def withdraw(newsroom: Newsroom, slug: str, how: str) -> None:
    if how == "takedown":
        newsroom.app.revise.withdraw(slug, Kind.TAKEDOWN, "By order of the court.")
    else:
        newsroom.app.revise.unpublish(slug)


def test_addresses_by_id_lead_to_the_history_and_to_what_changed(ferry: Newsroom) -> None:
    identity = ferry.app.library.public(SLUG).article.id
    for rest in ("/history", "/diff/1...2"):
        answer = ferry.visitor.get(f"/id/{identity}{rest}")
        assert answer.status == 302
        assert answer.headers["location"].endswith(f"/articles/{SLUG}{rest}")
    withdraw(ferry, SLUG, "takedown")
    for rest in ("/history", "/diff/1...2"):
        answer = ferry.visitor.get(f"/id/{identity}{rest}")
        assert (answer.status, SLUG in answer.text) == (200, False)


def test_a_neutral_notice_stands_at_the_identity_of_what_was_taken_down(ferry: Newsroom) -> None:
    identity = ferry.app.library.public(SLUG).article.id
    withdraw(ferry, SLUG, "takedown")
    answer = ferry.visitor.get(f"/id/{identity}")
    assert answer.status == 200
    assert "noindex" in answer.text
    for word in ("Ferry", "ferry", "court", "Calder", "time has changed"):
        assert word not in answer.text


def test_nothing_stands_at_the_identity_of_what_was_unpublished(ferry: Newsroom) -> None:
    identity = ferry.app.library.public(SLUG).article.id
    withdraw(ferry, SLUG, "unpublish")
    assert ferry.visitor.get(f"/id/{identity}").status == 410


@pytest.mark.parametrize("how", ["takedown", "unpublish"])
def test_no_former_slug_tells_the_last_one_of_what_was_withdrawn(ferry: Newsroom, how: str) -> None:
    ferry.app.revise.rename(SLUG, "boats")
    withdraw(ferry, "boats", how)
    for rest in ("", "/history", "/revisions/1", "/diff/1...2", "/diff?older=1&newer=2"):
        answer = ferry.visitor.get(f"{PAGE}{rest}")
        assert answer.status == 410, rest
        assert "boats" not in f"{answer.text}{answer.headers}"


@pytest.mark.parametrize("how", ["takedown", "unpublish"])
def test_lists_do_not_name_what_was_withdrawn(ferry: Newsroom, how: str) -> None:
    withdraw(ferry, SLUG, how)
    for target in ["/", "/corrections", "/sections/harbour", "/nowhere"]:
        assert b"Ferry stops at noon" not in ferry.visitor.get(target).body


def test_a_retracted_article_stays_readable_under_its_notice(ferry: Newsroom) -> None:
    ferry.app.revise.withdraw(SLUG, Kind.RETRACTION, "The schedule was invented.")
    answer = ferry.visitor.get(PAGE)
    assert answer.status == 200
    assert "The schedule was invented." in answer.text
    assert "The ferry stops at one." in answer.text
    history = ferry.visitor.get(f"{PAGE}/history")
    assert history.status == 200
    assert b"The ferry stops" not in ferry.visitor.get(f"{PAGE}/diff/1...2").body


@pytest.mark.parametrize("scheduled", [False, True])
def test_nothing_of_an_article_can_be_had_before_its_moment(
    ferry: Newsroom, *, scheduled: bool
) -> None:
    slug = ferry.draft(SECRET)
    identity = ferry.app.library.show(slug)["id"]
    if scheduled:
        ferry.app.publish(slug, at=ferry.clock.now().replace(hour=23))
        assert ferry.app.publish.due() == 0
    hidden = [f"/articles/{slug}{rest}" for rest in [*BELOW, "/revisions.atom"]]
    hidden += [f"/{name}" for name in FEEDS_OF_SECRET]
    hidden += [f"/feeds/{name}.{suffix}" for name in FEEDS_OF_SECRET for suffix in ("atom", "json")]
    for target in [*hidden, f"/id/{identity}"]:
        assert ferry.visitor.get(target).status == 404, target
    for target in [*LISTS, *hidden, "/feeds/all.atom", "/feeds/corrections.json"]:
        said = ferry.visitor.get(target).text.casefold()
        assert not [word for word in WORDS_OF_SECRET if word in said], target


def test_at_its_moment_a_scheduled_article_is_there(ferry: Newsroom) -> None:
    slug = ferry.draft(SECRET)
    ferry.app.publish(slug, at=ferry.clock.now().replace(hour=23))
    ferry.later(days=1)
    assert ferry.app.publish.due() == 1
    for target in [f"/articles/{slug}", *(f"/{name}" for name in FEEDS_OF_SECRET)]:
        assert "Mayor resigns" in ferry.visitor.get(target).text


def test_the_slug_of_a_draft_that_was_renamed_stays_hidden(newsroom: Newsroom) -> None:
    slug = newsroom.draft(SECRET)
    newsroom.app.revise.rename(slug, "quiet-news")
    for target in (f"/articles/{slug}", "/articles/quiet-news"):
        assert newsroom.visitor.get(target).status == 404


NOWHERE = (
    "/nowhere",
    "/articles/",
    "/articles/nothing",
    "/articles/nothing/history",
    "/articles/nothing/diff?older=1&newer=2",
    "/articles/a%00b",
    "/articles/a%00b/history",
    "/articles/%FF%FE",
    "/articles/..%2F..%2Fetc%2Fpasswd",
    "/articles/a%0D%0ASet-Cookie:x",
    f"/articles/{'long' * 4000}",
    f"{PAGE}/revisions/0",
    f"{PAGE}/revisions/01",
    f"{PAGE}/revisions/3",
    f"{PAGE}/revisions/-1",
    f"{PAGE}/revisions/%D9%A1",
    f"{PAGE}/revisions/{'9' * 5000}",
    f"{PAGE}/revisions/1%00",
    f"{PAGE}/diff/1...1",
    f"{PAGE}/diff/1...3",
    f"{PAGE}/diff/0...1",
    f"{PAGE}/diff/1...2...2",
    f"{PAGE}/diff/{'9' * 5000}...1",
    f"{PAGE}/diff/1..2",
    f"{PAGE}/diff",
    f"{PAGE}/diff?older=1",
    f"{PAGE}/diff?older=x&newer=2",
    f"{PAGE}/nothing",
    "/id/6f1f0a52-0d5c-4f2a-9d0a-1f6d3a1c7b11",
    "/id/nothing",
    "/sections/mars",
    "/tags/a%00b",
    "/tags/c%23",
    "/newsletters/nothing",
    "/newsletters/a%00b",
    "/newsletters/nothing/2026-03-02T07:00",
    "/newsletters/nothing/%00",
    "/static/nothing.css",
    "/static/..%2Fsettings.toml",
    "/docs",
    "/openapi.json",
)


def test_an_unknown_address_is_not_found_and_helped_on(ferry: Newsroom) -> None:
    for target in NOWHERE:
        answer = ferry.visitor.get(target)
        assert answer.status == 404, target
        assert "Page not found" in answer.text
        assert f'href="{PAGE}"' in answer.text
        assert "noindex" in answer.text


def test_who_finds_nothing_is_helped_on_to_what_is_there_now(ferry: Newsroom) -> None:
    ferry.publish(BRIDGE)
    assert "Bridge opens again" in ferry.visitor.get("/nothing").text
    ferry.app.revise.unpublish("bridge-opens-again")
    assert "Bridge opens again" not in ferry.visitor.get("/nothing").text


def test_while_nothing_changes_nothing_is_looked_up_for_who_finds_nothing(
    ferry: Newsroom, statements: list[str]
) -> None:
    first = ferry.visitor.get("/nothing").body
    assert statements
    statements.clear()
    assert ferry.visitor.get("/nothing/either").body == first
    assert statements == []


def test_any_two_revisions_can_be_chosen_to_compare(ferry: Newsroom) -> None:
    answer = ferry.visitor.get(f"{PAGE}/diff?older=1&newer=2")
    assert (answer.status, answer.headers["location"]) == (302, f"{PAGE}/diff/1...2")


def test_choosing_the_same_revision_twice_leads_to_it(ferry: Newsroom) -> None:
    answer = ferry.visitor.get(f"{PAGE}/diff?older=2&newer=2")
    assert (answer.status, answer.headers["location"]) == (302, f"{PAGE}/revisions/2")


@pytest.mark.parametrize("target", ["/feeds", f"{PAGE}/", f"{PAGE}/history/", "/corrections/"])
def test_a_slash_too_many_or_too_few_is_put_right(ferry: Newsroom, target: str) -> None:
    answer = ferry.visitor.get(target)
    assert answer.status == 307
    assert ferry.visitor.get(answer.headers["location"]).status == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_a_page_is_only_read(ferry: Newsroom, method: str) -> None:
    for target in [PAGE, *LISTS]:
        answer = ferry.visitor.ask(method, target)
        assert answer.status == 405
        assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD"}


@pytest.mark.parametrize("target", [PAGE, "/static/site.css", "/", *LISTS[-3:]])
def test_who_has_the_page_gets_a_304_until_it_changes(ferry: Newsroom, target: str) -> None:
    full = ferry.visitor.get(target)
    tag = full.headers["etag"]
    for method in ("GET", "HEAD"):
        answer = ferry.visitor.ask(method, target, {"if-none-match": f'W/"x", {tag}'})
        assert (answer.status, answer.body) == (304, b"")
        assert answer.headers["cache-control"] == full.headers["cache-control"]
        assert "content-length" not in answer.headers
    assert ferry.visitor.get(target, if_none_match='"x"').status == 200


def test_a_change_shows_at_once(ferry: Newsroom) -> None:
    tags = {target: ferry.visitor.get(target).headers["etag"] for target in ("/", PAGE)}
    ferry.update(SLUG, with_body(FERRY, "It stops at two."), "Later still.", Kind.CORRECTION)
    for target, tag in tags.items():
        answer = ferry.visitor.get(target, if_none_match=tag)
        assert answer.status == 200
        assert "Later still." in answer.text


def test_a_page_that_is_not_there_is_never_a_304(ferry: Newsroom) -> None:
    tag = ferry.visitor.get("/nowhere").headers.get("etag", "*")
    assert ferry.visitor.get("/nowhere", if_none_match=tag).status == 404


def test_readers_see_changes_at_once_and_caches_soon(ferry: Newsroom) -> None:
    kept = ferry.visitor.get(PAGE).headers["cache-control"]
    assert kept == "public, max-age=0, s-maxage=30, must-revalidate"
    assert ferry.visitor.get("/nowhere").headers["cache-control"] == "no-cache"


def test_the_language_of_a_page_is_that_of_the_site(visitor: Visitor) -> None:
    assert '<html lang="en"' in visitor.get("/").text


def test_pages_need_nothing_from_elsewhere(ferry: Newsroom) -> None:
    ferry.publish(BRIDGE)
    for target in ["/", PAGE, f"{PAGE}/history", "/feeds/", "/corrections", "/subscribe"]:
        said = ferry.visitor.get(target).text
        assert "<script src" not in said
        assert 'rel="stylesheet" href="/static/site.css"' in said
        assert " style=" not in said
        assert " onclick=" not in said


def test_figures_change_with_what_they_count(ferry: Newsroom) -> None:
    targets = ("/corrections/figures", "/corrections/figures.json")
    tags = {target: ferry.visitor.get(target).headers["etag"] for target in targets}
    ferry.update(SLUG, with_body(FERRY, "It stops at two."), "Not at one.", Kind.CORRECTION)
    for target, tag in tags.items():
        assert ferry.visitor.get(target, if_none_match=tag).status == 200
    told = ferry.visitor.get(targets[1])
    assert told.headers["content-type"] == "application/json"
    assert json.loads(told.body)["corrections"] == 1
