"""Past editions are in a feed for everybody, without tokens, as their articles are told today."""

import json
from datetime import timedelta

import feedparser
import pytest

from syndicate.domain.articles import Kind
from syndicate.domain.editions import Newsletter
from tests.web.newsroom import BRIDGE, FERRY, NOW, Newsroom, with_body

ADA = "ada@example.org"
PAGE = "https://harbour.example/newsletters/morning"


@pytest.fixture
def mailed(newsroom: Newsroom) -> Newsroom:
    """Give a newsletter of which one edition went out."""
    newsroom.app.newsletters.add(
        Newsletter(
            name="morning",
            title="The Morning",
            schedule="daily 07:00",
            timezone="UTC",
            created=NOW,
        )
    )
    newsroom.app.subscribe.add(ADA, "morning", confirmed=True)
    newsroom.later(seconds=1)
    newsroom.publish(FERRY, "ferry")
    newsroom.publish(BRIDGE, "bridge")
    newsroom.clock.set(NOW.replace(hour=7) + timedelta(days=1))
    newsroom.app.tick()
    newsroom.app.send_mail()
    newsroom.app.tick()
    return newsroom


def test_each_edition_is_an_entry_in_three_formats_with_one_id(mailed: Newsroom) -> None:
    found = set()
    for suffix in ("atom", "rss"):
        parsed = feedparser.parse(mailed.visitor.get(f"/newsletters/morning.{suffix}").body)
        assert not parsed.bozo
        (entry,) = parsed.entries
        found.add((entry.id, entry.link, entry.title))
    item = json.loads(mailed.visitor.get("/newsletters/morning.json").body)["items"][0]
    found.add((item["id"], item["url"], item["title"]))
    assert "_syndicate" not in item
    ((_, url, title),) = found
    assert url == f"{PAGE}/2026-03-03T07:00"
    assert "The Morning" in title
    assert "Ferry stops at noon" in item["content_html"]
    assert "The last boat leaves early." in item["content_html"]


def test_no_readers_token_is_in_it_and_it_is_not_to_be_found_by_searching(
    mailed: Newsroom,
) -> None:
    answer = mailed.visitor.get("/newsletters/morning.atom")
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    assert "unsubscribe" not in answer.text
    assert ADA not in answer.text


def test_while_nothing_changes_it_is_drawn_once_in_each_format(
    mailed: Newsroom, statements: list[str]
) -> None:
    first = mailed.visitor.get("/newsletters/morning.atom").body
    statements.clear()
    assert mailed.visitor.get("/newsletters/morning.atom").body == first
    assert statements == []
    assert mailed.visitor.get("/newsletters/morning.json").body != first
    assert statements


def test_it_carries_todays_corrections_and_moves_with_them(mailed: Newsroom) -> None:
    before = mailed.visitor.get("/newsletters/morning.atom")
    mailed.later(hours=1)
    told = with_body(FERRY, "The ferry stops at one on Sunday.")
    mailed.update("ferry", told, "It stops at one.", Kind.CORRECTION)
    after = mailed.visitor.get("/newsletters/morning.atom", if_none_match=before.headers["ETag"])
    assert after.status == 200
    (entry,) = feedparser.parse(after.body).entries
    assert "It stops at one." in entry.content[0].value
    assert entry.updated == "2026-03-03T08:00:00Z"
    again = mailed.visitor.get("/newsletters/morning.atom", if_none_match=after.headers["ETag"])
    assert again.status == 304


def test_no_word_of_what_was_taken_down_is_in_it(mailed: Newsroom) -> None:
    mailed.app.revise.withdraw("ferry", Kind.TAKEDOWN, "")
    for suffix in ("atom", "rss", "json"):
        text = mailed.visitor.get(f"/newsletters/morning.{suffix}").text
        assert "Ferry" not in text
        assert "/articles/ferry" not in text
        assert "Bridge opens again" in text


def test_of_what_was_retracted_the_notes_stand_alone(mailed: Newsroom) -> None:
    mailed.app.revise.withdraw("ferry", Kind.RETRACTION, "It never stopped.")
    (item,) = json.loads(mailed.visitor.get("/newsletters/morning.json").body)["items"]
    assert "It never stopped." in item["content_html"]
    assert item["content_html"].count("The last boat leaves early.") == 1  # the bridge's


def test_the_archive_leads_to_its_feeds(mailed: Newsroom) -> None:
    page = mailed.visitor.get("/newsletters/morning").text
    for suffix in ("atom", "rss", "json"):
        assert f'href="{PAGE}.{suffix}"' in page
        assert f'href="/newsletters/morning.{suffix}"' in page


def test_a_newsletter_that_is_none_has_no_feed(mailed: Newsroom) -> None:
    assert mailed.visitor.get("/newsletters/evening.atom").status == 404
