"""Is long work told of, and short work not?"""

import threading

import pytest

from syndicate.cli.progress import Progress, step_through, while_working


def test_short_work_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(step_through([1, 2, 3], "Counting")) == [1, 2, 3]
    assert capsys.readouterr().err == ""


def test_long_work_is_told_in_plain_lines_outside_a_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    progress = Progress("Sending", patience=0)
    progress.tell(3, 10)
    progress.tell(4, 10)
    progress.end()
    assert capsys.readouterr().err == "Sending: 3 of 10\n"


def test_work_is_asked_how_far_it_is_and_its_result_returned(
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked = threading.Event()

    def tally() -> tuple[int, int]:
        asked.set()
        return 1, 2

    def work() -> str:
        assert asked.wait(10)
        return "done"

    result = while_working(work, tally, "Sending", stop=lambda: None, patience=0)
    assert result == "done"
    assert capsys.readouterr().err.startswith("Sending: 1 of 2\n")


def test_interrupted_work_is_stopped_and_waited_for() -> None:
    stopped = threading.Event()

    def tally() -> tuple[int, int]:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        while_working(lambda: stopped.wait(10), tally, "Sending", stop=stopped.set, patience=0)
    assert stopped.is_set()
