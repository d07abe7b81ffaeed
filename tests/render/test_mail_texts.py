"""Words are taken out of HTML whole, and subjects stay one line."""

from datetime import date, datetime
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.domain.changes import DigestAs
from syndicate.render import digest_words
from syndicate.render.mail_texts import one_line, plain, tidied

WORDS = st.lists(st.text(alphabet="ab<>&é\"'", min_size=1), min_size=1).map(" ".join)


def test_blocks_become_lines_and_inline_markup_vanishes() -> None:
    html = "<p>One <em>two</em>\n three</p><ul><li>four</li><li>five<br>six</li></ul>seven"
    assert plain(html) == "One two three\nfour\nfive\nsix\nseven"


@pytest.mark.parametrize("html", ["", "  \n", "<p></p>", "<!-- hidden -->"])
def test_html_without_words_gives_none(html: str) -> None:
    assert plain(html) == ""


@given(st.lists(WORDS, min_size=1))
def test_every_word_of_a_text_is_found_again(paragraphs: list[str]) -> None:
    html = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    assert plain(html).split("\n") == paragraphs


@given(st.text())
def test_a_subject_is_one_printable_line(subject: str) -> None:
    line = one_line(subject)
    assert len(line) <= 90
    assert line.isprintable()


def test_a_text_ends_with_one_line_end_and_has_no_wide_gaps() -> None:
    assert tidied("\n\na  \n\n\n\n\n\nb\n\n") == "a\n\n\nb\n"


@pytest.mark.parametrize("language", ["de", "fr", "es", "pt"])
def test_every_language_has_every_word_and_its_placeholders(language: str) -> None:
    english, other = digest_words.table("en"), digest_words.table(language)
    assert other.keys() == english.keys()
    for name, words in english.items():
        assert words.count("{") == other[name].count("{"), name
        assert words.count("|") == other[name].count("|"), name


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "Tuesday, Oct. 18, 2016"),
        ("de-AT", "Dienstag, 18. Oktober 2016"),
        ("fr", "mardi 18 octobre 2016"),
        ("es", "martes, 18 de octubre de 2016"),
        ("pt-BR", "terça-feira, 18 de outubro de 2016"),
    ],
)
def test_a_date_is_written_with_its_weekday(language: str, written: str) -> None:
    assert digest_words.date(_noon(date(2016, 10, 18)), language) == written


def test_a_byline_joins_its_names() -> None:
    assert digest_words.byline([], "en") == ""
    assert digest_words.byline(["A"], "en") == "By A"
    assert digest_words.byline(["A", "B", "C"], "de") == "Von A, B und C"


def test_every_status_has_a_label() -> None:
    told = set(DigestAs) - {DigestAs.NOTHING}
    assert all(digest_words.status_label(status, "en") for status in told)


def _noon(day: date) -> datetime:
    return datetime.fromisoformat(f"{day}T12:00:00+00:00")
