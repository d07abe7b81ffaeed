"""Where do adapters meet services? In this package, and nowhere else."""

from collections.abc import Sequence
from functools import cached_property, partial
from pathlib import Path

from syndicate.app.looking import Looking
from syndicate.app.working import Working
from syndicate.importers.addresses import read_address
from syndicate.services.forget_events import ForgetEvents
from syndicate.services.list_pages import ListPages
from syndicate.services.measure import Measure
from syndicate.services.readiness import NoteTick, TellReadiness
from syndicate.services.showcase import Showcase
from syndicate.services.status import TellStatus
from syndicate.services.tick import Tick
from syndicate.services.unname import Unname
from syndicate.services.watch_over import WatchOver
from syndicate.transports.disks import disks_of


class App(Working, Looking):
    """A site's use cases, each made when it is first asked for."""

    @cached_property
    def showcase(self) -> Showcase:
        """Answers what the public pages list."""
        return Showcase(transactions=self.store, compose=self.compose, policy=self.policy)

    @cached_property
    def list_pages(self) -> ListPages:
        """Answers what sitemaps list."""
        return ListPages(transactions=self.store, policy=self.policy, clock=self.clock)

    @cached_property
    def status(self) -> TellStatus:
        """Tells how everything stands."""
        return TellStatus(transactions=self.store, clock=self.clock)

    @cached_property
    def readiness(self) -> TellReadiness:
        """Tells whether visitors may come."""
        return TellReadiness(
            transactions=self.store,
            clock=self.clock,
            revision=self.store.revision,
            needed=self.program.head,
            tick_seconds=self.settings.scheduler.tick_seconds,
        )

    @cached_property
    def measure(self) -> Measure:
        """Measures the site and this process."""
        return Measure(transactions=self.store, clock=self.clock, counted=self.counters.measured)

    @cached_property
    def watch_over(self) -> WatchOver:
        """Tells the operator what is wrong."""
        operator = self.settings.operator_address()
        signed = self.settings.mail.dkim.key_files and self.settings.mail.transport == "smtp"
        return WatchOver(
            transactions=self.store,
            renderer=self.letters,
            operator=operator and read_address(operator),
            limits=self.settings.operator.limits(),
            disks=partial(disks_of, self._folders()),
            check_keys=self.check_dns.keys if signed else None,
        )

    def _folders(self) -> Sequence[Path]:
        folders = [self.settings.secret_file.parent, self.settings.mail.maildir]
        if self.engines.sqlite_file:
            folders.insert(0, self.engines.sqlite_file.parent)
        return folders

    @cached_property
    def tick(self) -> Tick:
        """Does what has come due."""
        return Tick(
            clock=self.clock,
            publish_due=self.publish.due,
            relay=self.relay,
            open_editions=self._open_editions,
            ask_approval=self.ask_approval,
            call_off=self.call_off,
            plan_editions=self._plan_editions,
            close_editions=self.close_editions,
            follow_notices=self.notices,
            lapse_followings=self.lapse_followings,
            heed=self.heed.left,
            clear_traces=self.trace.clear,
            unname=Unname(transactions=self.store),
            bury=self.bury,
            clear_errands=self.show_errands.clear,
            recount=self.recount,
            compact=self.compact,
            note=NoteTick(transactions=self.store),
            watch_over=self.watch_over,
            forget_events=ForgetEvents(
                transactions=self.store,
                days=self.settings.store.event_days,
                stopped=self._stopping.is_set,
            ),
        )
