"""A paragraph that only moved is told so, and is neither counted as gone nor as new."""

from hypothesis import given
from hypothesis import strategies as st

from syndicate.render.diffs import Mark, Move, Part, Passage, compare_bodies, count
from syndicate.render.matching import LEAST_MOVED
from syndicate.render.moves import marked

ONE = "The harbour master opened the bridge at nine in the morning."
TWO = "Nobody had expected so many people on the quay that day."
THREE = "A band played until the rain came in from the west."
FOUR = "The ferry will go on for as long as there is need."


def body(*paragraphs: str) -> str:
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


def compared(old: str, new: str) -> tuple[Passage, ...]:
    return marked(compare_bodies(old, new))


def counted(passages: tuple[Passage, ...]) -> tuple[int, int]:
    part = Part(name="body", passages=passages)
    return count([part], Mark.ADDED), count([part], Mark.REMOVED)


def test_a_moved_paragraph_is_told_at_both_places() -> None:
    passages = compared(body(ONE, TWO, THREE, FOUR), body(TWO, THREE, FOUR, ONE))
    assert [passage.move for passage in passages] == [Move.AWAY, None, None, None, Move.HERE]
    assert passages[0].html == passages[-1].html == ONE
    assert counted(passages) == (0, 0)


def test_what_changed_on_the_way_is_marked_at_the_new_place() -> None:
    passages = compared(body(ONE, TWO, THREE), body(TWO, THREE, ONE.replace("nine", "ten")))
    assert passages[0].html == ONE
    assert "at <del>nine</del> <ins>ten</ins> in the morning." in passages[-1].html
    assert counted(passages) == (1, 1)


def test_other_words_in_another_place_are_no_move() -> None:
    passages = compared(body(ONE, TWO, THREE), body(TWO, THREE, FOUR))
    assert {passage.move for passage in passages} == {None}


def test_a_few_words_are_too_few_to_be_called_moved() -> None:
    short = "Read more below."
    assert len(short.split()) < LEAST_MOVED
    passages = compared(body(short, TWO, THREE), body(TWO, THREE, short))
    assert {passage.move for passage in passages} == {None}


def test_each_of_two_that_moved_is_matched_with_itself() -> None:
    alike = ONE.replace("nine", "ten")
    old, new = body(ONE, alike, TWO, THREE, FOUR), body(TWO, THREE, FOUR, alike, ONE)
    passages = compared(old, new)
    moved = [passage.html for passage in passages if passage.move is Move.HERE]
    assert set(moved) <= {ONE, alike}
    assert counted(passages) == (0, 0)


@given(st.permutations([ONE, TWO, THREE, FOUR]))
def test_no_order_of_the_same_paragraphs_changes_a_word(order: list[str]) -> None:
    passages = compared(body(ONE, TWO, THREE, FOUR), body(*order))
    assert counted(passages) == (0, 0)
    moves = [passage.move for passage in passages]
    assert moves.count(Move.AWAY) == moves.count(Move.HERE)
