"""Does every address that an article ever had lead to it for good, in one step?"""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from syndicate.domain.editions import Newsletter
from syndicate.errors import Conflict, Refused
from syndicate.store.tables import feed_documents, feed_entries
from tests.web.newsroom import BRIDGE, FERRY, NOW, Newsroom

SLUG = "ferry-stops-at-noon"
HERE = "https://harbour.example"
BASE = "/articles"


@pytest.fixture
def ferry(newsroom: Newsroom) -> Newsroom:
    """Publish two articles, an hour ago."""
    newsroom.publish(BRIDGE)
    newsroom.publish(FERRY)
    newsroom.later(hours=1)
    return newsroom


def rename(newsroom: Newsroom, *slugs: str) -> None:
    """Move the article from slug to slug, a day apart."""
    for former, slug in zip([SLUG, *slugs], slugs, strict=False):
        newsroom.later(days=1)
        newsroom.app.revise.rename(former, slug)


def leads(newsroom: Newsroom, slug: str, rest: str = "") -> tuple[int, str | None]:
    answer = newsroom.visitor.get(f"/articles/{slug}{rest}")
    return answer.status, answer.headers.get("location")


@pytest.mark.parametrize("rest", ["", "/history", "/revisions/1", "/revisions.atom"])
def test_each_former_slug_leads_to_the_present_one_in_one_step(ferry: Newsroom, rest: str) -> None:
    rename(ferry, "boats", "ships")
    for former in (SLUG, "boats"):
        assert leads(ferry, former, rest) == (301, f"{BASE}/ships{rest}")
    assert leads(ferry, "ships", rest) == (200, None)


def test_a_slug_that_comes_back_is_no_redirect_any_more(ferry: Newsroom) -> None:
    rename(ferry, "boats", SLUG)
    assert leads(ferry, SLUG) == (200, None)
    assert leads(ferry, "boats") == (301, f"{BASE}/{SLUG}")
    rename(ferry, "boats")
    assert leads(ferry, SLUG) == (301, f"{BASE}/boats")


def test_a_former_slug_is_never_given_to_another_article(ferry: Newsroom) -> None:
    rename(ferry, "boats")
    with pytest.raises(Conflict, match="is taken by another article"):
        ferry.app.revise.rename("bridge-opens-again", SLUG)
    assert leads(ferry, SLUG) == (301, f"{BASE}/boats")
    assert ferry.draft(replace(BRIDGE, headline=FERRY.headline)) == f"{SLUG}-2"


def test_a_slug_that_was_never_public_leads_nowhere_and_is_free_again(newsroom: Newsroom) -> None:
    newsroom.draft(FERRY)
    rename(newsroom, "working-title", SLUG)
    newsroom.app.publish(SLUG)
    assert leads(newsroom, "working-title") == (404, None)
    assert leads(newsroom, SLUG) == (200, None)
    assert newsroom.publish(BRIDGE, "working-title").slug == "working-title"


def test_a_slug_that_it_has_is_no_new_one(ferry: Newsroom) -> None:
    rename(ferry, "boats")
    for known_as in (SLUG, "boats"):
        with pytest.raises(Refused, match="is its slug already"):
            ferry.app.revise.rename(known_as, "boats")


def test_entries_keep_their_id_and_dates_and_get_the_new_address(ferry: Newsroom) -> None:
    def entries() -> dict[str, dict[str, str]]:
        items = json.loads(ferry.visitor.get("/feeds/all.json").body)["items"]
        return {item["id"]: item for item in items}

    before = entries()
    rename(ferry, "boats")
    after = entries()
    assert list(after) == list(before)
    dates = ("date_published", "date_modified")
    assert [[e[d] for d in dates] for e in after.values()] == [
        [e[d] for d in dates] for e in before.values()
    ]
    assert {e["url"] for e in after.values()} >= {f"{HERE}{BASE}/boats"}
    assert SLUG not in ferry.visitor.get("/feeds/all.atom").text


def test_the_archive_of_what_was_mailed_leads_on_to_the_new_address(newsroom: Newsroom) -> None:
    morning = Newsletter(
        name="morning", title="Morning", schedule="daily 07:00", timezone="UTC", created=NOW
    )
    newsroom.app.newsletters.add(morning)
    newsroom.app.subscribe.add("ada@example.org", "morning", "UTC", confirmed=True)
    newsroom.later(hours=1)
    newsroom.publish(FERRY)
    newsroom.app.send_now("morning")
    newsroom.app.send_mail()
    newsroom.app.revise.rename(SLUG, "boats")
    (report,) = newsroom.app.editions.list()
    page = newsroom.visitor.get(f"/newsletters/morning/{report.edition.period_key}").text
    linked = {slug for slug in (SLUG, "boats") if f"{BASE}/{slug}" in page}
    assert linked
    assert all(leads(newsroom, slug) in {(301, f"{BASE}/boats"), (200, None)} for slug in linked)


# Rendering again


def served(newsroom: Newsroom) -> list[tuple[bytes, str, str]]:
    names = ("feeds/all", "feeds/tags/ferries", f"articles/{SLUG}/revisions")
    answers = [newsroom.visitor.get(f"/{name}.{f}") for name in names for f in ("atom", "json")]
    return [(a.body, a.headers["etag"], a.headers["last-modified"]) for a in answers]


def test_republishing_what_is_whole_changes_no_byte_and_no_header(ferry: Newsroom) -> None:
    before, account = served(ferry), ferry.app.library.show(SLUG)
    ferry.later(days=1)
    ferry.app.revise.republish(SLUG)
    assert served(ferry) == before
    assert ferry.app.library.show(SLUG) == account


def test_republishing_mends_what_the_feeds_have_of_an_article(ferry: Newsroom) -> None:
    before = served(ferry)
    with ferry.app.store.write() as tx:
        own = feed_entries.c.article_id == tx.articles.by_slug(SLUG).id
        tx.connection.execute(update(feed_entries).where(own).values(body=b"broken"))
        tx.connection.execute(update(feed_documents).values(body=b"broken", etag="broken"))
    ferry.later(days=1)
    ferry.app.revise.republish(SLUG)
    assert [body for body, _, _ in served(ferry)] == [body for body, _, _ in before]


def test_republishing_is_told_to_what_follows_and_never_mailed(ferry: Newsroom) -> None:
    with ferry.app.store.read() as tx:
        fresh = tx.revisions.fresh_articles(NOW + timedelta(minutes=1), NOW + timedelta(days=9))
    ferry.later(days=1)
    ferry.app.revise.republish(SLUG)
    with ferry.app.store.read() as tx:
        later = tx.revisions.fresh_articles(NOW + timedelta(minutes=1), NOW + timedelta(days=9))
    assert later == fresh == []
