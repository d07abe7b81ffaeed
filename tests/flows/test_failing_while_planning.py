"""A mail that fails for good while the next edition is planned is made up for all the same."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import event

from syndicate.errors import MessageRefused, Temporary
from syndicate.store.engines import Engines
from tests.services.press import DAY, HOUR, MONDAY, Press

ADA, BOB = "ada@example.org", "bob@example.org"
LOOK = 0.5  # seconds in which what nothing keeps from committing has committed
Within = Callable[[Callable[[], object]], None]


@pytest.fixture
def press(engines: Engines, tmp_path: Path) -> Press:
    """Give a newsroom whose first edition waits for one reader, and has come to the other."""
    press = Press(engines, tmp_path)
    press.newsletter(late_limit=3 * DAY)
    press.reader(ADA)
    press.reader(BOB)
    press.publish("Bridge")
    press.at(MONDAY)
    press.tick()
    return press


@pytest.fixture
def within_planning(engines: Engines) -> Iterator[Within]:
    """Give what does something beside planning: once that knows what mails bring."""
    threads = list[Thread]()

    def do(act: Callable[[], object]) -> None:
        @event.listens_for(engines.write, "before_cursor_execute")
        def look(_: object, __: object, statement: str, *___: object) -> None:
            if "INTO deliveries" in statement and not threads:
                threads.append(Thread(target=act))
                threads[0].start()
                threads[0].join(LOOK)

    yield do
    assert threads
    threads[0].join()


def plan_beside(press: Press, within_planning: Within, act: Callable[[], object]) -> None:
    """Plan the next edition while something happens, and send; then see two more days."""
    press.later(HOUR)
    press.publish("Other")
    press.at(MONDAY + DAY)
    within_planning(act)
    for number in range(3):
        press.tick()
        press.send()
        press.later(DAY)
        press.publish(f"Day {number}")


def test_of_an_edition(press: Press, within_planning: Within) -> None:
    refused = MessageRefused("554 no such words")
    press.post.mail.plan(ADA, Temporary("451 try again later"), refused)
    press.send()
    plan_beside(press, within_planning, press.post.send)
    told = [line for mail in press.mailed(ADA) for line in mail]
    assert told.count("new Bridge r1") == 1


def test_of_a_notice(press: Press, within_planning: Within) -> None:
    press.send()
    refused = MessageRefused("554 no such words")
    press.post.mail.plan(ADA, Temporary("451 try again later"), refused)
    press.correct("bridge")
    press.later(HOUR)
    press.send()
    plan_beside(press, within_planning, press.post.send)
    told = [line for mail in press.mailed(ADA) for line in mail]
    assert sum("Bridge r2" in line for line in told) == 1
