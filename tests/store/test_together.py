"""Do many threads share answers, and never one to a question that was put before they asked?"""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event, Semaphore
from time import sleep

import pytest

from syndicate.store.together import Together


class Clerk:
    """Numbers its answers; the first is long in coming, until so many others have asked."""

    def __init__(self) -> None:
        self.ask = Together(self.answer)
        self.answers = 0
        self.begun = Event()
        self.come = Semaphore(0)

    def answer(self) -> int:
        """Return the next number."""
        self.answers += 1
        number = self.answers
        if number == 1:
            self.begun.set()
            for _ in range(OTHERS):
                self.come.acquire(timeout=30)
            sleep(0.1)  # who said so asks just after it
        return number

    def late(self) -> int:
        """Ask while the first answer is under way."""
        self.begun.wait(30)
        self.come.release()
        return self.ask()


OTHERS = 5


def test_who_comes_while_somebody_asks_shares_the_next_answer_with_all_who_do() -> None:
    clerk = Clerk()
    with ThreadPoolExecutor(OTHERS + 1) as pool:
        first = pool.submit(clerk.ask)
        late: list[Future[int]] = [pool.submit(clerk.late) for _ in range(OTHERS)]
        assert first.result(30) == 1
        assert {each.result(30) for each in late} == {2}
    assert clerk.ask() == 3


def test_where_asking_failed_the_next_one_asks_again() -> None:
    answers: Iterator[OSError | str] = iter([OSError("away"), OSError("away"), "there"])

    def ask() -> str:
        answer = next(answers)
        if isinstance(answer, OSError):
            raise answer
        return answer

    together = Together(ask)
    for _ in range(2):
        with pytest.raises(OSError, match="away"):
            together()
    assert together() == "there"
