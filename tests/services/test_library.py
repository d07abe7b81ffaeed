"""Does the library tell everything to its owner, and to the public what is public?"""

import json

import pytest

from syndicate.domain.articles import Kind
from syndicate.domain.drafting import State
from syndicate.errors import NotFound
from tests.web.newsroom import BRIDGE, FERRY, NOW, Newsroom, with_body

SLUG = "ferry-stops-at-noon"
ONE = with_body(FERRY, "The ferry to the island stops at one on Sunday.")


@pytest.fixture
def ferry(newsroom: Newsroom) -> Newsroom:
    """Publish an article, update it, and keep a draft of another."""
    newsroom.publish(FERRY)
    newsroom.later(hours=1)
    newsroom.update(SLUG, ONE, "It stops at one.")
    newsroom.draft(BRIDGE)
    return newsroom


def test_an_account_can_be_written_as_json_and_has_every_field(ferry: Newsroom) -> None:
    account = json.loads(json.dumps(ferry.app.library.show(SLUG)))
    assert {
        *("id", "slug", "section", "language", "status", "headline", "summary", "authors"),
        *("contributors", "images", "body_html", "related", "tags", "first_published"),
        *("updated", "edited", "recorded", "unknown", "revisions"),
    } <= set(account)
    assert account["body_html"] == ONE.body_html
    assert account["first_published"] == "2026-03-02T09:00:00Z"
    assert account["updated"] == "2026-03-02T10:00:00Z"
    assert [(r["number"], r["kind"], r["held"]) for r in account["revisions"]] == [
        (1, "original", True),
        (2, "update", True),
    ]
    assert len(account["revisions"][1]["content_hash"]) == 64


def test_a_revision_without_words_has_no_hash(ferry: Newsroom) -> None:
    ferry.app.revise.withdraw(SLUG, Kind.TAKEDOWN, "By order.")
    revisions = json.loads(json.dumps(ferry.app.library.show(SLUG)))["revisions"]
    assert (revisions[-1]["held"], revisions[-1]["content_hash"]) == (False, None)


def test_a_draft_is_shown_to_its_owner_alone(ferry: Newsroom) -> None:
    assert ferry.app.library.show("bridge-opens-again")["status"] == "draft"
    with pytest.raises(NotFound, match="no article is published at 'bridge-opens-again'"):
        ferry.app.library.public("bridge-opens-again")


def test_the_public_is_told_nothing_of_what_there_is(ferry: Newsroom) -> None:
    with pytest.raises(NotFound) as caught:
        ferry.app.library.public("bridge-opens")
    assert "again" not in str(caught.value)


def test_the_list_has_every_article_newest_first(ferry: Newsroom) -> None:
    accounts = list(ferry.app.library.list())
    assert {a["slug"] for a in accounts} == {"bridge-opens-again", SLUG}
    assert all("body_html" not in a and "revisions" not in a for a in accounts)


def test_words_are_those_of_the_draft_else_of_the_newest_revision(ferry: Newsroom) -> None:
    words = ferry.app.library.words
    assert words("bridge-opens-again") == BRIDGE
    assert words(SLUG) == ONE
    assert words(SLUG, State(1)) == FERRY
    with pytest.raises(NotFound, match="holds no words of revision 7"):
        words(SLUG, State(7))


def test_a_revision_is_read_as_it_stands_today(ferry: Newsroom) -> None:
    public = ferry.app.library.public(SLUG)
    first = ferry.app.library.at(public, 1)
    assert (first.content, first.number, first.revised) == (FERRY, 1, NOW)
    assert [note.text for note in first.notes] == ["It stops at one."]
    for number in (0, 3, -1):
        with pytest.raises(NotFound, match=f"no revision {number}"):
            ferry.app.library.at(public, number)
