"""Is work done ahead as it would be here, and does its process end with ours, however that ends?"""

import multiprocessing
import operator
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from syndicate.transports.another_process import MOST_AHEAD, ahead

ENDLESS = """
import itertools, os
from syndicate.transports.another_process import ahead
from tests.transports.test_another_process import whose
if __name__ == "__main__":
    for _, pid in ahead(whose, ((n, n) for n in itertools.count()), 0):
        print(pid, flush=True)
        os.kill(os.getpid(), 9)
"""


def whose(_job: int) -> int:
    """Return which process does it."""
    return os.getpid()


def only_in(pid: int) -> bool:
    """End any other process that does it."""
    if os.getpid() != pid:
        os.kill(os.getpid(), signal.SIGKILL)
    return True


def numbered(jobs: int) -> Iterator[tuple[int, int | None]]:
    """Give pieces of work; every third has nothing to do."""
    return ((n, None if n % 3 == 2 else n) for n in range(jobs))


def test_the_first_are_done_here_and_the_others_by_one_other_process() -> None:
    done = [pid for _, pid in ahead(whose, numbered(8), worth_it=3) if pid]
    assert done[:3] == [os.getpid()] * 3
    assert os.getpid() not in done[3:]
    assert len(set(done[3:])) == 1


def test_everything_comes_in_its_order_with_what_belongs_to_it() -> None:
    done = ahead(operator.neg, numbered(3 * MOST_AHEAD), worth_it=2)
    assert list(done) == [(n, None if job is None else -job) for n, job in numbered(3 * MOST_AHEAD)]


def test_few_pieces_start_no_process() -> None:
    done = list(ahead(whose, numbered(9), worth_it=6))
    assert {pid for _, pid in done if pid} == {os.getpid()}


def test_work_that_fails_fails_here_at_its_place() -> None:
    done = ahead(partial(operator.floordiv, 6), enumerate([1, 2, 3, 0, 6]), worth_it=1)
    assert [next(done) for _ in range(3)] == [(0, 6), (1, 3), (2, 2)]
    with pytest.raises(ZeroDivisionError):
        next(done)


def test_work_of_a_process_that_was_killed_is_done_here() -> None:
    done = ahead(only_in, ((n, os.getpid()) for n in range(4)), worth_it=1)
    assert list(done) == [(n, True) for n in range(4)]


def test_whoever_stops_asking_leaves_no_process() -> None:
    done = ahead(whose, numbered(2 * MOST_AHEAD), worth_it=0)
    next(done)
    assert multiprocessing.active_children()
    done.close()
    assert not multiprocessing.active_children()


def test_the_process_ends_where_ours_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "endless.py"
    script.write_text(ENDLESS)
    here = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    ran = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, str(script)], env=here, stdout=subprocess.PIPE, check=False, timeout=50
    )  # reads until nobody has that output any more, the other process neither
    assert ran.returncode == -signal.SIGKILL
    assert int(ran.stdout)
