"""An error is found however it was typed, and a text can be read without it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.domain.wrong_words import elided, folded, holds

LETTERS = "abcéßs12’'\u201c\"\u2013-\u00ad\u0301\u5341\u05d0 \n"
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


@pytest.mark.parametrize(
    ("printed", "typed"),
    [
        ("1230 people", "23"),
        ("1230 people", "123"),
        ("1230 people", "230"),
        ("a party", "art"),
        ("the bridges", "bridge"),
        ("Москва́ми", "Москва"),
        ("Θεσσαλονίκης", "Θεσσαλονίκη"),
        ("naïveté", "naïve"),
        ("\u0939\u093f\u0928\u094d\u0926\u0940", "\u0939\u093f\u0928\u094d\u0926"),
        ("\u0661\u0662\u0663\u0660", "\u0662\u0663"),
        ("Straßen", "Straß"),
        ("x\u0302", "x"),
    ],
)
def test_a_word_or_number_is_not_found_within_another(printed: str, typed: str) -> None:
    assert not holds(printed, (typed,))
    assert elided(printed, (typed,)) == unicodedata.normalize("NFC", printed)


@pytest.mark.parametrize(
    ("printed", "typed"),
    [
        ("23km", "23"),
        ("by 10am", "10"),
        ("1230, then 23", "23"),
        ("$23,000", "$23"),
        ("the party’s art’s", "art"),
        ("the mill-owner", "mill"),
        ("party (art)", "art"),
        ("aba aba", "aba"),
        ("2323 23-23", "23-23"),
        ("上午十点开门", "十点"),
        ("김철수가", "김철수"),
        ("בחיפה", "חיפה"),
        ("23명이", "23"),
    ],
)
def test_an_error_is_found_wherever_it_is_a_word_of_its_own(printed: str, typed: str) -> None:
    assert holds(printed, (typed,))
    assert "[…]" in elided(printed, (typed,))


def test_what_stands_around_the_error_stays_as_it_is() -> None:
    said = "Not ‘Bridge  R1’ but “two” – bridge r1."
    assert elided(said, ("bridge r1",)) == "Not ‘[…]’ but “two” – […]."


@given(WORDS, st.text(LETTERS))
def test_an_elided_text_holds_none_of_the_words(wrong: list[str], text: str) -> None:
    for phrase in wrong:
        assert not holds(elided(text, (phrase,)), (phrase,))


def test_an_item_that_a_long_mail_left_out_held_no_error() -> None:
    assert not holds("", ())
    assert holds(None, ("ten",))
