"""Are notes about changes found, with their kind, their time and the source's own words?"""

from datetime import time

import pytest

from syndicate.domain.articles import Kind
from syndicate.importers.language.detecting import words_of
from syndicate.importers.pasted.notes import note_in

ENGLISH = words_of("en")


@pytest.mark.parametrize(
    ("line", "kind", "text"),
    [
        ("Correction: It was two.", Kind.CORRECTION, "It was two."),
        ("CORRECTION — It was two.", Kind.CORRECTION, "It was two."),
        ("Correction added Nov. 18, 2019: It was two.", Kind.CORRECTION, "It was two."),
        ("Clarification: Only residents may.", Kind.CLARIFICATION, "Only residents may."),
        ("UPDATE: The road is open.", Kind.UPDATE, "The road is open."),
        ("UPDATE (3:15 p.m. PT): The road is open.", Kind.UPDATE, "The road is open."),
        ("[Editor’s note: This is satire.]", Kind.EDITORS_NOTE, "This is satire."),
        ("Retraction: We withdraw it.", Kind.RETRACTION, "We withdraw it."),
        ("For the record:", Kind.CORRECTION, ""),
        (
            "7:50 p.m.: This article was updated with comments from the port.",
            Kind.UPDATE,
            "This article was updated with comments from the port.",
        ),
        (
            "An earlier version of this story misspelled a name.",
            Kind.CORRECTION,
            "An earlier version of this story misspelled a name.",
        ),
        ("This story has been corrected.", Kind.CORRECTION, "This story has been corrected."),
    ],
)
def test_a_note_has_its_kind_and_the_sources_words(line: str, kind: Kind, text: str) -> None:
    note = note_in(line, ENGLISH)

    assert note is not None
    assert (note.kind, note.text) == (kind, text)


@pytest.mark.parametrize(
    ("language", "line", "kind"),
    [
        ("de", "Korrektur: Es sind fünf Pfeiler.", Kind.CORRECTION),
        ("de", "Dieser Artikel wurde um 15.10 Uhr aktualisiert.", Kind.UPDATE),
        ("de", "Anmerkung der Redaktion: Der Text ist alt.", Kind.EDITORS_NOTE),
        ("fr", "Rectificatif : ils sont quarante.", Kind.CORRECTION),
        ("fr", "Cet article a été mis à jour à 17h40.", Kind.UPDATE),
        ("fr", "Précision : la réunion est publique.", Kind.CLARIFICATION),
        ("es", "Fe de errores: Tiene 143 escalones.", Kind.CORRECTION),
        ("es", "Esta noticia ha sido actualizada.", Kind.UPDATE),
        ("es", "Aclaración: Es para vecinos.", Kind.CLARIFICATION),
        ("pt", "Errata: são seis mil livros.", Kind.CORRECTION),
        ("pt", "Esta reportagem foi atualizada às 16h05.", Kind.UPDATE),
        ("pt", "Nota da redação: o texto é antigo.", Kind.EDITORS_NOTE),
    ],
)
def test_notes_are_found_in_other_languages(language: str, line: str, kind: Kind) -> None:
    note = note_in(line, words_of(language))

    assert note is not None
    assert note.kind is kind


def test_a_notes_time_is_kept_in_its_words() -> None:
    note = note_in("UPDATE 3:15 p.m. PT: The road is open.", ENGLISH)

    assert note is not None
    assert note.stated is not None
    assert (note.stated.words, note.stated.clock) == ("3:15 p.m. PT", time(15, 15))


@pytest.mark.parametrize(
    "line",
    [
        "Updated rules for the harbour will be voted on in spring.",
        "The correction came too late for the evening edition.",
        "7:50 p.m.: The last boat leaves.",
        "Correctional officers met on Monday.",
        "Updates were promised for Friday, and then for Monday.",
    ],
)
def test_a_sentence_about_something_else_is_no_note(line: str) -> None:
    assert note_in(line, ENGLISH) is None
