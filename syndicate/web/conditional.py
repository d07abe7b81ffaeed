"""Which bytes does a request want, and does it have them already? (RFC 9110 §8.8, §12.5.3, §13)"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache
from threading import Lock

from starlette.types import Message

from syndicate.domain.feeds import FeedDocument
from syndicate.render.encodings import ENCODERS

Headers = list[tuple[bytes, bytes]]
Messages = tuple[Message, Message]

CACHE_CONTROL = b"public, max-age=60, stale-while-revalidate=300"
IDENTITY = "identity"
_READING = frozenset({"GET", "HEAD"})
_ABOUT_BYTES = {b"content-type", b"content-length", b"content-encoding"}
_WAYS_TO_ACCEPT = 256  # that are remembered; programs have few, and say the same each time


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A document in one encoding. Its ETag is a function of the bytes and the encoding.

    Its answers are written once, as the messages of ASGI, which nobody may change: the `whole`,
    its `head` alone, and `unchanged`, with the headers that a cache updates (RFC 9110 §15.4.5).
    """

    etag: bytes
    whole: Messages
    head: Messages
    unchanged: Messages


@dataclass(slots=True)
class Served:
    """A document, and in `variants` the encodings that somebody has asked for so far."""

    document: FeedDocument
    links: bytes
    encoders: Mapping[str, Callable[[bytes], bytes]] = field(default_factory=lambda: ENCODERS)
    variants: dict[str, Variant] = field(default_factory=dict)
    _compressing: Lock = field(default_factory=Lock)

    def variant(self, encoding: str) -> Variant:
        """Return the document in an encoding, compressed when it is first asked for."""
        if encoding == IDENTITY:  # nothing to wait for; made twice, it is the same
            return self.variants.setdefault(
                encoding, _variant(self.document, encoding, None, self.links)
            )
        with self._compressing:  # once, however many ask at the same time
            known = self.variants.get(encoding)
            if known is None:
                encode = self.encoders.get(encoding)
                known = _variant(self.document, encoding, encode, self.links)
                self.variants[encoding] = known
        return known

    def answer(self, asked: "Asked", method: str, now: datetime) -> Messages | None:
        """Return what answers a request; None for a method that does not only read."""
        variant = self.variants.get(asked.encoding) or self.variant(asked.encoding)
        if method not in _READING:
            return None
        modified = self.document.last_modified
        if asked.if_none_match == variant.etag or has_it(variant, modified, asked):
            answer = variant.unchanged  # the first: as nearly everybody asks
        else:
            answer = variant.whole if method == "GET" else variant.head
        return answer if modified <= now else _not_ahead(answer, now)


def _not_ahead(answer: Messages, now: datetime) -> Messages:
    """Return an answer that tells no Last-Modified after its own Date (RFC 9110 §8.8.2.1).

    Bytes are dated ahead where a clock was put back, or where they changed more than once a
    second. Who says the date told here is sent them again: what is compared is their own.
    """
    start, body = answer
    told = {**dict(start["headers"]), b"last-modified": http_date(now)}
    return {**start, "headers": list(told.items())}, body


def _variant(
    document: FeedDocument,
    encoding: str,
    encode: Callable[[bytes], bytes] | None,
    links: bytes,
) -> Variant:
    body = encode(document.body) if encode else document.body
    etag = f'"{document.etag}{f"-{encoding}" if encode else ""}"'.encode()
    headers = [
        (b"etag", etag),
        (b"last-modified", http_date(document.last_modified)),
        (b"cache-control", CACHE_CONTROL),
        (b"vary", b"Accept-Encoding"),
        (b"link", links),
        (b"content-type", document.format.media_type.encode()),
        (b"content-length", str(len(body)).encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"content-security-policy", b"default-src 'none'"),
    ]
    if encode:
        headers.append((b"content-encoding", encoding.encode()))
    kept = [(name, value) for name, value in headers if name not in _ABOUT_BYTES]
    return Variant(
        etag=etag,
        whole=messages(200, headers, body),
        head=messages(200, headers, b""),
        unchanged=messages(304, kept, b""),
    )


def messages(status: int, headers: Headers, body: bytes) -> Messages:
    """Write an answer as ASGI has it: how it begins, and its bytes."""
    start = {"type": "http.response.start", "status": status, "headers": headers}
    return start, {"type": "http.response.body", "body": body}


def http_date(instant: datetime) -> bytes:
    """Write an instant as an IMF-fixdate (RFC 9110 §5.6.7)."""
    return format_datetime(instant.astimezone(UTC), usegmt=True).encode()


@dataclass(slots=True)
class Asked:
    """What a request says of the bytes it wants.

    It is not frozen, since every feed's answer waits for it: that takes five times as long.
    """

    encoding: str
    if_none_match: bytes | None
    if_modified_since: bytes | None

    @property
    def conditional(self) -> bool:
        """Tell whether the request says which bytes its sender has."""
        return self.if_none_match is not None or self.if_modified_since is not None


def asked_in(headers: Iterable[tuple[bytes, bytes]]) -> Asked:
    """Return what a request's headers ask for; repeated lists are one list (RFC 9110 §5.3)."""
    accept = if_none_match = if_modified_since = None
    for name, value in headers:
        if name == b"accept-encoding":
            accept = value if accept is None else accept + b"," + value
        elif name == b"if-none-match":
            if_none_match = value if if_none_match is None else if_none_match + b"," + value
        elif name == b"if-modified-since":
            if_modified_since = value
    return Asked(encoding_for(accept), if_none_match, if_modified_since)


@lru_cache(_WAYS_TO_ACCEPT)
def encoding_for(accept: bytes | None) -> str:
    """Choose the encoding that a request likes best, ours among equals (RFC 9110 §12.5.3)."""
    if accept is None:
        return IDENTITY
    weights = dict(_weighed(part) for part in accept.decode("latin-1").split(","))
    others = weights.get("*", 0.0)
    liked = max(ENCODERS, key=lambda encoding: weights.get(encoding, others))
    weight = weights.get(liked, others)
    return liked if weight > 0 and weight >= weights.get(IDENTITY, 0.0) else IDENTITY


def _weighed(part: str) -> tuple[str, float]:
    coding, _, parameter = part.partition(";")
    _, _, weight = parameter.partition("=")
    try:
        return coding.strip().lower(), float(weight) if weight.strip() else 1.0
    except ValueError:
        return coding.strip().lower(), 0.0


def has_it(variant: Variant, modified: datetime, asked: Asked) -> bool:
    """Tell whether the client has these bytes; If-None-Match beats If-Modified-Since."""
    if asked.if_none_match is not None:
        return matches(variant.etag, asked.if_none_match)
    if asked.if_modified_since is None:
        return False
    since = _instant(asked.if_modified_since)
    return since is not None and modified <= since


def matches(etag: bytes, if_none_match: bytes) -> bool:
    """Compare weakly with a list of tags, or with any (RFC 9110 §13.1.2)."""
    tags = [tag.strip().removeprefix(b"W/") for tag in if_none_match.split(b",")]
    return etag in tags or tags == [b"*"]


def _instant(value: bytes | None) -> datetime | None:
    """Read a date; one that makes no sense is as good as none (RFC 9110 §13.1.3)."""
    if value is None:
        return None
    try:
        parsed = parsedate_to_datetime(value.decode("latin-1"))
        aware = parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
        return aware.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
