"""What is an errand: a request that we owe to somebody outside, and when is it tried again?

Subscribers of the hub, outside hubs and webhooks are all served by errands. What they are
told is made when they are told it, so that whoever was away gets the newest state.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from hashlib import md5
from http import HTTPStatus
from typing import Generic, NamedTuple, TypeVar
from urllib.parse import urlsplit

from syndicate.domain.feeds import FeedFormat

FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(hours=1)
LEAST_WAIT = timedelta(seconds=1)
LONGEST_HEEDED = timedelta(days=1)
_MOST_DOUBLINGS = 20
_LONGEST_QUOTE = 200


T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand(Generic[T]):
    """A request that is owed: which row of its kind, to which host, and all that is known of it."""

    id: int
    host: str
    about: T


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is sent."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What was answered. Without an answer `status` is 0, and `said` tells why.

    `barred` tells that it was not even tried: no such address is connected to.
    """

    status: int
    said: str = ""
    body: bytes = b""
    retry_after: str = ""
    barred: bool = False

    @property
    def taken(self) -> bool:
        """Tell whether the receiver accepted it."""
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES

    @property
    def gone(self) -> bool:
        """Tell whether the receiver wants nothing more, ever."""
        return self.status == HTTPStatus.GONE

    @property
    def quote(self) -> str:
        """Return what to show of it to an operator, in one line that no terminal obeys."""
        printed = "".join(c if c.isprintable() else " " for c in f"{self.status or ''} {self.said}")
        return " ".join(printed.split())[:_LONGEST_QUOTE]


def host_of(url: str) -> str:
    """Return whom an address belongs to: the host, in small letters."""
    return urlsplit(url).hostname or ""


class Part(NamedTuple):
    """Which hosts are meant, where they are told in so many parts: each is in one of them.

    Those that the operator `named`, for webhooks or as outside hubs, are in the first one, where
    those are told: so a host's limits hold for whatever is owed to it.
    """

    number: int
    of: int
    named: tuple[str, ...] = ()


WHOLE = Part(0, 1)
DIGITS = 7


def number_of(host: str) -> int:
    """Return a number of a host, the same on every machine, by which it is in its part."""
    return int(md5(host.encode(), usedforsecurity=False).hexdigest()[:DIGITS], 16)


def next_try(attempts: int, reply: Reply, now: datetime, chance: float) -> datetime:
    """Return when to try again what has now failed so many times.

    The wait is anything up to a bound that doubles (full jitter: many that failed together do
    not come back together), and no less than the receiver asked for. `chance` is from 0 to 1.
    """
    bound: timedelta = min(FIRST_WAIT * 2 ** min(attempts - 1, _MOST_DOUBLINGS), LONGEST_WAIT)
    return now + max(LEAST_WAIT, chance * bound, asked_wait(reply.retry_after, now))


def asked_wait(retry_after: str, now: datetime) -> timedelta:
    """Return how long a receiver asked to be left alone (RFC 9110 §10.2.3), at most a day."""
    if retry_after.isascii() and retry_after.isdigit():
        return timedelta(seconds=min(int(retry_after[:9]), LONGEST_HEEDED.total_seconds()))
    try:
        until = parsedate_to_datetime(retry_after)
    except (ValueError, OverflowError):
        return timedelta(0)
    aware = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max(aware - now, timedelta(0)), LONGEST_HEEDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ping:
    """That an outside hub is owed the news that a document changed."""

    id: int
    hub: str
    feed: str
    format: FeedFormat
    touches: int
    attempts: int
    began: datetime
