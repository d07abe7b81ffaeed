"""So many jobs are added when an edition begins to go out, however many mails wait."""

from collections.abc import Callable, Mapping

import pytest
from sqlalchemy import Connection

from syndicate.domain.editions import EditionStatus
from syndicate.domain.jobs import MOST_JOBS, Work
from syndicate.store.engines import Engines
from syndicate.store.unit_of_work import Store
from tests.contracts.ledger import Ledger


class Jobs:
    """A queue that remembers what it was given. One job of mail is for two mails."""

    mails_a_job = 2

    def __init__(self) -> None:
        self.given: list[int] = []

    def defer(self, connection: Connection, jobs: Mapping[Work, int]) -> Callable[[], None]:
        """Remember how many jobs of mail there are."""
        del connection
        self.given.append(jobs[Work.MAIL])
        return lambda: None

    def waiting(self, connection: Connection, work: Work) -> int:
        """Return that none waits."""
        del connection, work
        return 0


@pytest.mark.parametrize(
    ("mails", "jobs"), [(1, [1]), (5, [3]), (2 * MOST_JOBS, [MOST_JOBS]), (50, [MOST_JOBS])]
)
def test_jobs_are_added_for_what_waits_up_to_a_number(
    engines: Engines, store: Store, mails: int, jobs: list[int]
) -> None:
    edition = Ledger(store).filled(mails)
    queue = Jobs()
    with Store(engines, queue=queue).write() as tx:
        tx.editions.set_status(edition.id, EditionStatus.SENDING)
    assert queue.given == jobs
