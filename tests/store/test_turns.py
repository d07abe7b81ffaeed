"""Whoever waits to write goes before those who have just written."""

import fcntl
import time
from contextlib import closing
from pathlib import Path
from threading import Thread

import pytest

from syndicate.store.engines import open_engines
from syndicate.store.turns import Turns
from syndicate.store.unit_of_work import Store


def wait_until_somebody_asks(file: Path) -> None:
    """Wait until the turn of a store is taken."""
    with file.with_name(file.name + "-locks").joinpath("~turn").open("rb") as turn:
        while True:
            try:
                fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            fcntl.flock(turn, fcntl.LOCK_UN)
            time.sleep(0.001)


@pytest.mark.parametrize("apart", [False, True], ids=["thread", "process"])
def test_the_next_piece_begins_behind_whoever_waits(sqlite_url: str, *, apart: bool) -> None:
    """A second store stands for another process: its locks and connections are its own."""
    order = []
    with (
        closing(Store(open_engines(sqlite_url))) as one,
        closing(Store(open_engines(sqlite_url))) as two,
    ):

        def wait() -> None:
            with (two if apart else one).write():
                order.append("who waited")

        thread = Thread(target=wait)
        with one.write():
            order.append("piece")
            thread.start()
            wait_until_somebody_asks(Path(sqlite_url.removeprefix("sqlite:///")))
        with one.write():
            order.append("piece")
        thread.join()
    assert order == ["piece", "who waited", "piece"]


def test_turns_are_taken_again_after_an_error(tmp_path: Path) -> None:
    turns = Turns(tmp_path / "store.db")
    with pytest.raises(KeyError), turns.taken():
        raise KeyError
    with turns.taken() as begun:
        begun()
        with turns.taken() as other:
            other()
    turns.close()


def test_where_no_file_can_be_made_writing_goes_on_without_turns(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    with closing(Turns(blocked / "store.db")) as turns, turns.taken() as begun:
        begun()
