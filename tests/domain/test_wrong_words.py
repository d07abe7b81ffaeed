"""An error is found however it was typed, and a text can be read without it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.domain.wrong_words import elided, folded, holds

LETTERS = "abcéßs’'\u201c\"\u2013-\u00ad\u0301 \n"
WORDS = st.lists(st.text(LETTERS, min_size=1).filter(folded), min_size=1, max_size=3)


@pytest.mark.parametrize(
    "mailed", ["At TEN\n o’clock.", "at ten\u00a0o’clock", "x at  ten o’clock"]
)
def test_case_and_white_space_do_not_hide_an_error(mailed: str) -> None:
    assert holds(mailed, ("at ten  o’clock",))


def test_without_wrong_words_every_mail_held_the_error() -> None:
    assert holds("anything", ())
    assert not holds("anything", ("else", "other"))


@pytest.mark.parametrize(
    ("printed", "typed"),
    [
        ("The café’s owner", "café's owner"),
        ("He said “never”.", 'said "never"'),
        ("from 20–23 May", "20-23 may"),
        ("the har\u00adbour", "harbour"),
        ("the café", unicodedata.normalize("NFD", "café")),
        ("die Straße", "STRASSE"),
    ],
)
def test_an_error_is_found_and_left_out_however_it_was_typed(printed: str, typed: str) -> None:
    assert holds(printed, (typed,))
    assert "[…]" in elided(printed, (typed,))


def test_what_stands_around_the_error_stays_as_it_is() -> None:
    said = "Not ‘Bridge  R1’ but “two” – bridge r1."
    assert elided(said, ("bridge r1",)) == "Not ‘[…]’ but “two” – […]."


@given(WORDS, st.text(LETTERS))
def test_an_elided_text_holds_none_of_the_words(wrong: list[str], text: str) -> None:
    for phrase in wrong:
        assert not holds(elided(text, (phrase,)), (phrase,))
