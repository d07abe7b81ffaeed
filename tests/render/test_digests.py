"""A digest is fit to send, tells every item, and knows the words it used."""

import os
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from syndicate.domain.changes import DigestAs
from syndicate.domain.digests import Digest, Item
from syndicate.render.digests import HTML_LIMIT
from tests.render.digest_sheets import (
    CHANGED,
    EMPTY,
    EVERY,
    MANY,
    NEW,
    SITE,
    TOKEN,
    having,
    headline,
    holding,
    rendered,
    renderer,
    reworded,
)

GOLDEN = Path(__file__).parents[1] / "golden" / "digests"
LANGUAGES = ("en", "de", "fr", "es", "pt", "he", "fi")
UNSUBSCRIBE = f"https://harbour.example/unsubscribe/{TOKEN}"
WORDS = st.text(
    alphabet=st.characters(exclude_categories=["C", "Z"]) | st.sampled_from("<>&\"'{}% "),
    min_size=1,
    max_size=60,
).filter(str.strip)


def tree(digest: Digest) -> lxml_html.HtmlElement:
    return lxml_html.document_fromstring(rendered(digest).html)


def texts(page: lxml_html.HtmlElement, path: str) -> list[str]:
    return [" ".join(element.text_content().split()) for element in page.iterfind(path)]


@pytest.mark.parametrize(("name", "digest"), [("every", EVERY), ("new", NEW), ("empty", EMPTY)])
@pytest.mark.parametrize("part", ["html", "text", "subject"])
def test_the_default_design_is_as_it_was_reviewed(name: str, digest: Digest, part: str) -> None:
    file = GOLDEN / f"{name}.{part}"
    now = str(getattr(rendered(digest), part))
    if os.environ.get("UPDATE_GOLDEN") == "1":
        file.write_text(now, encoding="utf-8")
    assert now == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_default_template_shows_every_sample_in_every_language(language: str) -> None:
    renderer(replace(SITE, language=language)).check("default")


def test_the_same_digest_gives_the_same_bytes() -> None:
    assert rendered(MANY) == rendered(MANY)


def test_the_page_says_language_and_direction_and_has_one_h1() -> None:
    page = tree(EVERY)
    assert (page.get("lang"), page.get("dir")) == ("en", "ltr")
    assert texts(page, ".//h1") == ["Morning briefing"]
    assert page.find(".//meta[@name='color-scheme']").get("content") == "light dark"
    hebrew = rendered(EVERY, replace(SITE, language="he")).html
    assert lxml_html.document_fromstring(hebrew).get("dir") == "rtl"


def test_headings_descend_by_one() -> None:
    levels = [int(e.tag[1]) for e in tree(EVERY).iter("h1", "h2", "h3")]
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


def test_every_table_is_for_layout_and_every_picture_has_an_alternative() -> None:
    page = tree(EVERY)
    assert {table.get("role") for table in page.iter("table")} == {"presentation"}
    assert [image.get("alt") for image in page.iter("img")] == [
        "A white ferry leaving a harbour at dusk"
    ]


def test_a_picture_without_address_shows_its_caption_and_credit_alone() -> None:
    page = tree(holding(next(i for i in NEW.items if "budget" in str(i.reading.content))))
    assert page.find(".//img") is None
    assert "Picture: The vote Members raise their hands. (M. Oduya)" in " ".join(
        page.text_content().split()
    )


def test_rules_for_dark_screens_and_phones_stay_and_all_others_are_inlined() -> None:
    page = tree(EVERY)
    style = page.find(".//style").text_content()
    assert "prefers-color-scheme: dark" in style
    assert "max-width: 480px" in style
    assert re.sub(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*\s*\}", "", style).strip() == ""


@pytest.mark.parametrize("digest", [EVERY, EMPTY, MANY])
def test_the_way_out_stands_before_the_first_item_and_at_the_end(digest: Digest) -> None:
    page = rendered(digest)
    for body, start in ((page.html, "<h1"), (page.text, "---")):
        assert 0 < body.find(UNSUBSCRIBE) < body.index(start)
        assert body.count(UNSUBSCRIBE) == 2
        assert body.rfind(UNSUBSCRIBE) > body.rfind("/articles/")


@pytest.mark.parametrize("part", ["html", "text"])
def test_the_publisher_the_address_and_the_web_edition_are_named(part: str) -> None:
    body = getattr(rendered(EVERY), part)
    for words in (
        "Harbour Post Publishing",
        "12 Quay Street, Nordhavn 4410",
        "https://harbour.example/newsletters/morning/2026-03-12T07:00",
        "https://harbour.example/imprint",
    ):
        assert words in body


def test_no_imprint_is_linked_where_none_is_set() -> None:
    bare = rendered(NEW, replace(SITE, imprint_url="", postal_address=""))
    assert "Imprint" not in bare.html + bare.text


def test_changed_items_come_first_the_gravest_before_the_others() -> None:
    page = tree(EVERY)
    marks = [e.text_content() for e in page.find_class("chip")]
    assert marks == ["Retracted", "Corrected", "Clarified", *["Updated"] * 3, "Removed"]
    assert texts(page, ".//h2")[:2] == ["What changed since your last digest", "Region"]


def test_new_items_of_one_section_stand_together_wherever_they_were() -> None:
    mixed = tuple(NEW.items[n] for n in (0, 2, 1, 5, 4, 3))
    assert texts(tree(replace(NEW, items=mixed)), ".//h2")[:3] == [
        "Region",
        "Politics",
        "New stories",
    ]


def test_notes_are_told_in_the_publication_s_zone_and_the_date_in_the_newsletter_s() -> None:
    body = rendered(replace(EVERY, zone=ZoneInfo("Asia/Tokyo"))).text
    assert "Thursday, March 12, 2026" in body
    assert "Correction · March 11, 2026, 4:00 p.m. PDT: The vote was 23 to 21" in body


def test_a_changed_item_links_to_what_changed_since_the_revision_its_readers_had() -> None:
    corrected = having(DigestAs.CORRECTED)
    address = f"/id/{corrected.reading.id}/diff/1...3"
    assert address in rendered(CHANGED).html
    blind = rendered(holding(replace(corrected, since=0)))
    assert address not in blind.html
    assert f"/id/{corrected.reading.id}/history" in blind.html


def test_what_was_corrected_is_linked_by_its_id_and_the_rest_by_readable_addresses() -> None:
    mail = rendered(CHANGED)
    for status, by_id in (
        (DigestAs.CORRECTED, True),
        (DigestAs.RETRACTED, True),
        (DigestAs.UPDATED, False),
    ):
        reading = having(status).reading
        assert (f"/articles/{reading.slug}" in mail.html + mail.text) is not by_id
        assert (f"/id/{reading.id}" in mail.html + mail.text) is by_id


def test_a_retracted_item_shows_headline_and_note_but_none_of_its_text() -> None:
    digest = holding(reworded(having(DigestAs.RETRACTED), summary="Withdrawn words"))
    page = rendered(digest)
    assert "The figures could not be confirmed." in page.html
    assert "Withdrawn words" not in page.html + page.text + page.item_words[0]
    assert "/diff/" not in page.html


def test_a_removed_item_shows_neither_its_words_nor_its_slug() -> None:
    gone = having(DigestAs.DROPPED)
    page = rendered(holding(gone))
    assert page.item_words == ("This article has been removed.",)
    assert gone.reading.slug not in page.html + page.text
    assert str(gone.reading.id) in page.html


@pytest.mark.parametrize(
    ("status", "subject"),
    [
        (DigestAs.CORRECTED, "Correction: Council passes budget after all-night session"),
        (DigestAs.RETRACTED, "Retracted: Apple harvest is the smallest in twenty years"),
    ],
)
def test_the_subject_is_marked_when_the_digest_holds_an_error_we_mailed(
    status: DigestAs, subject: str
) -> None:
    items = (*NEW.items[:2], having(DigestAs.UPDATED), having(status))
    assert rendered(holding(*items)).subject == f"{subject} – and 3 more stories"


def test_the_subject_counts_one_other_story_as_one() -> None:
    assert rendered(holding(*NEW.items[:2])).subject.endswith(" – and 1 more story")
    assert rendered(holding(NEW.items[0])).subject == headline(NEW.items[0])


@given(WORDS, st.sampled_from([DigestAs.NEW, DigestAs.CORRECTED]))
def test_the_subject_is_one_line_of_at_most_90_characters(headline: str, status: DigestAs) -> None:
    long = f"{headline}\r\nBcc: all@example.org {headline}" * 3
    item = replace(reworded(NEW.items[0], headline=long), status=status)
    subject = rendered(holding(item, *NEW.items[1:])).subject
    assert 0 < len(subject) <= 90
    assert subject.isprintable()
    assert subject.endswith(" – and 5 more stories")


@given(headline=WORDS, summary=WORDS, note=WORDS, section=WORDS)
def test_words_are_shown_as_they_are_and_never_as_markup(
    headline: str, summary: str, note: str, section: str
) -> None:
    item = reworded(NEW.items[5], headline=headline, summary=summary, section=section)
    item = replace(item, notes=(replace(item.notes[0], text=note),))
    page = tree(holding(item))
    plain = tree(holding(NEW.items[5]))
    assert texts(page, ".//h2") == [" ".join(section.split())]
    assert texts(page, ".//h3") == [" ".join(headline.split())]
    assert " ".join(summary.split()) in " ".join(page.text_content().split())
    assert " ".join(note.split()) in " ".join(page.text_content().split())
    assert [e.tag for e in page.iter()] == [e.tag for e in plain.iter()]


def sixty_long_items() -> Digest:
    return holding(
        *(
            _numbered(reworded(NEW.items[5], headline=f"Story {n}", summary="word " * 300), n)
            for n in range(60)
        )
    )


def test_sixty_long_items_fit_and_every_one_is_told() -> None:
    page = rendered(sixty_long_items())
    assert len(page.html.encode()) <= HTML_LIMIT
    assert all(f">Story {n}</a>" in page.html for n in range(60))
    assert page.html.count("Adds the cost.") == 60
    full = [words for words in page.item_words if "word word" in words]
    assert 20 < len(full) < 60
    assert len(page.item_words) == 60
    assert page.item_words[-1] == "Story 59\nAdds the cost."


def test_text_and_html_leave_the_changed_words_of_the_same_items_out() -> None:
    bridge = next(item for item in CHANGED.items if item.former)
    items = [_numbered(reworded(bridge, headline=f"Bridge {n}"), n) for n in range(120)]
    page = rendered(holding(*items))
    full = [words for words in page.item_words if "Adds" in words and words.count("\n") > 1]
    assert 20 < len(full) < 120
    assert page.html.count("<h3") == len(full)
    assert page.text.count("{+") == page.html.count("<ins")


def test_as_many_items_as_fit_are_told_in_full() -> None:
    page = rendered(sixty_long_items())  # none of which takes 2,000 bytes
    assert HTML_LIMIT - 2_000 < len(page.html.encode()) <= HTML_LIMIT


def very_many(count: int, *, changed: bool = False) -> Digest:
    """Return a digest whose items take 1,600 bytes or so each even where they are compact."""
    like = next(item for item in CHANGED.items if item.former) if changed else NEW.items[5]
    return holding(
        *(
            _numbered(reworded(like, headline=f"Story {n} " + "long " * 300), n)
            for n in range(count)
        )
    )


def test_what_cannot_fit_at_all_is_counted_and_is_on_the_web() -> None:
    page = rendered(very_many(100))
    told = [n for n in range(100) if f">Story {n} long" in page.html]
    assert len(page.html.encode()) <= HTML_LIMIT < len(page.html.encode()) + 3_000
    assert told == list(range(len(told)))
    assert [n for n in range(100) if f"Story {n} long" in page.text] == told
    left = f"{100 - len(told)} more stories are on the web"
    assert re.search(rf'/newsletters/morning/2026-03-12T07:00"[^>]*>{left}</a>', page.html)
    assert f"{left}:\nhttps://harbour.example/newsletters/morning/" in page.text
    assert [bool(words) for words in page.item_words] == [n in told for n in range(100)]


def test_no_more_is_left_out_than_does_not_fit() -> None:
    fitting = sum(1 for words in rendered(very_many(100)).item_words if words)
    left = [
        sum(1 for words in rendered(very_many(fitting + more)).item_words if not words)
        for more in range(3)
    ]
    assert left in ([0, 0, 2], [0, 1, 2])


def test_what_changed_is_told_however_long_the_mail_becomes() -> None:
    page = rendered(very_many(100, changed=True))
    assert all(f"Story {n} long" in page.html for n in range(100))
    assert "on the web" not in page.text.replace("Read on the web", "")


def test_item_words_keep_the_order_of_the_items_however_they_are_shown() -> None:
    words = [text.split("\n")[0] for text in rendered(EVERY).item_words]
    assert words[0] == "Bridge repairs will take until autumn"
    assert [words[5], words[7]] == [headline(EVERY.items[5]), headline(EVERY.items[7])]


def _numbered(item: Item, number: int) -> Item:
    return replace(item, reading=replace(item.reading, id=UUID(int=1000 + number)))
