"""How is somebody told, with a commit, that there is something to do?"""

from collections.abc import Callable, Mapping
from typing import Protocol

from sqlalchemy import Connection, func, select

from syndicate.domain.jobs import MOST_JOBS, Work, jobs_for
from syndicate.store.first_waiting import PLACES, first_waiting


class Queue(Protocol):
    """Where jobs wait. One of mail is for `mails_a_job`; None stands for all there are."""

    @property
    def mails_a_job(self) -> int | None: ...  # noqa: D102 - told above

    def defer(self, connection: Connection, jobs: Mapping[Work, int]) -> Callable[[], None]:
        """Add so many jobs of each kind, if the transaction commits; call what is returned then."""
        ...

    def waiting(self, connection: Connection, work: Work) -> int:
        """Return how many jobs of a kind nobody has begun."""
        ...


class NoQueue:
    """The queue of a process that nobody is at work in: others find the rows by themselves."""

    mails_a_job = None

    def defer(self, connection: Connection, jobs: Mapping[Work, int]) -> Callable[[], None]:
        """Leave it to whoever looks next."""
        del connection, jobs
        return lambda: None

    def waiting(self, connection: Connection, work: Work) -> int:
        """Return that none waits."""
        del connection, work
        return 0


class Jobs:
    """What one transaction leaves to be done, told by whoever writes it."""

    def __init__(self, connection: Connection, queue: Queue) -> None:
        self._connection = connection
        self._queue = queue
        self._asked: dict[Work, int] = {}
        self._mails = 0
        self._editions: set[int] = set()

    def mail(self, count: int) -> None:
        """Say that so many mails were written that may go."""
        self._mails += count

    def edition(self, edition_id: int) -> None:
        """Say that what waits of an edition may go from now on."""
        self._editions.add(edition_id)

    def errands(self) -> None:
        """Say that programs outside are owed something."""
        self._asked[Work.ERRANDS] = max(1, self._asked.get(Work.ERRANDS, 0))

    def defer(self, work: Work, count: int) -> None:
        """Have so many jobs added with this transaction."""
        self._asked[work] = self._asked.get(work, 0) + count

    def waiting(self, work: Work) -> int:
        """Return how many jobs of a kind nobody has begun."""
        return self._queue.waiting(self._connection, work)

    def conclude(self) -> Callable[[], None]:
        """Add what it takes, just before the commit; return what is to be called after it."""
        mails = self._for_mails()
        if mails:
            self.defer(Work.MAIL, mails)
        return self._queue.defer(self._connection, self._asked) if self._asked else _nothing

    def _for_mails(self) -> int:
        size = self._queue.mails_a_job
        if size is None:
            return int(bool(self._mails or self._editions))
        return jobs_for(self._mails + self._waiting(MOST_JOBS * size), size)

    def _waiting(self, most: int) -> int:
        """Count what waits of editions, up to what jobs are added for; a job that ends adds more.

        Asked once for each edition, when it begins or goes on.
        """
        each = [(number, place) for number in self._editions for place in PLACES]
        return min(most, sum(self._count(number, place, most) for number, place in each))

    def _count(self, edition_id: int, place: str, most: int) -> int:
        some = first_waiting(edition_id, place, most).subquery()
        number: int = self._connection.execute(select(func.count()).select_from(some)).scalar_one()
        return number


def _nothing() -> None:
    """Do nothing after the commit."""
