"""How are the use cases of editions and deliveries put together?"""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property, partial
from pathlib import Path
from random import SystemRandom

from syndicate.app.posting import Posting
from syndicate.domain.chronicle import told_account
from syndicate.domain.handovers import Handover
from syndicate.importers.addresses import read_address
from syndicate.importers.schedules import read_schedule
from syndicate.services.ask_approval import AskApproval
from syndicate.services.call_off import CallOff
from syndicate.services.compact import Compact
from syndicate.services.deliver import Deliver
from syndicate.services.forget import Forget
from syndicate.services.hand_over import Worker
from syndicate.services.open_editions import OpenEditions
from syndicate.services.overtake import Overtake
from syndicate.services.plan_editions import PLANNERS, PlanEditions
from syndicate.services.preview import Preview
from syndicate.services.recover import Recover
from syndicate.services.rest_mail import RestMail
from syndicate.services.run_editions import RunEditions
from syndicate.services.send_now import SendNow
from syndicate.services.send_test import SendTest
from syndicate.services.show_copy import ShowCopy
from syndicate.services.specimen import WriteSpecimen
from syndicate.services.throttle import Throttle
from syndicate.settings.node import load_node
from syndicate.transports.journal import Journal, read_journal
from syndicate.transports.sweeping import sweep


class Mailing(Posting):
    """What is done with mail."""

    @cached_property
    def preview(self) -> Preview:
        """Shows digests before they are sent."""
        return Preview(transactions=self.store, compose=self.compose, policy=self.policy)

    @cached_property
    def specimen(self) -> WriteSpecimen:
        """Writes the files of a preview."""
        return WriteSpecimen(
            preview=self.preview,
            newsletters=self.newsletters,
            postmaster=self.postmaster,
        )

    @cached_property
    def deliver(self) -> Deliver:
        """Sends what is due."""
        return Deliver(
            transactions=self.store,
            transport=self.transport,
            postmaster=self.postmaster,
            clock=self.clock,
            uncertain=self.settings.mail.uncertain,
            connections=self.settings.mail.connections,
            overtake=self._overtake,
            settled=self.counters.settled,
            bounced=lambda claim, said: self.receive_mail.refused(
                claim.subscriber_id, claim.id, said
            ),
            throttle=Throttle(
                limits=self.settings.mail.destination_limits(), chance=SystemRandom().random
            ),
        )

    @cached_property
    def _overtake(self) -> Overtake:
        return Overtake(
            transactions=self.store,
            policy=self.policy,
            clock=self.clock,
            queue=self.queue_notices,
        )

    @cached_property
    def forget(self) -> Forget:
        """Forgets persons."""
        return Forget(
            transactions=self.store,
            clock=self.clock,
            tokens=self.tokens,
            read_address=read_address,
            settle=self.recover,
            sweep=partial(sweep, self.settings.mail.maildir),
        )

    @cached_property
    def ask_approval(self) -> AskApproval:
        """Asks whoever approves editions."""
        approver = self.settings.approver()
        return AskApproval(
            transactions=self.store,
            renderer=self.letters,
            approver=approver and read_address(approver),
        )

    @cached_property
    def compact(self) -> Compact:
        """Makes counts of old receipts."""
        return Compact(
            transactions=self.store,
            clock=self.clock,
            days=self.settings.mail.receipt_days,
            prune=self.chronicle.prune,
        )

    @cached_property
    def recover(self) -> Recover:
        """Settles what dead workers left."""
        return Recover(
            transactions=self.store,
            locks=self.locks,
            journals=self._journals,
            journal_of=self._journal_of,
            forget_journal=lambda worker: self.chronicle.pour(self._journal_file(worker)),
            clock=self.clock,
            uncertain=self.settings.mail.uncertain,
            ours=lambda worker: worker.startswith(self._node),
        )

    @cached_property
    def _node(self) -> str:
        """What names of workers on this machine begin with; nothing where there is one machine."""
        one = self.engines.sqlite_file is not None
        return "" if one else load_node(self.settings.secret_file.with_name("node"))

    @cached_property
    def editions(self) -> RunEditions:
        """Steers editions."""
        return RunEditions(transactions=self.store, clock=self.clock, call_off=self.call_off)

    @cached_property
    def call_off(self) -> CallOff:
        """Cancels what waits of editions that are cancelled."""
        return CallOff(transactions=self.store, clock=self.clock, aim=self.step_aim)

    @cached_property
    def show_copy(self) -> ShowCopy:
        """Shows what a reader got."""
        return ShowCopy(transactions=self.store, postmaster=self.postmaster)

    @cached_property
    def send_test(self) -> SendTest:
        """Mails a digest to one address, as a test."""
        return SendTest(
            transactions=self.store,
            preview=self.preview,
            newsletters=self.newsletters,
            postmaster=self.postmaster,
            transport=self.transport,
            tokens=self.tokens,
            read_address=read_address,
            clock=self.clock,
        )

    @cached_property
    def rest_mail(self) -> RestMail:
        """Stops all mail, and lets it out again."""
        return RestMail(transactions=self.store, clock=self.clock)

    @cached_property
    def _open_editions(self) -> OpenEditions:
        return OpenEditions(transactions=self.store, read_schedule=read_schedule)

    @cached_property
    def _plan_editions(self) -> PlanEditions:
        return PlanEditions(
            transactions=self.store,
            policy=self.policy,
            clock=self.clock,
            see_through=self._overtake.of_notices,
            call_off=self.call_off,
            aim=self.step_aim,
            planners=1 if self.engines.sqlite_file else PLANNERS,
        )

    @cached_property
    def send_now(self) -> SendNow:
        """Sends a digest outside its schedule."""
        return SendNow(
            transactions=self.store,
            clock=self.clock,
            open_editions=self._open_editions,
            plan_editions=self._plan_editions,
        )

    @contextmanager
    def _worker(self) -> Iterator[Worker]:
        name = self._node + uuid.uuid4().hex
        path = self._journal_file(name)
        with self.locks.hold(name, over=self._stopping.is_set) as lock:
            with Journal(path, told=self._told) as journal:
                yield Worker(name=name, journal=journal, still=lock, watch=lock.watch)
            self.chronicle.pour(path)

    def _told(self, cohort_id: int) -> str:
        with self.store.read() as tx:
            return told_account(tx.telling.told(cohort_id))

    def _journals(self) -> Sequence[str]:
        folder = self._journal_file("")
        return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else ()

    def _journal_file(self, worker: str) -> Path:
        return self.settings.secret_file.parent / "journal" / worker

    def _journal_of(self, worker: str) -> Mapping[str, Handover] | None:
        path = self._journal_file(worker)
        return read_journal(path) if path.exists() else None
