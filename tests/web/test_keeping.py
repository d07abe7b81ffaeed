"""What takes long to draw is drawn once for each state of the store, for whoever asks."""

import pytest

from syndicate.errors import NotFound
from syndicate.web.keeping import Kept


class Artist:
    """Draws, and counts how often."""

    def __init__(self) -> None:
        self.drawn = 0

    def draw(self) -> int:
        """Draw another one."""
        self.drawn += 1
        return self.drawn


@pytest.fixture
def artist() -> Artist:
    """Have nothing drawn yet."""
    return Artist()


def test_under_one_stamp_it_is_drawn_once(artist: Artist) -> None:
    kept: Kept[int] = Kept(lambda: 7)
    assert [kept("all", artist.draw), kept("all", artist.draw)] == [1, 1]


def test_each_name_has_its_own(artist: Artist) -> None:
    kept: Kept[int] = Kept(lambda: 7)
    assert [kept("all", artist.draw), kept("news", artist.draw)] == [1, 2]


def test_under_another_stamp_it_is_drawn_anew(artist: Artist) -> None:
    stamps = iter([7, 8, 8])
    kept: Kept[int] = Kept(lambda: next(stamps))
    assert [kept("all", artist.draw) for _ in range(3)] == [1, 2, 2]


def test_what_changes_while_it_is_drawn_is_drawn_anew(artist: Artist) -> None:
    kept: Kept[int] = Kept(lambda: artist.drawn)  # drawing changes it
    assert [kept("all", artist.draw) for _ in range(2)] == [1, 2]


def test_what_cannot_be_drawn_is_not_kept(artist: Artist) -> None:
    def fail() -> int:
        raise NotFound("nothing has this name")

    kept: Kept[int] = Kept(lambda: 7)
    with pytest.raises(NotFound):
        kept("none", fail)
    assert kept("none", artist.draw) == 1
