"""With public_history = "notes", is the past told, and none of its words shown?"""

from pathlib import Path

import pytest

from syndicate.domain.articles import Kind
from syndicate.errors import SettingsFault
from tests.web.newsroom import FERRY, Newsroom, newsroom_of, settings_in, with_body

SLUG = "ferry-stops-at-noon"
PAGE = f"/articles/{SLUG}"
FEEDS = [f"{PAGE}/revisions.{suffix}" for suffix in ("atom", "rss", "json")]
OLD = "The ferry to the island stops at noon on Sunday."


@pytest.fixture
def notes(settings_file: Path) -> Path:
    """Publish three revisions in full, look at everything, then let only notes be shown."""
    with newsroom_of(settings_file) as newsroom:
        newsroom.publish(FERRY)
        newsroom.update(SLUG, with_body(FERRY, "It stops at one."), "With the new hour.")
        told = with_body(FERRY, "It stops at two.")
        newsroom.update(SLUG, told, "It was the wrong hour.", Kind.CORRECTION)
        for target in [*FEEDS, "/feeds/all.atom", "/feeds/corrections.atom"]:
            assert newsroom.visitor.get(target).status == 200
        assert OLD in newsroom.visitor.get(FEEDS[0]).text
    text = settings_file.read_text()
    settings_file.write_text(f'{text}[changes]\npublic_history = "notes"\n')
    return settings_file


def test_the_words_of_revisions_and_what_changed_are_not_found(notes: Path) -> None:
    with newsroom_of(notes) as newsroom:
        hidden = [f"revisions/{n}" for n in (1, 2, 3)] + ["diff/1...2", "diff/3...1", "diff/1...3"]
        hidden += [f"revisions/{n}.json" for n in (1, 2)]
        for target in hidden:
            assert newsroom.visitor.get(f"{PAGE}/{target}").status == 404, target


def test_the_history_tells_kinds_instants_and_notes(notes: Path) -> None:
    with newsroom_of(notes) as newsroom:
        page = newsroom.visitor.get(f"{PAGE}/history").text
        told = newsroom.visitor.get(f"{PAGE}/history.json").text
    for said in ("With the new hour.", "It was the wrong hour."):
        assert said in page
        assert said in told
    assert 'datetime="2026-03-02T09:00:00Z"' in page
    assert '"public_history":"notes"' in told
    for leads in ("/revisions/1", "/diff/", "never supplied"):
        assert leads not in page
        assert leads not in told


def test_feeds_made_before_no_longer_tell_the_words(notes: Path) -> None:
    with newsroom_of(notes) as newsroom:
        for target in FEEDS:
            feed = newsroom.visitor.get(target)
            assert feed.status == 200
            assert "It was the wrong hour." in feed.text
            assert OLD not in feed.text
            assert "/history#revision-3" in feed.text
            assert f"{SLUG}/revisions/" not in feed.text


def test_no_feed_or_page_leads_to_what_is_not_shown(notes: Path) -> None:
    with newsroom_of(notes) as newsroom:
        for target in (PAGE, "/feeds/all.atom", "/feeds/corrections.json", "/", "/corrections"):
            answer = newsroom.visitor.get(target).text
            assert f"{SLUG}/revisions/" not in answer, target
            assert "predecessor-version" not in answer, target


def test_the_newest_words_are_public_on_their_page_and_can_be_proved(notes: Path) -> None:
    with newsroom_of(notes) as newsroom:
        assert "It stops at two." in newsroom.visitor.get(PAGE).text
        assert "It stops at two." in newsroom.visitor.get(f"{PAGE}/revisions/3.json").text


def test_set_back_to_full_everything_is_shown_again(notes: Path) -> None:
    notes.write_text(notes.read_text().replace('"notes"', '"full"'))
    with newsroom_of(notes) as newsroom:
        assert OLD in newsroom.visitor.get(FEEDS[0]).text
        assert OLD in newsroom.visitor.get(f"{PAGE}/revisions/1").text
        assert newsroom.visitor.get(f"{PAGE}/diff/1...2").status == 200


def test_it_is_set_in_full_unless_said_otherwise(newsroom: Newsroom, tmp_path: Path) -> None:
    newsroom.publish(FERRY)
    assert newsroom.visitor.get(f"{PAGE}/revisions/1").status == 200
    place = settings_in(tmp_path, "sqlite:///x", '[changes]\npublic_history = "none"\n')
    with (
        pytest.raises(SettingsFault, match="public_history = "),
        newsroom_of(place),
    ):
        pass
