"""One fan-out is for as many jobs as it takes, 500 callbacks each, and no more."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from syndicate.clock import FixedClock
from syndicate.domain.jobs import Work
from syndicate.services.run_parts import PARTS, ShareOut
from tests.contracts.words import NOON


@dataclass
class Desk:
    """A store of which only this is asked: how many are owed something, and which jobs wait."""

    owed: int
    waits: int = 0
    added: Mapping[Work, int] = field(default_factory=dict)

    @property
    def hub_callbacks(self) -> "Desk":
        """Return who is owed something."""
        return self

    jobs = hub_callbacks

    def count_behind(self, most: int, _: object) -> int:
        """Count them, up to so many."""
        return min(most, self.owed)

    def waiting(self, work: Work) -> int:
        """Return how many jobs wait."""
        assert work is Work.ERRANDS
        return self.waits

    def defer(self, work: Work, count: int) -> None:
        """Add jobs."""
        self.added = {work: count}

    @contextmanager
    def read(self) -> Iterator["Desk"]:
        """Give a view."""
        yield self

    write = read


@pytest.mark.parametrize(
    ("owed", "waits", "added"),
    [
        (0, 0, {}),
        (500, 0, {}),
        (501, 0, {Work.ERRANDS: 1}),
        (1_600, 0, {Work.ERRANDS: 3}),
        (1_600, 2, {Work.ERRANDS: 1}),
        (1_600, 5, {}),
        (10**6, 0, {Work.ERRANDS: PARTS - 1}),
    ],
)
def test_beside_the_job_that_looks_there_is_one_for_each_further_500(
    owed: int, waits: int, added: Mapping[Work, int]
) -> None:
    desk = Desk(owed, waits)
    ShareOut(transactions=desk, clock=FixedClock(NOON))()
    assert desk.added == added
