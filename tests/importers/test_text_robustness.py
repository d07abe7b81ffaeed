"""Does reading survive what clipboards, editors and browsers do to a text?"""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.errors import Unreadable
from syndicate.importers.cleaning import clean_html, clean_text
from syndicate.importers.text import read_text

PAGE = (Path(__file__).parent / "fixtures" / "german_notes.txt").read_text(encoding="utf-8")
PARAGRAPH = "A sentence of a long story that goes on and on without an end in sight. " * 14


@pytest.mark.parametrize(
    "data",
    [
        PAGE.replace("\n", "\r\n").encode(),
        PAGE.replace("\n", "\r").encode(),
        PAGE.encode("utf-8-sig"),
        PAGE.rstrip("\n").encode(),
        PAGE.encode("utf-16"),
        PAGE.encode("cp1252"),
    ],
    ids=["CRLF", "CR", "byte order mark", "no final newline", "UTF-16", "Windows-1252"],
)
def test_the_same_page_in_another_dress_is_the_same_story(data: bytes) -> None:
    assert read_text(data) == read_text(PAGE.encode())


def test_latin_1_is_read_where_it_is_no_utf_8() -> None:
    story = read_text(
        "Überschrift der Brücke\n\nDie Brücke ist für alle wieder frei.".encode("latin-1")
    )

    assert "Die Brücke ist für alle wieder frei." in story.content.body_html


def test_a_no_break_space_is_kept_and_still_read_as_a_blank() -> None:
    story = read_text(
        "A title here\nBy\xa0Ada Brook\n\nThe 40\xa0boats came back to the bay today.".encode()
    )

    assert [author.name for author in story.content.authors] == ["Ada Brook"]
    assert "40\xa0boats" in story.content.body_html


def test_quotation_marks_stay_as_they_were_written() -> None:
    line = "“One”, \"two\", ‘three’, 'four', «cinq», „sechs“ were the words on the wall."

    assert line in read_text(f"A title here\n\n{line}".encode()).content.body_html


def test_markup_in_a_text_is_shown_and_never_acts() -> None:
    story = read_text(
        b"A title here\n\nThey wrote <script>alert(1)</script> & left the page at once."
    )

    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; left" in story.content.body_html


def test_five_megabytes_lose_no_paragraph() -> None:
    count = 5_000_000 // len(PARAGRAPH)

    story = read_text("\n\n".join([PARAGRAPH] * count).encode())

    assert len(story.lines) == count
    assert story.content.body_html.count("<p>") == count


def test_a_story_of_short_lines_only_has_a_body() -> None:
    story = read_text(
        b"Haiku of the harbour\n\nOld pier in the fog\nA gull lets go\nSound of water\n"
    )

    assert story.content.headline == "Haiku of the harbour"
    assert story.content.body_html.count("<p>") == 3


def test_one_paragraph_alone_is_a_body_without_a_headline() -> None:
    story = read_text(b"The mayor of Pell resigned on Monday after nineteen years in office.")

    assert story.content.body_html.count("<p>") == 1
    assert "headline" in story.unknown


@pytest.mark.parametrize(
    "data",
    [b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", b"MZ\x90\x00\x03", b"\x01\x02\x03 text \x04\x05"],
    ids=["picture", "program", "controls"],
)
def test_binary_input_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(Unreadable, match="binary"):
        read_text(data)


@pytest.mark.parametrize("data", [b"", b" \r\n\t\n", b"\xef\xbb\xbf"])
def test_input_without_text_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(Unreadable, match="no text"):
        read_text(data)


PIECES = st.sampled_from(
    [
        *("Related articles", "By Ada Brook", "7:50 p.m.: This article was updated.", "Share"),
        *("(Ada Brook / AP)", "For the record:", "Nov. 3, 2025 9:00 am ET", "© AP", "1) One"),
        *("A long sentence of a story which goes on for a while and then ends.", "", "", "\t"),
        *("This article was originally published at 1:35 p.m.", "Avec AFP", "Foto: Eva/dpa"),
        *("Correction: It was two.", "PARIS (AFP) — A story began.", "Ada is a reporter."),
    ]
)
TEXTS = st.one_of(
    st.text(),
    st.lists(st.one_of(PIECES, st.text(max_size=90)), max_size=25).map("\n".join),
)


@given(TEXTS)
def test_any_text_is_accounted_for_line_by_line_or_refused(text: str) -> None:
    data = text.encode()
    try:
        story = read_text(data)
    except Unreadable:
        return
    lines = enumerate(clean_text(data.decode("utf-8-sig")).split("\n"), 1)

    assert [(line.line, line.text) for line in story.lines] == [
        (number, line.strip()) for number, line in lines if line.strip()
    ]


@given(st.lists(PIECES, min_size=1, max_size=30))
def test_any_page_has_each_of_its_lines_in_one_field(pieces: list[str]) -> None:
    text = "\n".join(pieces)
    if not text.strip():
        return

    story = read_text(text.encode())

    assert [line.text for line in story.lines] == [p.strip() for p in pieces if p.strip()]


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        story = read_text(data)
    except Unreadable:
        return
    assert story.lines


@given(TEXTS)
def test_no_body_holds_more_than_clean_html(text: str) -> None:
    try:
        story = read_text(text.encode("utf-8", errors="ignore"))
    except Unreadable:
        return
    assert clean_html(story.content.body_html) == story.content.body_html
