"""What time is it, for all machines of a site alike? The time of their database's server.

What was recorded, is due, or may go again is decided by instants that one machine wrote and
another compares. Clocks of machines differ; so each is read with its distance from one.
"""

from datetime import datetime, timedelta

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from syndicate.clock import Clock
from syndicate.store.engines import Engines

_ASK = text("SELECT clock_timestamp()")


class ServerClock:
    """A machine's clock, put right by its server's; `adjust` is called now and then."""

    def __init__(self, engines: Engines, machine: Clock) -> None:
        self._engines = engines
        self._machine = machine
        self._ahead = timedelta()
        self.adjust()

    def now(self) -> datetime:
        """Return the present instant; nothing is asked of the server."""
        return self._machine.now() + self._ahead

    def adjust(self) -> None:
        """Ask the server. What it cannot tell, or not more exactly than is known, changes nothing.

        An answer was given between question and receipt: it is as exact as half of that.
        """
        try:
            with self._engines.read.connect() as connection:
                asked = self._machine.now()
                told: datetime = connection.execute(_ASK).scalar_one()
                heard = self._machine.now()
        except DBAPIError:
            return
        doubt = abs(heard - asked) / 2
        ahead = told - (asked + doubt)
        if abs(ahead - self._ahead) > doubt:
            self._ahead = ahead
