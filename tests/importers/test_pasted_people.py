"""Are authors and contributors named as the lines name them?"""

import pytest

from syndicate.domain.articles import Person
from syndicate.importers.agencies import without_given_name
from syndicate.importers.language.detecting import words_of
from syndicate.importers.pasted.contributors import contributors_in
from syndicate.importers.pasted.people import names_in_byline

ENGLISH = words_of("en")


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("By Ada Brook", (Person(name="Ada Brook"),)),
        (
            "by ADA BROOK, Jon Pell and Mia van der Berg",
            ("ADA BROOK", "Jon Pell", "Mia van der Berg"),
        ),
        ("By Ada Brook | Harbour Media", (Person(name="Ada Brook", role="Harbour Media"),)),
        ("By Ada Brook, AP Harbour Writer", (Person(name="Ada Brook", role="AP Harbour Writer"),)),
        ("By Ada Brook, Wednesday, 20 November 2019 08:05 GMT", (Person(name="Ada Brook"),)),
        ("By the time he came home", ()),
        ("By Monday, everything had changed", ()),
    ],
)
def test_a_byline_names_its_authors(line: str, people: tuple[Person | str, ...]) -> None:
    expected = tuple(Person(name=who) if isinstance(who, str) else who for who in people)

    assert names_in_byline(line, ENGLISH) == expected


@pytest.mark.parametrize(
    ("language", "line", "names"),
    [
        ("de", "Von Katrin Vogt und Jonas Brandl", ["Katrin Vogt", "Jonas Brandl"]),
        ("fr", "Par Camille Roussel et Luc Morel", ["Camille Roussel", "Luc Morel"]),
        ("es", "Por Lucía Arroyo y Ana Beltrán", ["Lucía Arroyo", "Ana Beltrán"]),
        ("pt", "Por Beatriz Sampaio e Rui Nogueira", ["Beatriz Sampaio", "Rui Nogueira"]),
    ],
)
def test_bylines_are_read_in_other_languages(language: str, line: str, names: list[str]) -> None:
    assert [who.name for who in names_in_byline(line, words_of(language))] == names


@pytest.mark.parametrize(
    ("line", "people"),
    [
        (
            (
                "Brandt is a special correspondent. Courier staff writer Ines Calder in Halden,"
                " Norway and the Associated Press contributed to this report."
            ),
            (
                Person(name="Brandt", role="special correspondent"),
                Person(name="Ines Calder", role="Courier staff writer", location="Halden, Norway"),
                Person(name="Associated Press"),
            ),
        ),
        (
            "Harbour Press writers Ada Brook, Jon Pell and Mia Berg contributed to this report.",
            tuple(
                Person(name=name, role="Harbour Press writer")
                for name in ("Ada Brook", "Jon Pell", "Mia Berg")
            ),
        ),
        (
            "Reporting by Ada Brook in Hong Kong and Jon Pell in Oslo; editing by Mia Berg",
            (
                Person(name="Ada Brook", location="Hong Kong"),
                Person(name="Jon Pell", location="Oslo"),
            ),
        ),
    ],
)
def test_a_contributors_line_names_people_roles_and_places(
    line: str, people: tuple[Person, ...]
) -> None:
    assert contributors_in(line, ENGLISH) == people


@pytest.mark.parametrize(
    ("language", "line", "name"),
    [
        ("de", "Mitarbeit: Ole Petersen", "Ole Petersen"),
        ("fr", "Avec AFP", "AFP"),
        ("es", "Con información de EFE", "EFE"),
        ("pt", "Com informações da Agência Brasil", "Agência Brasil"),
    ],
)
def test_contributors_are_read_in_other_languages(language: str, line: str, name: str) -> None:
    assert [who.name for who in contributors_in(line, words_of(language))] == [name]


def test_a_family_name_alone_lacks_a_given_name_and_an_agency_does_not() -> None:
    assert without_given_name(Person(name="Brandt"))
    assert not without_given_name(Person(name="Ada Brandt"))
    assert not without_given_name(Person(name="AFP"))
