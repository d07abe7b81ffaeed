"""What happens on every tick? All of it may run on several tickers at once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from syndicate.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticked:
    """How many articles came out at their moment, and how many events were relayed."""

    published: int
    relayed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """Does what has come due, in the order in which one thing leads to the next."""

    clock: Clock
    publish_due: Callable[[], int]
    relay: Callable[[], int]
    open_editions: Callable[[datetime], None]
    ask_approval: Callable[[datetime], None]
    plan_editions: Callable[[datetime], None]
    close_editions: Callable[[], None]
    follow_notices: Callable[[], object]
    lapse_followings: Callable[[], object]
    heed: Callable[[], object]
    clear_traces: Callable[[], object]
    bury: Callable[[], object]
    clear_errands: Callable[[], object]
    recount: Callable[[], object]
    compact: Callable[[], object]

    def __call__(self) -> Ticked:
        """Publish, relay, open, plan and close whatever is due now; notices before editions.

        What fails keeps nothing that comes after it from being done; it is raised at the end.
        """
        try:
            published = self.publish_due()
        finally:
            relayed = self._relay_and_mail()
        return Ticked(published=published, relayed=relayed)

    def _relay_and_mail(self) -> int:
        try:
            return self.relay()
        finally:
            try:
                self.follow_notices()
            finally:
                self._lapse_and_plan()

    def _lapse_and_plan(self) -> None:
        try:
            self.lapse_followings()
        finally:
            self._open_and_plan(self.clock.now())

    def _open_and_plan(self, now: datetime) -> None:
        try:
            self.open_editions(now)
        finally:
            self._ask_and_plan(now)

    def _ask_and_plan(self, now: datetime) -> None:
        try:
            self.ask_approval(now)
        finally:
            self._plan_and_close(now)

    def _plan_and_close(self, now: datetime) -> None:
        try:
            self.plan_editions(now)
        finally:
            self._close_and_recount()

    def _close_and_recount(self) -> None:
        try:
            self.close_editions()
        finally:
            self._heed_and_clear()

    def _heed_and_clear(self) -> None:
        try:
            self.heed()
        finally:
            self._clear_and_recount()

    def _clear_and_recount(self) -> None:
        try:
            self.clear_traces()
        finally:
            self._bury_and_recount()

    def _bury_and_recount(self) -> None:
        try:
            self.bury()
        finally:
            self._clear_errands_and_recount()

    def _clear_errands_and_recount(self) -> None:
        try:
            self.clear_errands()
        finally:
            self._recount_and_compact()

    def _recount_and_compact(self) -> None:
        try:
            self.recount()  # in a large store it takes a while, but hardly ever happens
        finally:
            self.compact()
