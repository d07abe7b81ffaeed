"""What readers see of one article: its words, its notes, its past."""

from dataclasses import replace

import pytest

from syndicate.domain.articles import Related
from syndicate.errors import NotFound
from tests.render.page_reading import element, elements, text, texts
from tests.render.page_samples import (
    BRIDGE,
    HEBREW,
    NOTED,
    PAGES,
    PASTED,
    REDACTED,
    RETRACTED,
    TAKEN_DOWN,
    WELL,
)

ARTICLES = PAGES.articles


def test_an_article_tells_where_who_and_when() -> None:
    opening = text(ARTICLES.article(BRIDGE.reading()), "//header[@class='opening']")
    assert "Town & Harbor Harbor bridge shut after inspectors find cracked bearings" in opening
    assert "By Ines Calder and Tomas Reyl PORT MERROW" in opening
    assert "Published March 3, 2026, 9:05 a.m. EST Updated March 3, 2026, 11:05 a.m." in opening


def test_times_are_told_to_machines_too() -> None:
    page = ARTICLES.article(BRIDGE.reading())
    assert '<time datetime="2026-03-03T14:05:00Z">March 3, 2026, 9:05 a.m. EST</time>' in page


def test_notes_stand_newest_first_and_originally_published_last() -> None:
    notes = texts(ARTICLES.article(BRIDGE.reading()), "//*[contains(@class, 'note ')]")
    assert [note.split()[0] for note in notes] == ["Correction", "Updated", "Originally"]


def test_a_note_on_the_premise_stands_above_the_text() -> None:
    page = ARTICLES.article(NOTED.reading())
    prose = text(page, "//div[@class='prose']")
    assert prose.startswith("Editor’s note")
    assert prose.endswith("Originally published March 3, 2026, 9:05 a.m. EST")


def test_a_picture_without_an_address_is_a_caption_block_alone() -> None:
    with_address, without = elements(ARTICLES.article(BRIDGE.reading()), "//figure")
    assert len(with_address.findall("img")) == 1
    assert without.findall("img") == []
    assert "Commuters at the east landing. (Reader picture)" in without.text_content()


def test_a_related_headline_without_an_address_is_no_link() -> None:
    page = ARTICLES.article(BRIDGE.reading())
    known, unknown = elements(page, "//section[@class='related']//li")
    assert len(known.findall("a")) == 1
    assert unknown.findall("a") == []
    assert unknown.text == "From 2019: The bridge that nobody painted"


def test_contributors_tags_history_and_feeds_are_linked() -> None:
    page = ARTICLES.article(BRIDGE.reading())
    assert "Wen Adair (special correspondent, Gull Island)" in page
    for path in (
        "/tags/port-authority",
        "/authors/ines-calder",
        "/articles/harbor-bridge-shut/history",
        "/articles/harbor-bridge-shut/revisions.json",
    ):
        assert f'href="{path}"' in page


def test_an_article_without_past_shows_no_update() -> None:
    reading = BRIDGE.reading()
    unchanged = replace(reading, updated=reading.first_published, notes=())
    assert "Updated" not in text(ARTICLES.article(unchanged))


def test_an_article_with_nothing_but_a_headline_can_be_shown() -> None:
    reading = PASTED.reading()
    assert reading.content
    bare = replace(reading, content=replace(reading.content, section="", body_html=""))
    assert "Night market stays until June" in text(ARTICLES.article(bare))


def test_an_article_in_another_language_is_marked_as_such() -> None:
    story = element(ARTICLES.article(HEBREW.reading()), "//article")
    assert (story.get("lang"), story.get("dir")) == ("he", "rtl")


def test_a_retracted_article_keeps_its_text_under_the_notice() -> None:
    page = ARTICLES.article(RETRACTED.reading())
    prose = text(page, "//div[@class='prose']")
    assert prose.startswith("Retracted March 3, 2026, 10:05 a.m. EST: The picture this report")
    assert "More will follow." in prose
    assert "Retracted" in text(page, "//header[@class='opening']")


def test_an_earlier_revision_says_so_and_leads_to_the_newest() -> None:
    page = ARTICLES.revision(BRIDGE.reading(2), BRIDGE.history)
    banner = text(page, "//aside[@class='banner']")
    assert banner.startswith("You are reading revision 2 of 3.")
    assert 'rel="canonical" href="https://courier.example/articles/harbor-bridge-shut"' in page
    assert 'href="/articles/harbor-bridge-shut/diff/2...3"' in page


def test_an_earlier_revision_carries_the_later_correction_above_its_text() -> None:
    prose = text(ARTICLES.revision(BRIDGE.reading(1), BRIDGE.history), "//div[@class='prose']")
    assert prose.startswith("Correction March 3, 2026, 11:05 a.m. EST: An earlier version said")
    assert "cracks in all of its bearings" in prose


def test_the_newest_revision_says_that_it_is() -> None:
    page = ARTICLES.revision(BRIDGE.reading(), BRIDGE.history)
    assert "You are reading revision 3, the newest." in text(page)


def test_a_revision_that_was_never_supplied_says_so() -> None:
    page = ARTICLES.revision(PASTED.reading(1), PASTED.history)
    assert "The text of this revision was never supplied." in text(page)
    assert "This article was updated with comments" in text(page)


def test_an_older_revision_of_a_retracted_article_shows_the_notice_only() -> None:
    page = ARTICLES.revision(RETRACTED.reading(1), RETRACTED.history)
    assert "More will follow." not in page
    assert "The picture this report rests on" in text(page)


def test_the_history_lists_revisions_newest_first_with_what_can_be_read() -> None:
    page = ARTICLES.history(BRIDGE.history)
    which = texts(page, "//h2[@class='which']")
    assert which == ["Revision 3 Correction", "Revision 2 Updated", "Revision 1 Published"]
    assert 'href="/articles/harbor-bridge-shut/diff/2...3"' in page
    assert 'href="/articles/harbor-bridge-shut/revisions/1"' in page


def test_the_history_shows_minor_edits_too() -> None:
    assert "Revision 3 Edited" in text(ARTICLES.history(WELL.history))


def test_the_history_says_what_was_redacted_and_why() -> None:
    history = text(ARTICLES.history(REDACTED.history))
    assert "The text of this revision was removed March 3, 2026" in history
    assert "(reason: privacy)" in history


def test_a_retracted_articles_history_tells_notes_but_leads_to_no_words() -> None:
    page = ARTICLES.history(RETRACTED.history)
    assert "The picture this report rests on" in page
    assert "/diff/" not in page
    assert "/revisions/1" not in page


def test_a_comparison_marks_words_and_folds_what_stayed() -> None:
    page = ARTICLES.diff(BRIDGE.reading(), BRIDGE.history, 1, 3)
    assert "cracks in <del>all</del> <ins>four</ins> of its bearings" in page
    assert "Paragraphs without a change: 6" in text(page)
    assert "Words added: 16 Words removed: 2" in text(page)


def test_a_comparison_carries_the_current_notes() -> None:
    page = ARTICLES.diff(BRIDGE.reading(), BRIDGE.history, 1, 2)
    assert "Correction March 3, 2026, 11:05 a.m. EST:" in text(page)
    assert 'rel="next" href="/articles/harbor-bridge-shut/diff/2...3"' in page


def test_a_comparison_with_words_that_are_not_held_says_so() -> None:
    page = ARTICLES.diff(PASTED.reading(), PASTED.history, 1, 2)
    assert "The text of this revision was never supplied." in text(page)
    assert "Night market stays until June: that much" not in page


def test_revisions_that_differ_in_no_word_say_so() -> None:
    page = ARTICLES.diff(NOTED.reading(), NOTED.history, 1, 2)
    assert "No word differs between these revisions." in text(page)


@pytest.mark.parametrize(("older", "newer"), [(1, 9), (0, 1), (2, 2)])
def test_only_two_revisions_that_exist_can_be_compared(older: int, newer: int) -> None:
    with pytest.raises(NotFound, match="revision"):
        ARTICLES.diff(BRIDGE.reading(), BRIDGE.history, older, newer)


def test_a_taken_down_page_names_nothing_of_the_article() -> None:
    for page in (ARTICLES.taken_down(TAKEN_DOWN.history), ARTICLES.taken_down()):
        for word in ("secret-slug", "Headline nobody may see", "Secret section", "court ordered"):
            assert word not in page
        assert "This article has been removed." in text(page, "//h1")


def test_a_taken_down_history_tells_kinds_and_instants() -> None:
    page = ARTICLES.taken_down(TAKEN_DOWN.history)
    which = texts(page, "//h2[@class='which']")
    assert which == ["Revision 2 Removed", "Revision 1 Published"]


def test_an_address_on_the_own_site_can_be_related() -> None:
    reading = BRIDGE.reading()
    assert reading.content
    related = (Related(title="Own", url="/articles/own"),)
    page = ARTICLES.article(replace(reading, content=replace(reading.content, related=related)))
    assert '<a href="/articles/own">Own</a>' in page
