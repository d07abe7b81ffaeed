"""Letters go first, then notices, then digests; and nobody who waits gets nothing."""

from hypothesis import given
from hypothesis import strategies as st

from syndicate.domain.turns import SHARE, SMALLER, Urgency, more_urgent, shared_out

LETTER, NOTICE, DIGEST = Urgency.LETTER, Urgency.NOTICE, Urgency.DIGEST
waiting = st.dictionaries(st.sampled_from(Urgency), st.integers(0, 700))
rooms = st.integers(1, 600)


def test_one_kind_alone_has_the_whole_batch() -> None:
    assert shared_out({DIGEST: 500}, 500) == {LETTER: 0, NOTICE: 0, DIGEST: 500}


def test_a_letter_goes_before_a_flood_of_notices_and_digests_keep_their_share() -> None:
    assert shared_out({LETTER: 1, NOTICE: 500, DIGEST: 500}, 500) == {
        LETTER: 1,
        NOTICE: 79,
        DIGEST: 20,
    }


def test_a_flood_of_letters_leaves_the_others_their_shares() -> None:
    assert shared_out({LETTER: 500, NOTICE: 500, DIGEST: 500}, 500) == {
        LETTER: 60,
        NOTICE: 20,
        DIGEST: 20,
    }


@given(waiting, rooms)
def test_nothing_is_taken_that_does_not_wait_or_has_no_room(
    counts: dict[Urgency, int], room: int
) -> None:
    taken = shared_out(counts, room)
    several = sum(count > 0 for count in counts.values()) > 1
    size = max(1, room // SMALLER) if several else room
    assert sum(taken.values()) == min(size, sum(counts.values()))
    assert all(0 <= taken[kind] <= counts.get(kind, 0) for kind in Urgency)


@given(waiting, st.integers(SHARE * SMALLER, 600))
def test_each_kind_that_waits_is_served(counts: dict[Urgency, int], room: int) -> None:
    taken = shared_out(counts, room)
    assert all(taken[kind] for kind, count in counts.items() if count)


@given(waiting, rooms)
def test_a_less_urgent_kind_gets_more_than_its_share_only_when_no_other_waits(
    counts: dict[Urgency, int], room: int
) -> None:
    taken = shared_out(counts, room)
    for kind in Urgency:
        if taken[kind] > room // SHARE:
            assert all(taken[each] == counts.get(each, 0) for each in more_urgent(kind))


def test_nothing_is_more_urgent_than_a_letter() -> None:
    assert more_urgent(LETTER) == []
    assert more_urgent(DIGEST) == [LETTER, NOTICE]
