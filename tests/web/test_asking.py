"""Is mail asked for in vain only where it has to be, and is nobody blamed for a busy store?"""

import asyncio
from contextlib import AbstractContextManager
from typing import NoReturn

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from syndicate.clock import FixedClock
from syndicate.domain.tokens import Tokens
from syndicate.errors import Refused, SyndicateError, Temporary
from syndicate.services.trace import Trace, Transaction
from syndicate.web.asking import Asking
from tests.services.readers import NOW

REQUEST = Request({"type": "http", "client": ("203.0.113.7", 1)})
ANONYMOUS = Request({"type": "http", "client": None})
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


class Work:
    """What is done after the answer, which fails in these ways first."""

    def __init__(self, *errors: SyndicateError) -> None:
        self.errors = list(errors)
        self.tried = 0

    def __call__(self, _: str) -> None:
        """Count a try, and fail if that is its turn."""
        self.tried += 1
        if self.errors:
            raise self.errors.pop(0)


async def no_pause(_: float) -> None:
    """Take no time."""


def asking() -> Asking:
    trace = Trace(transactions=Busy(), clock=FixedClock(NOW), tokens=Tokens(b"secret"))
    return Asking(trace, pause=no_pause)


def answered(request: Request, work: Work) -> Response:
    """Answer, and do what follows the answer."""
    said = asking()(request, PlainTextResponse("check your mail"), work)
    assert said.background is not None
    asyncio.run(said.background())
    return said


def test_a_busy_store_is_not_taken_for_a_network_that_asks_for_too_much() -> None:
    work = Work()
    with pytest.raises(Temporary) as raised:
        answered(REQUEST, work)
    assert (raised.value, work.tried) == (LOCKED, 0)


def test_what_was_promised_is_done_once_the_store_is_free() -> None:
    work = Work(LOCKED, LOCKED)
    answered(ANONYMOUS, work)
    assert work.tried == 3


def test_what_was_promised_is_not_tried_for_ever() -> None:
    work = Work(*[LOCKED] * 100)
    answered(ANONYMOUS, work)
    assert work.tried == 4


def test_what_cannot_be_done_is_tried_once() -> None:
    work = Work(Refused("not this address"))
    answered(ANONYMOUS, work)
    assert work.tried == 1
