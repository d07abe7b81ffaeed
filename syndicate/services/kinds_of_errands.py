"""What is a kind of errand, by which way does it go out, and how much of it at once?"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from syndicate.domain.errands import Errand, Reply, Request

Result = tuple[Errand[Any], Reply]


class Line(Protocol):
    """Sends requests to one host, one after the other."""

    def send(self, request: Request) -> Reply: ...
    def close(self) -> None: ...


class Egress(Protocol):
    """The way out."""

    def line(self) -> Line: ...


class Errands(Protocol):
    """One kind of what is owed: what is due, what is said then, and what becomes of it."""

    def due(self, now: datetime) -> bool: ...
    def take(
        self, limit: int, busy: Collection[int], full: Collection[str], now: datetime
    ) -> Sequence[Errand[Any]]: ...
    def request(self, errand: Errand[Any]) -> Request | None: ...
    def settle(self, results: Sequence[Result], now: datetime) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of errands, its way out, and how many connections it may have at once.

    `connections` are all of them, `per_host` those to one host. Whoever can be made to wait by
    strangers has less than all, so that others never wait for it.
    """

    errands: Errands
    egress: Egress
    connections: int
    per_host: int
