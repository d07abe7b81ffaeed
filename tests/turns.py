"""Does anybody wait for those who plan, who may be waiting for what was written before?

On PostgreSQL the server ends one of two who wait for each other. That takes two at the right
moment; that one transaction does things in the order which leads there shows at once.
"""

import re
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, RootTransaction

from syndicate.store.sharing import Line

_WAITED_FOR = re.compile(
    r"(INSERT INTO|UPDATE) subscriptions|UPDATE (destinations|deliveries SET (?!answers))"
    r"|SELECT .* FROM destinations .* FOR UPDATE",
    re.DOTALL,
)
"""What planners wait for, and those who wait for planners (`store/untelling.py: halt`)."""


class Turns:
    """Looks at each statement, and keeps those transactions that were out of order."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self._wrote: WeakKeyDictionary[RootTransaction, str] = WeakKeyDictionary()
        self._halted: WeakKeyDictionary[RootTransaction, bool] = WeakKeyDictionary()

    def look(
        self, connection: Connection, _: object, statement: str, given: object, *__: object
    ) -> None:
        """Take note of a statement that is about to be executed."""
        transaction: Any = connection.get_transaction()
        if connection.dialect.name != "postgresql" or transaction is None:
            return
        if _takes_the_turn(statement, given):
            if transaction in self._wrote and transaction not in self._halted:
                self.faults.append(self._wrote[transaction])
            self._halted[transaction] = True
        elif _WAITED_FOR.match(statement):
            self._wrote.setdefault(transaction, statement)


def _takes_the_turn(statement: str, given: object) -> bool:
    asked = isinstance(given, dict) and int(Line.TELLING) in given.values()
    return asked and statement.startswith("SELECT pg_advisory_xact_lock")
