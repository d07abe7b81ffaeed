"""How is put together what workers do, and how jobs reach them?"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from functools import cached_property

from syndicate.app.mailing import Mailing
from syndicate.app.telling import Telling
from syndicate.domain.jobs import Work
from syndicate.services.close_editions import CloseEditions
from syndicate.services.desks import Desks
from syndicate.services.sweep import Sweep


class Working(Mailing, Telling):
    """What is done behind the scenes."""

    @cached_property
    def close_editions(self) -> CloseEditions:
        """Ends editions whose mails have all come to their end."""
        return CloseEditions(transactions=self.store)

    @property
    def shared(self) -> bool:
        """Tell whether jobs are carried out by whatever process is a worker."""
        return self.queue.mails_a_job is not None

    @property
    def tell_outside(self) -> Callable[[], int]:
        """What makes the requests that are owed now, and leaves workers those that they have."""
        return self.run_parts if self.shared else self.run_errands

    def send_mail(self) -> int:
        """Settle what dead workers left, then send what is due; return how many were accepted."""
        self.recover()
        with self._worker() as worker:
            sent = self.deliver(worker)
            if self.notices():  # older words that were on their way have settled now
                sent += self.deliver(worker)
        self.close_editions()
        return sent

    def sweep(self) -> None:
        """Settle what dead workers left, and have somebody do what no job tells of."""
        self.adjust_clock()
        self.recover()
        self._sweep()

    @contextmanager
    def working(self) -> Iterator[None]:
        """Carry out jobs, as long as this lasts."""
        with self._works() as works, self.queue.running(works):
            try:
                yield
            finally:
                self.stop()

    @contextmanager
    def _works(self) -> Iterator[Mapping[Work, Callable[[], object]]]:
        """Say how each kind of job is carried out; in this process alone, errands are watched."""
        most = self.queue.mails_a_job
        if most is None:
            yield {Work.MAIL: self.send_mail}
            return
        with closing(self._desks(most)) as desks:
            yield {Work.MAIL: desks, Work.ERRANDS: self.tell_outside}

    def _desks(self, mails_a_job: int) -> Desks:
        return Desks(
            deliver=self.deliver,
            hire=self._worker,
            mails_a_job=mails_a_job,
            seek=self._sweep.mail,
            rest=self._see_through,
        )

    def _see_through(self) -> None:
        """Do what waited for mail to be gone: notices of what it told, the end of editions."""
        self.notices()
        self.close_editions()

    @cached_property
    def _sweep(self) -> Sweep:
        return Sweep(
            transactions=self.store,
            clock=self.clock,
            throttle=self.deliver.throttle,
            mails_a_job=self.queue.mails_a_job,
            owed=self.run_parts.owed if self.shared else None,
        )
