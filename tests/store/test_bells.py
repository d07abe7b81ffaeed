"""Does whoever listens beside a SQLite file hear of commits, and nobody trip over the dead?"""

import os
from contextlib import closing, suppress
from errno import EMFILE
from pathlib import Path
from select import select

import pytest

from syndicate.store.bells import Bell, bells_of, ring


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return where a database would be."""
    return tmp_path / "syndicate.db"


def rung(*bells: Bell) -> list[bool]:
    return [bell in select([bell], [], [], 0)[0] for bell in bells]


def test_everybody_who_listens_hears_a_ring_until_they_have_heard_it(file: Path) -> None:
    with closing(Bell(file)) as one, closing(Bell(file)) as other:
        assert rung(one, other) == [False, False]
        ring(file)
        ring(file)
        assert rung(one, other) == [True, True]
        one.hush()
        one.hush()
        assert rung(one, other) == [False, True]


def test_who_rings_by_a_name_does_not_ring_its_own_bells(file: Path) -> None:
    with (
        closing(Bell(file, "a")) as own,
        closing(Bell(file, "ab")) as other,
        closing(Bell(file)) as any_,
    ):
        ring(file, "a")
        assert rung(own, other, any_) == [False, True, True]
        ring(file)
        assert rung(own) == [True]


def test_who_does_not_listen_any_more_leaves_nothing(file: Path) -> None:
    Bell(file).close()
    assert list(bells_of(file).iterdir()) == []


def test_the_bell_of_a_killed_process_is_taken_away_by_the_next_ring(file: Path) -> None:
    with closing(Bell(file)) as alive:
        os.mkfifo(bells_of(file) / "dead")
        ring(file)
        assert len(list(bells_of(file).iterdir())) == 1
        assert rung(alive) == [True]


def test_a_bell_that_is_being_made_is_left_alone(file: Path) -> None:
    bells_of(file).mkdir(parents=True)
    os.mkfifo(bells_of(file) / ".making")
    ring(file)
    assert bells_of(file).joinpath(".making").exists()


def test_a_listener_that_hears_nothing_holds_up_nobody(file: Path) -> None:
    with closing(Bell(file)) as deaf:
        (bell,) = bells_of(file).iterdir()
        full = os.open(bell, os.O_WRONLY | os.O_NONBLOCK)
        with suppress(BlockingIOError):
            while True:
                os.write(full, bytes(4096))
        os.close(full)
        ring(file)
        assert rung(deaf) == [True]


def test_where_nobody_ever_listened_nothing_is_rung(file: Path) -> None:
    ring(file)
    assert not bells_of(file).exists()


def test_a_bell_that_cannot_be_made_leaves_nothing(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening, opened = os.open, list[int]()

    def fails(path: Path, flags: int) -> int:
        if opened:
            raise OSError(EMFILE, "too many open files")
        opened.append(opening(path, flags))
        return opened[0]

    monkeypatch.setattr(os, "open", fails)
    with pytest.raises(OSError, match="too many"):
        Bell(file)
    monkeypatch.undo()
    assert list(bells_of(file).iterdir()) == []
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(opened[0])
