"""Does who reads old words read first what was corrected since, and find them not by chance?"""

from dataclasses import replace

import pytest

from syndicate.domain.articles import Kind, PastRevision
from syndicate.domain.publication import Declared
from syndicate.domain.stories import Story
from tests.web.newsroom import FERRY, NOW, Newsroom, with_body

SLUG = "ferry-stops-at-noon"
PAGE = f"/articles/{SLUG}"
CORRECTION = "It stopped at ten, not at nine."
OLD = ("revisions/1", "revisions/2", "diff/1...2", "diff/2...1", "diff/1...3", "diff/3...1")


@pytest.fixture
def ferry(newsroom: Newsroom) -> Newsroom:
    """Publish an article of four revisions, the last two a correction and a forced minor one."""
    newsroom.publish(with_body(FERRY, "The ferry stopped at nine."))
    newsroom.update(SLUG, with_body(FERRY, "The ferry stopped at nine sharp."), "Sharp.")
    newsroom.update(
        SLUG, with_body(FERRY, "The ferry stopped at ten."), CORRECTION, Kind.CORRECTION
    )
    told = with_body(FERRY, "The ferry stopped at ten, it is said.")
    newsroom.app.revise(SLUG, told, Declared(kind=Kind.MINOR), force="house style")
    return newsroom


@pytest.mark.parametrize("target", OLD)
def test_the_correction_stands_above_old_words_which_are_not_to_be_found(
    ferry: Newsroom, target: str
) -> None:
    page = ferry.visitor.get(f"{PAGE}/{target}").text
    assert '<meta name="robots" content="noindex">' in page
    assert page.index(CORRECTION) < page.index("The ferry stopped at")


def test_two_revisions_are_compared_in_either_order(ferry: Newsroom) -> None:
    forth = ferry.visitor.get(f"{PAGE}/diff/1...3").text
    back = ferry.visitor.get(f"{PAGE}/diff/3...1").text
    assert "<del>nine</del> <ins>ten</ins>" in forth
    assert "<del>ten</del> <ins>nine</ins>" in back


def test_the_reason_for_a_forced_minor_change_is_in_the_history(ferry: Newsroom) -> None:
    assert "house style" in ferry.visitor.get(f"{PAGE}/history").text
    assert "house style" in ferry.visitor.get(f"{PAGE}/history.json").text


def test_a_revision_that_was_never_supplied_is_listed(newsroom: Newsroom) -> None:
    past = (
        PastRevision(kind=Kind.ORIGINAL, at=NOW.replace(year=2025)),
        PastRevision(kind=Kind.UPDATE, note="With comments.", at=NOW),
    )
    newsroom.app.publish(newsroom.app.ingest(Story(content=FERRY, past=past), announce=False))
    history = newsroom.visitor.get(f"{PAGE}/history").text
    assert "Revision 1" in history
    assert "The text of this revision was never supplied." in history
    assert '"held":false' in newsroom.visitor.get(f"{PAGE}/history.json").text


@pytest.mark.parametrize("target", ["history", *OLD])
def test_a_retracted_articles_past_shows_notes_only(ferry: Newsroom, target: str) -> None:
    ferry.app.revise.withdraw(SLUG, Kind.RETRACTION, "Nobody had seen it.")
    page = ferry.visitor.get(f"{PAGE}/{target}").text
    assert "Nobody had seen it." in page
    assert "The ferry stopped at" not in page
    assert '<meta name="robots" content="noindex">' in page


def test_a_retracted_articles_feed_of_revisions_shows_notes_only(ferry: Newsroom) -> None:
    other = replace(with_body(FERRY, "It never stopped."), headline="Ferry never stops")
    ferry.update(SLUG, other, "Everything is different.", Kind.CORRECTION)
    ferry.app.revise.withdraw(SLUG, Kind.RETRACTION, "Nobody had seen it.")
    for suffix in ("atom", "rss", "json"):
        feed = ferry.visitor.get(f"{PAGE}/revisions.{suffix}").text
        assert "Nobody had seen it." in feed
        assert "The ferry stopped at" not in feed
        assert FERRY.headline not in feed


def test_revisions_link_to_each_other(ferry: Newsroom) -> None:
    page = ferry.visitor.get(f"{PAGE}/revisions/2").text
    base = f"https://harbour.example{PAGE}"
    for relation, target in {
        "predecessor-version": f"{base}/revisions/1",
        "successor-version": f"{base}/revisions/3",
        "latest-version": base,
        "version-history": f"{base}/history",
    }.items():
        assert f'<link rel="{relation}" href="{target}">' in page
