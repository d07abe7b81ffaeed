"""Do the main feeds announce major corrections and retractions by entries of their own?

As feedparser reads them: the oldest of the libraries that feed readers are made of.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import feedparser
import pytest
from lxml import html

from syndicate.domain.articles import Kind, Severity
from syndicate.domain.feeds import FeedFormat
from syndicate.domain.notice_entries import notice_urn
from syndicate.domain.notices import Asked
from syndicate.domain.publication import Declared
from tests.web.consumer import read
from tests.web.newsroom import FERRY, Newsroom, newsroom_of, settings_in, with_body

SLUG = "ferry-stops-at-noon"
NOTE = "The ferry stops at one, not at noon."
MAIN = ("all", "sections/harbour", "tags/ferries", "authors/ines-calder")
XML = (FeedFormat.ATOM, FeedFormat.RSS)


@pytest.fixture
def ferry(newsroom: Newsroom) -> Newsroom:
    """Publish an article, an hour ago."""
    newsroom.publish(FERRY)
    newsroom.later(hours=1)
    return newsroom


def correct(
    newsroom: Newsroom,
    note: str = NOTE,
    severity: Severity | None = Severity.MAJOR,
    asked: Asked = Asked(),  # noqa: B008 - frozen
) -> None:
    body = with_body(FERRY, f"The ferry to the island stops at one. {newsroom.clock.now():%H%M}")
    declared = Declared(kind=Kind.CORRECTION, note=note, severity=severity)
    newsroom.app.revise(SLUG, body, declared, asked=asked)


def entries(newsroom: Newsroom, name: str = "all", format_: FeedFormat = XML[0]) -> dict[str, Any]:
    """Return a feed's entries by id, as feedparser has them."""
    read = feedparser.parse(newsroom.visitor.get(f"/feeds/{name}.{format_}").body)
    assert not read.bozo
    return {entry.id: entry for entry in read.entries}


def path_of(link: str) -> str:
    """Return what a browser asks for: the path, without the fragment."""
    return urlsplit(link).path


def urn(newsroom: Newsroom, number: int = 2) -> str:
    with newsroom.app.store.read() as tx:
        return notice_urn(tx.articles.by_slug(SLUG).id, number)


@pytest.mark.parametrize("format_", XML)
@pytest.mark.parametrize("name", MAIN)
def test_a_major_correction_is_announced_beside_its_article(
    ferry: Newsroom, name: str, format_: FeedFormat
) -> None:
    correct(ferry)
    found = entries(ferry, name, format_)
    assert len(found) == 2
    notice = found[urn(ferry)]
    assert notice.title == "Correction: Ferry stops at noon"
    assert notice.link == f"https://harbour.example/articles/{SLUG}#note-2"
    assert NOTE in notice.content[0].value
    assert "The ferry to the island" not in notice.content[0].value
    assert notice.published_parsed[:5] == notice.updated_parsed[:5] == (2026, 3, 2, 10, 0)


def test_it_leads_to_its_note_on_the_articles_page(ferry: Newsroom) -> None:
    correct(ferry)
    correct(ferry, "The last ferry is the one at one.")
    page, named = entries(ferry)[urn(ferry)].link.split("#")
    shown: html.HtmlElement = html.fromstring(ferry.visitor.get(path_of(page)).body)
    (note,) = (each for each in shown.find_class("note") if each.get("id") == named)
    assert NOTE in note.text_content()
    assert "last ferry" not in note.text_content()


@pytest.mark.parametrize("format_", XML)
def test_some_readers_know_entries_by_their_links_so_no_two_have_the_same(
    ferry: Newsroom, format_: FeedFormat
) -> None:
    correct(ferry)
    correct(ferry, "The last ferry is the one at one.")
    ferry.app.revise.withdraw(SLUG, Kind.RETRACTION, "The schedule was invented.")
    links = [entry.link for entry in entries(ferry, format_=format_).values()]
    assert len(links) == len(set(links)) == 4


def test_it_leads_on_when_its_article_moves(ferry: Newsroom) -> None:
    correct(ferry)
    before = entries(ferry)[urn(ferry)].link
    ferry.app.revise.rename(SLUG, "the-ferry")
    assert entries(ferry)[urn(ferry)].link == "https://harbour.example/articles/the-ferry#note-2"
    moved = ferry.visitor.get(path_of(before))  # and browsers keep the fragment (RFC 9110 §10.2.2)
    assert (moved.status, moved.headers["location"]) == (301, "/articles/the-ferry")


@pytest.mark.parametrize("how", ["takedown", "unpublish"])
def test_a_link_that_was_kept_leads_to_the_truth_when_its_article_is_gone(
    ferry: Newsroom, how: str
) -> None:
    correct(ferry)
    before = entries(ferry)[urn(ferry)].link
    if how == "takedown":
        ferry.app.revise.withdraw(SLUG, Kind.TAKEDOWN, "By order.")
    else:
        ferry.app.revise.unpublish(SLUG)
    answer = ferry.visitor.get(path_of(before))
    assert answer.status == 410
    assert NOTE not in answer.text


def test_it_is_announced_in_json_feeds_too(ferry: Newsroom) -> None:
    correct(ferry)
    items = json.loads(ferry.visitor.get("/feeds/all.json").body)["items"]
    (notice,) = [item for item in items if item["id"] == urn(ferry)]
    assert notice["title"] == "Correction: Ferry stops at noon"
    assert notice["url"] == f"https://harbour.example/articles/{SLUG}#note-2"
    assert notice["date_published"] == notice["date_modified"] == "2026-03-02T10:00:00Z"
    assert notice["_syndicate"]["kind"] == "correction"
    assert [note["severity"] for note in notice["_syndicate"]["notes"]] == ["major"]


def test_the_corrections_feed_has_the_correction_once(ferry: Newsroom) -> None:
    correct(ferry)
    assert urn(ferry) not in entries(ferry, "corrections")
    assert len(entries(ferry, "corrections")) == 1


def test_a_lesser_correction_is_told_by_its_article_alone(ferry: Newsroom) -> None:
    correct(ferry, severity=Severity.MINOR)
    assert len(entries(ferry)) == 1


def test_a_retraction_is_announced_until_it_is_taken_back(ferry: Newsroom) -> None:
    ferry.app.revise.withdraw(SLUG, Kind.RETRACTION, "The schedule was invented.")
    assert entries(ferry)[urn(ferry)].title == "Retracted: Ferry stops at noon"
    ferry.later(hours=1)
    ferry.app.revise.reinstate(SLUG, "It was true after all.")
    assert urn(ferry) not in entries(ferry)


def test_the_wrong_words_are_not_repeated(ferry: Newsroom) -> None:
    correct(ferry, asked=Asked(wrong=("at noon",)))
    notice = entries(ferry)[urn(ferry)]
    assert "noon" not in f"{notice.title}{notice.content[0].value}{notice.summary}"
    assert notice.title == "Correction: Ferry stops […]"


def test_the_wrong_words_may_be_repeated_where_the_editor_says_so(ferry: Newsroom) -> None:
    correct(ferry, asked=Asked(wrong=("at noon",), repeat_error=True))
    assert NOTE in entries(ferry)[urn(ferry)].content[0].value


@pytest.mark.parametrize("how", ["takedown", "unpublish"])
@pytest.mark.parametrize("format_", FeedFormat)
def test_no_announcement_outlives_its_article(
    ferry: Newsroom, how: str, format_: FeedFormat
) -> None:
    correct(ferry)
    ferry.later(hours=1)
    if how == "takedown":
        ferry.app.revise.withdraw(SLUG, Kind.TAKEDOWN, "By order.")
    else:
        ferry.app.revise.unpublish(SLUG)
    for name in MAIN[:2]:
        answer = ferry.visitor.get(f"/feeds/{name}.{format_}")
        has_tombstones = answer.status == 200 and format_ is not FeedFormat.RSS
        assert urn(ferry) not in (read(answer).entries if has_tombstones else answer.text)
        assert NOTE not in answer.text


def test_a_redacted_note_is_announced_no_more(ferry: Newsroom) -> None:
    correct(ferry)
    ferry.app.revise.redact(SLUG, 2, "privacy")
    assert urn(ferry) not in entries(ferry)


def test_an_announcement_keeps_its_bytes_while_its_article_goes_on(ferry: Newsroom) -> None:
    correct(ferry)
    before = entries(ferry)[urn(ferry)]
    ferry.later(hours=1)
    ferry.update(SLUG, with_body(FERRY, "The ferry has sunk."), "It sank.")
    assert entries(ferry)[urn(ferry)] == before


@pytest.mark.parametrize("format_", FeedFormat)
def test_the_feed_is_not_the_one_a_reader_had_before(ferry: Newsroom, format_: FeedFormat) -> None:
    target = f"/feeds/all.{format_}"
    before = ferry.visitor.get(target).headers
    correct(ferry)
    known = {"if_none_match": before["etag"], "if_modified_since": before["last-modified"]}
    after = ferry.visitor.get(target, **known)
    assert after.status == 200
    assert after.headers["last-modified"] == "Mon, 02 Mar 2026 10:00:00 GMT"
    assert ferry.visitor.get(target, if_none_match=after.headers["etag"]).status == 304


def test_the_front_page_lists_the_article_once(ferry: Newsroom) -> None:
    correct(ferry)
    assert [reading.slug for reading in ferry.app.showcase.front()] == [SLUG]


def test_what_is_told_beforehand_is_what_happens(ferry: Newsroom) -> None:
    for severity in (Severity.MINOR, Severity.MAJOR):
        declared = Declared(kind=Kind.CORRECTION, note=NOTE, severity=severity)
        told = ferry.app.rehearse(SLUG, with_body(FERRY, "It stops at one."), declared)
        assert told.notice_entry is (severity is Severity.MAJOR)


@contextmanager
def under(folder: Path, url: str, more: str) -> Iterator[Newsroom]:
    with newsroom_of(settings_in(folder, url, more)) as newsroom:
        yield newsroom


def test_settings_switch_announcements_off_and_on_again(tmp_path: Path, database_url: str) -> None:
    off = "[changes]\nnotice_entries = false\n"
    with under(tmp_path, database_url, off) as newsroom:
        newsroom.publish(FERRY)
        newsroom.later(hours=1)
        correct(newsroom)
        assert len(entries(newsroom)) == 1
    with under(tmp_path, database_url, "") as newsroom:
        assert len(entries(newsroom)) == 2
    with under(tmp_path, database_url, off) as newsroom:
        assert len(entries(newsroom)) == 1
