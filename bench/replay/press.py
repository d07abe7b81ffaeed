"""On what does the replay's newsroom run? The real application, over a clock of our own."""

from contextlib import closing
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Self

from bench.replay.letters import BASE
from bench.replay.shelf import Web
from bench.replay.wire import Wire
from syndicate.app import App
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.services.lines import Transport
from syndicate.settings import Settings, load
from syndicate.web.site import site

_LOOK = timedelta(milliseconds=1)
_SETTINGS = f"""
[site]
title = "The Replay"
base_url = "{BASE}"
timezone = "America/New_York"
publisher = "Replay Press"
postal_address = "1 Quay Street"
[store]
url = "{{store}}"
[mail]
sender = "The Replay <news@replay.example>"
connections = 1
"""


class ReplayClock:
    """A clock that is set from one event to the next, and goes on a little with each look."""

    def __init__(self, instant: datetime) -> None:
        self.instant = instant

    def now(self) -> datetime:
        """Return the instant, later than any told before."""
        self.instant += _LOOK
        return self.instant

    def set(self, instant: datetime) -> None:
        """Move on to an instant; never back."""
        self.instant = max(self.instant, instant)


class ReplayApp(App):
    """The application with a way out for its mail that records."""

    def __init__(self, settings: Settings, clock: ReplayClock, wire: Wire) -> None:
        super().__init__(settings, clock=clock)
        self._wire = wire

    @cached_property
    def transport(self) -> Transport:
        """Where mail goes."""
        return self._wire


class Press:
    """The application at work; it can be killed, and started again over the same store."""

    def __init__(self, folder: Path, store: str, clock: ReplayClock, wire: Wire) -> None:
        self._settings = folder / "settings.toml"
        self._settings.write_text(_SETTINGS.format(store=store), encoding="utf-8")
        self.clock = clock
        self._wire = wire
        self.starts = 0
        self._start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.app.close()

    def _start(self) -> None:
        self.app = ReplayApp(load(self._settings), self.clock, self._wire)
        self.web = Web(site(self.app))
        self.starts += 1

    def restart(self) -> None:
        """End the application, whatever it was at, and start it again."""
        with closing(self.app):
            pass
        self._start()

    def turn(self) -> None:
        """Do what a serving process does every few seconds."""
        self.app.tick()
        self.app.send_mail()

    def waits(self) -> bool:
        """Tell, as an operator sees it, whether any mail is still to go."""
        return bool(self.app.status().waiting.mails)

    def doubts(self) -> int:
        """Return how many deliveries an operator has to resolve."""
        return len(self.app.editions.deliveries(None, DeliveryStatus.IN_DOUBT))

    def resolve(self) -> None:
        """Do what an operator does about deliveries in doubt, who has read the server's log."""
        for delivery in self.app.editions.deliveries(None, DeliveryStatus.IN_DOUBT):
            lost = str(delivery.id) in self._wire.lost
            self.app.editions.resolve(delivery.id, resend=lost)
            self._wire.lost.discard(str(delivery.id))
