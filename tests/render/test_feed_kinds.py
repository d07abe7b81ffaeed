"""What do feeds tell of each kind of change, and of single revisions?"""

import json
from dataclasses import replace
from typing import Any

import pytest

from syndicate.domain.articles import Kind
from syndicate.domain.changes import FeedText
from syndicate.domain.feeds import FeedFormat, revision_urn
from syndicate.domain.readings import Reading
from syndicate.render.feed_documents import FeedRenderer
from tests.render.feed_samples import CONTENT, HOUR, MORNING, SITE, History, original, told

RENDERER = FeedRenderer(SITE)
ARTICLE = "https://estuary.example/articles/ferry-and-tram"
WITH_NOTES = (Kind.UPDATE, Kind.CORRECTION, Kind.CLARIFICATION, Kind.EDITORS_NOTE)


def entry(reading: Reading) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(RENDERER.entry(reading, FeedFormat.JSON))
    return read


def revision_entry(reading: Reading) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(RENDERER.revision_entry(reading, FeedFormat.JSON))
    return read


@pytest.mark.parametrize("kind", WITH_NOTES)
def test_the_note_of_a_change_stands_in_the_content(kind: Kind) -> None:
    content = entry(told(kind).read())["content_html"]
    assert f'class="note note-{kind}"' in content
    assert f"This is a note of kind {kind}." in content
    assert content.index("Originally published") > content.index("This is a note")


def test_an_editors_note_stands_above_the_text() -> None:
    content = entry(told(Kind.EDITORS_NOTE).read())["content_html"]
    assert content.index("This is a note") < content.index("One ticket")


def test_a_minor_edit_leaves_no_note() -> None:
    assert entry(told(Kind.MINOR).read())["_syndicate"]["notes"] == []


def test_what_never_had_a_headline_is_not_called_removed() -> None:
    assert entry(original(replace(CONTENT, headline="")))["title"] == "ferry-and-tram"


def test_a_retraction_replaces_the_text_and_says_so_in_the_title() -> None:
    retracted = entry(told(Kind.RETRACTION).read())
    assert retracted["title"] == f"Retracted: {CONTENT.headline}"
    assert "This is a note of kind retraction." in retracted["content_html"]
    assert "One ticket" not in json.dumps(retracted)
    assert "image" not in retracted
    assert retracted["id"] == told(Kind.ORIGINAL).read().urn


def test_a_retraction_whose_text_is_gone_still_shows_its_notice() -> None:
    history = History().then(Kind.ORIGINAL).then(Kind.RETRACTION, None, "It was made up.")
    retracted = entry(history.read())
    assert "It was made up." in retracted["content_html"]
    assert retracted["title"] == "Retracted (2)"


@pytest.mark.parametrize("format_", list(FeedFormat))
def test_a_retracted_text_is_not_linked_to(format_: FeedFormat) -> None:
    retracted = RENDERER.entry(told(Kind.RETRACTION).read(), format_, predecessor=1)
    assert b"predecessor" not in retracted


@pytest.mark.parametrize("format_", list(FeedFormat))
def test_a_takedown_leaves_nothing_of_title_slug_people_and_words(format_: FeedFormat) -> None:
    reading = told(Kind.TAKEDOWN).read()
    neutral = RENDERER.entry(reading, format_, predecessor=1)
    for word in (b"Ferr", b"ferry", b"Okafor", b"Town", b"ticket", b"note of kind"):
        assert word not in neutral
    assert reading.urn.encode() in neutral
    assert f"https://estuary.example/id/{reading.id}".encode() in neutral
    assert b"This article has been removed." in neutral


def test_a_takedown_moves_updated_so_that_readers_look_again() -> None:
    assert entry(told(Kind.TAKEDOWN).read())["date_modified"] == "2026-03-02T07:30:00Z"


def test_a_head_whose_text_was_redacted_is_told_neutrally() -> None:
    redacted = entry(replace(told(Kind.UPDATE).read(), content=None))
    assert redacted["title"] == "This article has been removed."


def test_a_revision_has_an_entry_of_its_own() -> None:
    reading = told(Kind.CORRECTION).read(2)
    own = revision_entry(reading)
    assert own["id"] == revision_urn(reading.id, 2) != reading.urn
    assert own["url"] == f"{ARTICLE}/revisions/2"
    assert own["title"] == f"Correction: {CONTENT.headline}"
    assert own["_syndicate"]["article"] == reading.urn


def test_a_revisions_entry_is_dated_when_readers_first_saw_it() -> None:
    history = told(Kind.MINOR).then(Kind.UPDATE, note="More.")
    dates = [revision_entry(history.read(number))["date_published"] for number in (1, 2, 3)]
    hours = [MORNING, MORNING + HOUR, MORNING + 2 * HOUR]
    assert dates == [f"{at:%Y-%m-%dT%H:%M:%SZ}" for at in hours]


def test_a_revisions_entry_holds_its_own_note_and_its_text() -> None:
    history = told(Kind.CORRECTION).then(Kind.UPDATE, note="More.")
    content = revision_entry(history.read(2))["content_html"]
    assert "This is a note of kind correction." in content
    assert "More." not in content
    assert "One ticket is enough." in content


def test_a_revisions_entry_points_to_what_came_before_and_after() -> None:
    own = RENDERER.revision_entry(told(Kind.UPDATE).read(2), FeedFormat.ATOM).decode()
    assert f'rel="predecessor-version" href="{ARTICLE}/revisions/1"' in own
    assert f'rel="latest-version" href="{ARTICLE}"' in own


def test_a_revision_that_was_never_held_says_so() -> None:
    history = History().then(Kind.ORIGINAL, None).then(Kind.UPDATE, note="With comments.")
    own = revision_entry(history.read(1))
    assert own["title"] == "Published (1)"
    assert own["content_html"] == "<p>The text of this revision is not held here.</p>"


@pytest.mark.parametrize("number", [1, 2])
def test_a_retracted_articles_revisions_show_notes_only(number: int) -> None:
    own = revision_entry(told(Kind.RETRACTION).read(number))
    assert "This is a note of kind retraction." in own["content_html"]
    assert "One ticket" not in json.dumps(own)


@pytest.mark.parametrize("number", [1, 2])
def test_a_taken_down_articles_revisions_are_neutral(number: int) -> None:
    reading = told(Kind.TAKEDOWN).read(number)
    own = revision_entry(reading)
    assert own["id"] == revision_urn(reading.id, number)
    assert own["title"] == "This article has been removed."
    assert "ferry" not in json.dumps(own)


def test_a_revision_of_a_story_in_german_is_announced_in_german() -> None:
    content = replace(CONTENT, language="de", headline="Ein Ticket für beide")
    history = History().then(Kind.ORIGINAL, content).then(Kind.CLARIFICATION, content, "Genauer.")
    assert revision_entry(history.read(2))["title"] == "Klarstellung: Ein Ticket für beide"


def test_feeds_of_a_withdrawn_text_carry_the_neutral_sentence_whatever_the_policy_says() -> None:
    reading = replace(told(Kind.UPDATE).read(), feed_text=FeedText.NEUTRAL)
    assert entry(reading)["content_html"] == "<p>This article has been removed.</p>"
