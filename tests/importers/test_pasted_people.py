"""Are authors and contributors named as the lines name them?"""

import pytest

from syndicate.domain.articles import Person
from syndicate.importers.agencies import without_given_name
from syndicate.importers.language.detecting import words_of
from syndicate.importers.pasted.bylines import names_in_byline
from syndicate.importers.pasted.contributors import contributors_in, is_contributors
from syndicate.importers.pasted.rows import rows_of

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
        ("By Ada Brook in Oslo", (Person(name="Ada Brook", location="Oslo"),)),
        ("BY ADA BROOK STAFF WRITER", (Person(name="ADA BROOK", role="STAFF WRITER"),)),
        ("By Ada Brook/Reuters", (Person(name="Ada Brook", role="Reuters"),)),
        ("By Ada Brook and AFP", ("Ada Brook", "AFP")),
        ("By Ada Brook For Evening Comet", (Person(name="Ada Brook", role="Evening Comet"),)),
        ("Posted by Ada Brook at 21:14", ("Ada Brook",)),
        ("Curated by Mia Berg | Written by Ada Brook", ("Ada Brook",)),
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
        ("de", "Von Katrin Vogt, Berlin", ["Katrin Vogt"]),
        ("es", "Por Ana Beltrán, enviada especial", ["Ana Beltrán"]),
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
                Person(name="Mia Berg", role="editing"),
            ),
        ),
        (
            (
                "Halden is a staff photographer. Courier reporter Jon Pell on Lindholm and the"
                " Coastal News Agency contributed to this report."
            ),
            (
                Person(name="Halden", role="staff photographer"),
                Person(name="Jon Pell", role="Courier reporter", location="Lindholm"),
                Person(name="Coastal News Agency"),
            ),
        ),
        (
            (
                "Post correspondents Ada Brook in Oslo and Jon Pell near Bergen, Norway, and"
                " Reuters also contributed to this report."
            ),
            (
                Person(name="Ada Brook", role="Post correspondent", location="Oslo"),
                Person(name="Jon Pell", role="Post correspondent", location="Bergen, Norway"),
                Person(name="Reuters"),
            ),
        ),
        (
            "Oslo bureau chief Ada Brook and photographer Jon Pell contributed to this story.",
            (
                Person(name="Ada Brook", role="Oslo bureau chief"),
                Person(name="Jon Pell", role="photographer"),
            ),
        ),
        (
            "BBC Scotland's Ada Brook contributed to this report.",
            (Person(name="Ada Brook", role="BBC Scotland"),),
        ),
        (
            "Ada Brook of The Associated Press contributed reporting from Oslo.",
            (Person(name="Ada Brook", role="The Associated Press", location="Oslo"),),
        ),
        (
            "Brook reported from Oslo and Pell from Bergen.",
            (Person(name="Brook", location="Oslo"), Person(name="Pell", location="Bergen")),
        ),
        (
            "The Courier's Oslo bureau and AFP contributed to this report.",
            (Person(name="Courier's Oslo bureau"), Person(name="AFP")),
        ),
        (
            "Ada Brook and Jon Pell are Courier staff writers.",
            (
                Person(name="Ada Brook", role="Courier staff writer"),
                Person(name="Jon Pell", role="Courier staff writer"),
            ),
        ),
        ("With reporting by Jon Pell and wire services.", (Person(name="Jon Pell"),)),
    ],
)
def test_a_contributors_line_names_people_roles_and_places(
    line: str, people: tuple[Person, ...]
) -> None:
    assert contributors_in(line, ENGLISH) == people


@pytest.mark.parametrize(
    ("language", "line", "names"),
    [
        ("de", "Mitarbeit: Ole Petersen, Jana Roth", ["Ole Petersen", "Jana Roth"]),
        ("de", "Mit Material von dpa und Reuters", ["dpa", "Reuters"]),
        ("de", "Mit Material der Nachrichtenagentur dpa", ["dpa"]),
        ("de", "An diesem Text hat Ole Petersen in Kiel mitgearbeitet.", ["Ole Petersen"]),
        ("fr", "(avec l'AFP)", ["AFP"]),
        ("fr", "Luc Morel, à Lyon, a contribué à cet article.", ["Luc Morel"]),
        ("es", "Con información de EFE y Reuters", ["EFE", "Reuters"]),
        (
            "es",
            "Ana Beltrán y Luis Ríos colaboraron en este reportaje.",
            ["Ana Beltrán", "Luis Ríos"],
        ),
        ("pt", "Com informações das agências Lusa e AFP", ["Lusa", "AFP"]),
        ("pt", "Com informações da Agência Brasil", ["Agência Brasil"]),
        ("pt", "Colaborou Rui Nogueira, de Lisboa", ["Rui Nogueira"]),
    ],
)
def test_contributors_are_read_in_other_languages(
    language: str, line: str, names: list[str]
) -> None:
    words = words_of(language)

    assert is_contributors(rows_of(line)[0], words)
    assert [who.name for who in contributors_in(line, words)] == names


@pytest.mark.parametrize(
    "line",
    [
        "Heavy rain contributed to the crash, police said.",
        "Scientists from 40 countries contributed to the report.",
        "Doe scored 20 points. Smith and Jones also contributed.",
        "Cases were reported from Kenya and from Uganda.",
    ],
)
def test_a_story_about_contributing_names_no_contributors(line: str) -> None:
    assert not is_contributors(rows_of(line)[0], ENGLISH)


def test_a_family_name_alone_lacks_a_given_name_and_an_agency_does_not() -> None:
    assert without_given_name(Person(name="Brandt"))
    assert not without_given_name(Person(name="Ada Brandt"))
    assert not without_given_name(Person(name="AFP"))
