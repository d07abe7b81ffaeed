"""A lock tells the living from the dead."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from syndicate.errors import Conflict, Temporary
from syndicate.transports.worker_locks import WorkerLock, is_free


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "workers" / "w1.lock"


def test_a_lock_never_taken_is_free(path: Path) -> None:
    assert is_free(path)


def test_a_held_lock_is_not_free_and_not_to_be_had(path: Path) -> None:
    with WorkerLock(path) as lock:
        assert lock.held
        assert not is_free(path)
        with pytest.raises(Conflict, match=r"w1\.lock"):
            WorkerLock(path).acquire()


def test_a_released_lock_is_free_and_can_be_had(path: Path) -> None:
    first = WorkerLock(path)
    first.acquire()
    first.release()
    assert not first.held
    assert is_free(path)
    with WorkerLock(path) as second:
        assert second.held


def test_looking_does_not_take_the_lock(path: Path) -> None:
    with WorkerLock(path) as lock:
        assert not is_free(path)
        assert lock.held
    assert is_free(path)
    assert not path.exists()


def test_a_lock_whose_file_was_replaced_is_no_longer_held(path: Path) -> None:
    with WorkerLock(path) as lock:
        path.unlink()
        with WorkerLock(path) as usurper:
            assert (lock.held, usurper.held) == (False, True)
            lock.release()
            assert usurper.held


def test_a_lock_that_cannot_be_made_is_temporary(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(Temporary, match="check that the path is right"):
        WorkerLock(tmp_path / "file" / "w1").acquire()


def test_a_lock_dies_with_a_killed_holder(path: Path) -> None:
    program = (
        "import sys; from pathlib import Path\n"
        "from syndicate.transports.worker_locks import WorkerLock\n"
        "lock = WorkerLock(Path(sys.argv[1])); lock.acquire(); print('held', flush=True)\n"
        "sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", program, str(path)]
    with subprocess.Popen(  # noqa: S603  (ourselves)
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as worker:
        assert worker.stdout
        assert worker.stdout.readline() == "held\n"
        alive = is_free(path)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        assert (alive, is_free(path)) == (False, True)
