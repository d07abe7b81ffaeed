"""Texts survive the seven bits and short lines of mail."""

import quopri
from email import policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr

from hypothesis import example, given
from hypothesis import strategies as st

from syndicate.render.mime import (
    HOLE,
    LINE,
    encoded_words,
    header,
    phrase,
    quoted_printable,
    unstructured,
)

PLACEHOLDER = "token-0123456789abcdef"
ALPHABET = st.characters(exclude_categories=["Cs"])
ONE_LINE = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029")
)
WITH_HOLES = st.lists(
    st.one_of(st.text(ALPHABET), st.text("x= \t.é", max_size=80), st.just(PLACEHOLDER))
).map("".join)


def lines_ended_alike(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


@given(WITH_HOLES)
@example("x" * 75 + PLACEHOLDER)
@example("x" * 55 + PLACEHOLDER)
@example("é" * 40 + PLACEHOLDER * 9 + " ")
def test_quoted_printable_decodes_to_the_same_text(text: str) -> None:
    encoded = quoted_printable(text, PLACEHOLDER).replace(HOLE, PLACEHOLDER.encode())
    decoded = quopri.decodestring(encoded).decode()
    assert lines_ended_alike(decoded) == lines_ended_alike(text)


@given(WITH_HOLES)
def test_quoted_printable_lines_are_ascii_and_at_most_76_long(text: str) -> None:
    encoded = quoted_printable(text, PLACEHOLDER).replace(HOLE, PLACEHOLDER.encode())
    assert encoded.isascii()
    assert max(map(len, encoded.split(b"\r\n"))) <= LINE


@given(WITH_HOLES)
def test_every_placeholder_becomes_one_hole(text: str) -> None:
    assert quoted_printable(text, PLACEHOLDER).count(HOLE) == text.count(PLACEHOLDER)


@given(st.text("ab. \n", max_size=400))
def test_no_line_begins_with_a_dot_that_smtp_would_have_to_double(text: str) -> None:
    assert not any(
        line.startswith(b".") for line in quoted_printable(text, PLACEHOLDER).split(b"\r\n")
    )


def test_blanks_at_a_line_end_are_written_out() -> None:
    assert quoted_printable("a \nb\t", "") == b"a=20\r\nb=09"


@given(ONE_LINE.filter(lambda text: text.strip() == text))
@example("=?utf-8?q?not_encoded?=")
@example("two  blanks")
@example("A headline of many plain ASCII words that does not fit upon a single line of mail")
@example("Ein Titel, der Umlaute hät und deshalb in mehreren Wörtern kodiert werden muß, ja")
@example("长" * 200)
def test_a_subject_is_read_back_as_it_was(text: str) -> None:
    raw = header("Subject", unstructured(text, "Subject"))
    assert str(parsed(raw)["Subject"]) == text


@given(ONE_LINE.filter(lambda text: text.strip() == text and text != ""))
@example('Quoted "name" \\ here')
@example("Dr. Ada M. Byron, Editor")
@example("=?utf-8?q?x?=")
def test_a_display_name_is_read_back_as_it_was(name: str) -> None:
    raw = header("To", [*phrase(name, "To"), "<ada@example.org>"]).removeprefix("To: ")
    shown, address = parseaddr(raw.replace("\r\n", ""))
    assert address == "ada@example.org"
    assert str(make_header(decode_header(shown))) == name


@given(ONE_LINE)
def test_header_lines_are_ascii_and_short(text: str) -> None:
    raw = header("Subject", unstructured(text, "Subject"))
    assert raw.isascii()
    assert max(map(len, raw.split("\r\n"))) <= LINE


@given(st.text(ALPHABET, min_size=1))
def test_no_character_is_split_between_encoded_words(text: str) -> None:
    single = [str(parsed(f"Subject: {word}\r\n")["Subject"]) for word in encoded_words(text, 60)]
    assert not any("\ufffd" in part for part in single) or "\ufffd" in text


def test_latin_titles_stay_legible_in_q_and_others_take_b() -> None:
    assert encoded_words("Überblick am Morgen", 70) == ["=?utf-8?q?=C3=9Cberblick_am_Morgen?="]
    assert encoded_words("朝のまとめ", 70)[0].startswith("=?utf-8?b?")


def parsed(raw: str) -> EmailMessage:
    message = BytesParser(policy=policy.default).parsebytes(raw.encode() + b"\r\n")
    assert isinstance(message, EmailMessage)
    return message
