"""What does a transaction reach of that which concerns whoever runs the site?"""

from functools import cached_property

from sqlalchemy import Connection

from syndicate.store.alarms import Alarms
from syndicate.store.last_done import LastDone
from syndicate.store.rests import Rests
from syndicate.store.standing import Standing
from syndicate.store.vital_signs import Vitals


class Operated:
    """How everything stands, what is wrong, what rests, and what was done when."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    @cached_property
    def last_done(self) -> LastDone:
        """When things were done last."""
        return LastDone(self.connection)

    @cached_property
    def alarms(self) -> Alarms:
        """What is wrong just now."""
        return Alarms(self.connection)

    @cached_property
    def vitals(self) -> Vitals:
        """Numbers that tell how all of it stands."""
        return Vitals(self.connection)

    @cached_property
    def rests(self) -> Rests:
        """Whether all mail rests."""
        return Rests(self.connection)

    @cached_property
    def standing(self) -> Standing:
        """How many of everything stand how."""
        return Standing(self.connection)
