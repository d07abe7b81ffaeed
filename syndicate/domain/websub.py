"""What does a subscriber ask of the hub, and what does the hub tell? (W3C WebSub)"""

import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlencode

from syndicate.domain.errands import Request
from syndicate.domain.feeds import FeedDocument, FeedFormat
from syndicate.domain.reach import read_target, usual_port
from syndicate.errors import AskedWrongly

SECRET_BYTES = 200  # "less than 200 bytes in length" (§5.1)
SHORTEST_LEASE = timedelta(hours=1)
INTENT_TRIES = 4
MOST_UNVERIFIED = 100  # of one host, at a time
ASKED_FOR_EACH = 2  # to come, and to leave
_FORM = "application/x-www-form-urlencoded"


class Mode(StrEnum):
    """What is asked of the hub about a callback."""

    SUBSCRIBE = "subscribe"
    UNSUBSCRIBE = "unsubscribe"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """For how long a subscription holds: unless said otherwise, and at most."""

    usual: timedelta
    longest: timedelta

    def granted(self, asked: str) -> timedelta:
        """Return the lease for what was asked; the hub decides in the end (§5.1)."""
        if not asked:
            return self.usual
        if not re.fullmatch(r"[0-9]{1,12}", asked):
            raise AskedWrongly(f"hub.lease_seconds={asked[:20]!r} is no number of seconds")
        wanted = timedelta(seconds=min(int(asked), self.longest.total_seconds()))
        return max(wanted, min(SHORTEST_LEASE, self.longest))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request to the hub that made sense, before its intent is verified."""

    mode: Mode
    topic: str
    callback: str
    lease: timedelta
    secret: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A document of ours that somebody subscribed to, or asked to.

    `version` counts the states that were to be told, `etag` is the newest of them, empty where
    the feed is closed; `touches` counts how often it may have changed.
    """

    id: int
    feed: str
    format: FeedFormat
    etag: str
    version: int
    touches: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Callback:
    """A subscription of the hub: one callback of one topic, until its lease ends.

    `version` is the topic's newest, which it is `behind` until it was told; `closed` tells that
    the topic is no more, `said` what the callback answered last.
    """

    id: int
    topic_id: int
    feed: str
    format: FeedFormat
    url: str
    secret: str = field(repr=False)
    since: datetime
    until: datetime
    version: int
    behind: bool
    closed: bool
    attempts: int
    not_before: datetime | None
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """A request to the hub whose callback has yet to say that it meant it."""

    id: int
    topic_id: int
    feed: str
    format: FeedFormat
    mode: Mode
    url: str
    secret: str = field(repr=False)
    lease: timedelta
    version: int
    attempts: int


def read_request(fields: Sequence[tuple[str, str]], lease: Lease) -> Asked:
    """Read what a subscriber posted (§5.1); parameters that the hub does not know are ignored.

    Raises AskedWrongly for a missing or senseless one.
    """
    mode = _one(fields, "hub.mode")
    if mode not in set(Mode):
        raise AskedWrongly(f"hub.mode={mode[:20]!r} is neither subscribe nor unsubscribe")
    secret = _one(fields, "hub.secret", needed=False)
    if len(secret.encode()) >= SECRET_BYTES:
        raise AskedWrongly(f"hub.secret must be shorter than {SECRET_BYTES} bytes")
    return Asked(
        mode=Mode(mode),
        topic=_one(fields, "hub.topic"),
        callback=_callback(_one(fields, "hub.callback")),
        lease=lease.granted(_one(fields, "hub.lease_seconds", needed=False)),
        secret=secret,
    )


def _one(fields: Sequence[tuple[str, str]], name: str, *, needed: bool = True) -> str:
    values = [value for field, value in fields if field == name]
    if needed and not any(values):
        raise AskedWrongly(f"{name} is missing")
    if len(values) > 1:
        raise AskedWrongly(f"{name} is given more than once")
    return values[0] if values else ""


def _callback(url: str) -> str:
    try:
        target = read_target(url)
    except AskedWrongly as error:
        raise AskedWrongly(f"hub.callback: {error}") from error
    if not usual_port(target):
        raise AskedWrongly(f"hub.callback: nothing is sent to port {target.port}")
    return url


def intent_request(intent: Intent, topic: str, challenge: str) -> Request:
    """Return the question whether a callback meant it (§5.3); its own query is kept as it is."""
    told = {
        "hub.mode": intent.mode.value,
        "hub.topic": topic,
        "hub.challenge": challenge,
    }
    if intent.mode is Mode.SUBSCRIBE:
        told["hub.lease_seconds"] = str(int(intent.lease.total_seconds()))
    return Request(method="GET", url=_with(intent.url, told))


def denial_request(callback: str, topic: str, reason: str) -> Request:
    """Return what tells a callback that it gets nothing, or nothing more (§5.2)."""
    told = {"hub.mode": "denied", "hub.topic": topic, "hub.reason": reason}
    return Request(method="GET", url=_with(callback, told))


def _with(url: str, told: dict[str, str]) -> str:
    joint = "?" if "?" not in url else "" if url.endswith(("?", "&")) else "&"
    return url + joint + urlencode(told)


def content_request(url: str, secret: str, document: FeedDocument, hub: str, topic: str) -> Request:
    """Return what tells a callback the newest content (§7), signed where it gave a secret (§8)."""
    headers = {
        "Content-Type": document.format.media_type,
        "Link": f'<{hub}>; rel="hub", <{topic}>; rel="self"',
    }
    if secret:
        digest = hmac.digest(secret.encode(), document.body, "sha256").hex()
        headers["X-Hub-Signature"] = f"sha256={digest}"
    return Request(method="POST", url=url, headers=headers, body=document.body)


def ping_request(hub: str, topic: str) -> Request:
    """Return what tells an outside hub that a topic changed.

    WebSub leaves it open; hubs take what PubSubHubbub 0.4 §7.1 said, some by the one
    name of the parameter and some by the other.
    """
    body = urlencode({"hub.mode": "publish", "hub.url": topic, "hub.topic": topic}).encode()
    return Request(method="POST", url=hub, headers={"Content-Type": _FORM}, body=body)
