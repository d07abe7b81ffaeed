"""How do messages for several connections set out together, with one question to the store?

Each is its connection's own next one, and nothing but words is missing. So a stop is in force at
the next recipient of each connection, as it is where each is asked for alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from syndicate.errors import Temporary
from syndicate.services.hand_over import Attempt, Journal
from syndicate.services.looks import Looks


@dataclass(frozen=True, slots=True)
class AtOnce:
    """Writes all intents in one go, then asks, and then gives each its words.

    The question comes after all intents: a process that is held up before it finds out that its
    mail is another's, and one that is held up after it is believed to have sent all of these.
    """

    journal: Journal
    looks: Looks

    def __call__(self, attempts: Sequence[Attempt]) -> None:
        """Have each say its words, unless it may not go; a fault is its outcome."""
        fault = self._intend([each for each in attempts if each.opening])
        self.looks.outdate()
        for each in attempts:
            each.say(fault)

    def _intend(self, attempts: Sequence[Attempt]) -> str:
        """Write the intents; return why there is no room for them."""
        try:
            if attempts:
                self.journal.intents([each.intent for each in attempts])
        except Temporary as error:
            return str(error)
        for each in attempts:
            each.committed = True
        return ""
