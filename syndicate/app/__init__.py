"""Where do adapters meet services? In this package, and nowhere else."""

from functools import cached_property

from syndicate.app.looking import Looking
from syndicate.app.working import Working
from syndicate.services.list_pages import ListPages
from syndicate.services.measure import Measure
from syndicate.services.readiness import NoteTick, TellReadiness
from syndicate.services.showcase import Showcase
from syndicate.services.status import TellStatus
from syndicate.services.tick import Tick
from syndicate.store.migrations import HEAD


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
            needed=HEAD,
            tick_seconds=self.settings.scheduler.tick_seconds,
        )

    @cached_property
    def measure(self) -> Measure:
        """Measures the site and this process."""
        return Measure(transactions=self.store, clock=self.clock, counted=self.counters.measured)

    @cached_property
    def tick(self) -> Tick:
        """Does what has come due."""
        return Tick(
            clock=self.clock,
            publish_due=self.publish.due,
            relay=self.relay,
            open_editions=self._open_editions,
            ask_approval=self.ask_approval,
            plan_editions=self._plan_editions,
            close_editions=self.close_editions,
            follow_notices=self.notices,
            lapse_followings=self.lapse_followings,
            heed=self.heed.left,
            clear_traces=self.trace.clear,
            bury=self.bury,
            clear_errands=self.show_errands.clear,
            recount=self.recount,
            compact=self.compact,
            note=NoteTick(transactions=self.store),
        )
