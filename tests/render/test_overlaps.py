"""Are passages found that two people changed who edited the same text?"""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from syndicate.domain.articles import Content
from syndicate.render.overlaps import overlaps

FIRST, SECOND, THIRD = "The ferry stops at noon.", "It is old.", "Tickets cost four."


def content(*paragraphs: str, headline: str = "Ferry stops") -> Content:
    body = "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return Content(headline=headline, body_html=body)


BASE = content(FIRST, SECOND, THIRD)


def found(theirs: Content, ours: Content) -> list[tuple[str, str]]:
    return [(overlap.name, overlap.text) for overlap in overlaps(BASE, theirs, ours)]


def test_changes_of_one_passage_are_told_as_it_was() -> None:
    theirs = content("The ferry stops at one.", SECOND, THIRD)
    ours = content("The boat stops at noon.", SECOND, "Tickets cost five.")
    assert found(theirs, ours) == [("body", FIRST)]


def test_changes_of_different_passages_are_none() -> None:
    theirs = content("The ferry stops at one.", SECOND, THIRD)
    assert found(theirs, content(FIRST, SECOND, "Tickets cost five.")) == []


def test_the_same_change_by_both_is_none() -> None:
    theirs = content("The ferry stops at one.", SECOND, THIRD)
    assert found(theirs, theirs) == []


def test_what_one_takes_out_and_another_changes_is_told() -> None:
    assert found(content(FIRST, THIRD), content(FIRST, "It is new.", THIRD)) == [("body", SECOND)]


def test_what_both_put_in_at_one_place_is_told_by_what_stands_before() -> None:
    theirs, ours = (content(FIRST, said, SECOND, THIRD) for said in ("He agreed.", "She left."))
    assert found(theirs, ours) == [("body", FIRST)]


def test_a_new_beginning_of_a_passage_touches_it() -> None:
    theirs = content(FIRST, "Sadly, It is old.", THIRD)
    assert ("body", SECOND) in found(theirs, content(FIRST, "It is new.", THIRD))


def test_each_field_is_compared() -> None:
    theirs = replace(BASE, headline="Ferry halts", tags=("Ferries",))
    ours = replace(BASE, headline="Ferry ends", summary="Soon.")
    assert found(theirs, ours) == [("headline", "Ferry stops")]


def test_what_both_put_where_nothing_was_is_told() -> None:
    theirs, ours = (replace(BASE, summary=said) for said in ("Soon.", "Late."))
    assert found(theirs, ours) == [("summary", "")]


PARAGRAPHS = st.lists(st.sampled_from([FIRST, SECOND, THIRD, "New.", "It."]), max_size=5)


@given(PARAGRAPHS, PARAGRAPHS, PARAGRAPHS)
def test_who_changes_nothing_overlaps_with_nobody(
    base: list[str], theirs: list[str], ours: list[str]
) -> None:
    began, changed, other = content(*base), content(*theirs), content(*ours)
    assert overlaps(began, changed, began) == overlaps(began, began, changed) == ()
    assert overlaps(began, changed, other) == overlaps(began, other, changed)
