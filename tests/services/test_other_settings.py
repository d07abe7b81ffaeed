"""Do feeds tell what the settings say now, whatever they said when entries were rendered?"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from syndicate.domain.articles import Kind
from syndicate.domain.feeds import FeedFormat
from syndicate.domain.settled import WRITTEN, settled
from tests.web.newsroom import FERRY, Newsroom, newsroom_of, settings_in, with_body

ONE = with_body(FERRY, "The ferry to the island stops at one on Sunday.")
SLUG = "ferry-stops-at-noon"
FEEDS = [f"/feeds/{name}" for name in ("all", "sections/harbour", "corrections")]
FEEDS.append(f"/articles/{SLUG}/revisions")
TOP = '[changes.update]\nnote = "top"\nin_corrections = true\n'

Opened = Callable[..., AbstractContextManager[Newsroom]]


@pytest.fixture
def opened(database_url: str, tmp_path: Path) -> Opened:
    """Give what opens the same site under settings of its own, as one process would."""

    @contextmanager
    def open_(host: str = "harbour", more: str = "") -> Iterator[Newsroom]:
        place = settings_in(tmp_path, database_url, more)
        told = place.read_text(encoding="utf-8")
        place.write_text(told.replace("harbour.example", f"{host}.example"), encoding="utf-8")
        with newsroom_of(place) as newsroom:
            yield newsroom

    return open_


@pytest.fixture
def site(opened: Opened) -> Opened:
    """Publish, update and correct an article, and look at its feeds."""
    with opened() as newsroom:
        newsroom.publish(FERRY)
        newsroom.update(SLUG, ONE, "It stops at one.")
        newsroom.update(SLUG, FERRY, "It stops at noon.", Kind.CORRECTION)
        shown(newsroom)
    return opened


def shown(newsroom: Newsroom) -> list[str]:
    return [
        newsroom.visitor.get(f"{feed}.{format_}").text for feed in FEEDS for format_ in FeedFormat
    ]


def test_a_site_that_moved_serves_feeds_of_its_new_address(site: Opened) -> None:
    with site("quay") as newsroom:
        feeds = shown(newsroom)
    assert all("quay.example" in feed for feed in feeds)
    assert not any("harbour.example" in feed for feed in feeds)


def test_a_site_that_moved_publishes_under_its_new_address(site: Opened) -> None:
    with site("quay") as newsroom:
        newsroom.publish(with_body(FERRY, "Another story, of another boat."))
        assert "harbour.example" not in newsroom.visitor.get("/feeds/all.atom").text


def test_feeds_under_other_settings_have_a_later_date(site: Opened) -> None:
    with site() as newsroom:
        before = newsroom.visitor.get("/feeds/all.atom").headers["last-modified"]
    with site("quay") as newsroom:
        newsroom.later(seconds=1)
        assert newsroom.visitor.get("/feeds/all.atom").headers["last-modified"] > before


def test_another_policy_places_notes_and_lists_corrections_anew(site: Opened) -> None:
    with site(more=TOP) as newsroom:
        content = newsroom.visitor.get("/feeds/all.json").text
        corrections = newsroom.visitor.get("/feeds/corrections.atom").text
    assert content.index("It stops at one.") < content.index("to the island")
    assert corrections.count("<entry") == 2


def test_what_a_process_of_the_old_settings_still_renders_does_not_stay(site: Opened) -> None:
    with site() as old, site("quay") as new:
        shown(new)
        old.update(SLUG, ONE, "It stops at one.")
        new.app.store.touch()
        assert not any("harbour.example" in feed for feed in shown(new))


def test_what_an_older_program_kept_is_written_anew(site: Opened) -> None:
    with site() as newsroom:
        app = newsroom.app
        with app.store.write() as tx:
            newest = tx.documents.get("all", FeedFormat.ATOM)
            assert newest is not None
            tx.renderings.begin_anew(settled(app.site, app.policy, WRITTEN - 1))
            older = replace(newest, body=b"<older/>", etag="older")
            tx.documents.put([older], tx.documents.previous(["all"]))
        assert newsroom.visitor.get("/feeds/all.atom").body == newest.body


def test_the_same_settings_leave_everything_as_it_was(site: Opened) -> None:
    with site() as newsroom:
        before = newsroom.app.store.generation
        shown(newsroom)
        assert newsroom.app.store.generation == before


def test_the_corrections_feed_tells_of_a_takedown_where_that_is_asked_for(opened: Opened) -> None:
    with opened(more="[changes.takedown]\nin_corrections = true\n") as newsroom:
        newsroom.publish(FERRY)
        article = newsroom.app.revise.withdraw(SLUG, Kind.TAKEDOWN, "By order of the court.")
        corrections = shown(newsroom)[2 * len(FeedFormat) : 3 * len(FeedFormat)]
    for feed in corrections:
        assert article.urn in feed
        assert "By order of the court." not in feed
        assert "erry" not in feed


def test_the_corrections_feed_does_not_tell_of_a_takedown_unasked(opened: Opened) -> None:
    with opened() as newsroom:
        newsroom.publish(FERRY)
        article = newsroom.app.revise.withdraw(SLUG, Kind.TAKEDOWN, "By order of the court.")
        assert not any(article.urn in feed for feed in shown(newsroom)[2 * len(FeedFormat) :])
