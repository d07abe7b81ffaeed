"""With which former words is an article compared for readers who had them?"""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from syndicate.domain.articles import Content, Kind, Revision
from syndicate.domain.digests import Former, former_words

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)


def revisions(*kinds: Kind, held: bool = True) -> list[Revision]:
    """Return a history of these kinds."""
    return [
        Revision(
            article_id=UUID(int=1),
            number=number,
            kind=kind,
            note="",
            severity=None,
            premise=False,
            content=Content(headline=f"Words {number}") if held else None,
            salt=None,
            content_hash=None,
            chain_hash=b"",
            published=NOW,
            recorded=NOW,
        )
        for number, kind in enumerate((Kind.ORIGINAL, *kinds), start=1)
    ]


def test_the_words_are_those_of_the_revision_the_readers_had() -> None:
    history = revisions(Kind.UPDATE, Kind.CLARIFICATION, Kind.EDITORS_NOTE)
    assert former_words(history, 2, 4, ()) == Former(content=Content(headline="Words 2"))


def test_what_a_correction_took_out_is_not_shown_to_those_who_have_it() -> None:
    history = revisions(Kind.CORRECTION, Kind.UPDATE)
    former = former_words(history, 1, 3, ["ten"])
    assert former == Former(content=Content(headline="Words 1"), removals=False, unsaid=("ten",))
    assert former_words(history, 2, 3, ()) == Former(content=Content(headline="Words 2"))


@pytest.mark.parametrize("kind", [Kind.RETRACTION, Kind.TAKEDOWN])
def test_words_that_were_withdrawn_are_not_compared(kind: Kind) -> None:
    assert former_words(revisions(kind, Kind.UPDATE), 1, 3, ()) is None


def test_words_that_are_not_held_are_not_compared() -> None:
    assert former_words(revisions(Kind.UPDATE, held=False), 1, 2, ()) is None
