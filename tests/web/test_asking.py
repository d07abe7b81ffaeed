"""Is nobody blamed for a store that is busy?"""

from contextlib import AbstractContextManager
from typing import NoReturn

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse

from syndicate.clock import FixedClock
from syndicate.domain.tokens import Tokens
from syndicate.errors import Temporary
from syndicate.services.trace import Trace, Transaction
from syndicate.web.asking import Asking
from tests.services.readers import NOW
from tests.services.test_trace import ANYTHING

REQUEST = Request({"type": "http", "client": ("203.0.113.7", 1)})
LOCKED = Temporary("the file /srv/secret.db is locked")


class Busy:
    """A store that others keep locked."""

    def read(self) -> AbstractContextManager[Transaction]:
        """Find it locked."""
        return self._locked()

    def write(self) -> AbstractContextManager[Transaction]:
        """Find it locked."""
        return self._locked()

    def _locked(self) -> NoReturn:
        raise LOCKED


def test_a_busy_store_is_not_taken_for_a_network_that_asks_for_too_much() -> None:
    trace = Trace(transactions=Busy(), clock=FixedClock(NOW), tokens=Tokens(b"secret"))
    heeded: list[int] = []
    with pytest.raises(Temporary) as raised:
        Asking(trace, heeded.append)(REQUEST, PlainTextResponse("check your mail"), ANYTHING)
    assert (raised.value, heeded) == (LOCKED, [])
