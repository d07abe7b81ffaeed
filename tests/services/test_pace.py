"""A pace measures what others wait for: from the beginning of writing to the commit."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from syndicate.clock import FixedClock
from syndicate.domain.pacing import AIM
from syndicate.services.pace import Pace


def test_the_wait_for_others_does_not_count_and_the_commit_does() -> None:
    clock = FixedClock(datetime(2026, 3, 2, 6, tzinfo=UTC))

    def pass_by(span: timedelta) -> None:
        clock.set(clock.now() + span)

    @contextmanager
    def transaction() -> Iterator[str]:
        pass_by(9 * AIM)
        yield "tx"
        pass_by(AIM)

    pace = Pace(clock=clock, rows=1000)
    with pace.timed(transaction()) as tx:
        pass_by(AIM)
    assert (tx, pace.rows) == ("tx", 500)
