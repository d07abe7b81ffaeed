"""Which bytes does a request want, and does it have them already? (RFC 9110 §8.8, §12.5.3, §13)"""

import gzip
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from syndicate.domain.feeds import FeedDocument

Headers = list[tuple[bytes, bytes]]

CACHE_CONTROL = b"public, max-age=60, stale-while-revalidate=300"
IDENTITY, GZIP = "identity", "gzip"


@dataclass(frozen=True, slots=True)
class Variant:
    """A document in one encoding. Its ETag is a function of the bytes and the encoding."""

    body: bytes
    etag: bytes
    headers: Headers


@dataclass(slots=True)
class Served:
    """A document and the encodings somebody has asked for so far."""

    document: FeedDocument
    links: bytes
    _variants: dict[str, Variant] = field(default_factory=dict)

    def variant(self, encoding: str) -> Variant:
        """Return the document in an encoding, compressed when it is first asked for."""
        known = self._variants.get(encoding)
        if known is None:
            known = self._variants[encoding] = _variant(self.document, encoding, self.links)
        return known

    @property
    def last_modified(self) -> datetime:
        """Return when these bytes came to be."""
        return self.document.last_modified


def _variant(document: FeedDocument, encoding: str, links: bytes) -> Variant:
    zipped = encoding == GZIP
    body = gzip.compress(document.body, 6, mtime=0) if zipped else document.body
    etag = f'"{document.etag}{"-gzip" if zipped else ""}"'.encode()
    headers = [
        (b"etag", etag),
        (b"last-modified", http_date(document.last_modified)),
        (b"cache-control", CACHE_CONTROL),
        (b"vary", b"Accept-Encoding"),
        (b"link", links),
        (b"content-type", document.format.media_type.encode()),
        (b"content-length", str(len(body)).encode()),
        (b"x-content-type-options", b"nosniff"),
    ]
    if zipped:
        headers.append((b"content-encoding", b"gzip"))
    return Variant(body=body, etag=etag, headers=headers)


def unchanged_headers(variant: Variant) -> Headers:
    """Return the headers of a 304: those that a cache updates (RFC 9110 §15.4.5)."""
    about_bytes = {b"content-type", b"content-length", b"content-encoding"}
    return [(name, value) for name, value in variant.headers if name not in about_bytes]


def http_date(instant: datetime) -> bytes:
    """Write an instant as an IMF-fixdate (RFC 9110 §5.6.7)."""
    return format_datetime(instant.astimezone(UTC), usegmt=True).encode()


def encoding_for(accept: bytes | None) -> str:
    """Choose gzip where the request accepts it, else the plain bytes (RFC 9110 §12.5.3)."""
    if accept is None or (b"gzip" not in accept and b"*" not in accept):
        return IDENTITY
    weights = dict(_weighed(part) for part in accept.decode("latin-1").split(","))
    zipped = weights.get("gzip", weights.get("*", 0.0))
    return GZIP if zipped > 0 and zipped >= weights.get("identity", 0.0) else IDENTITY


def _weighed(part: str) -> tuple[str, float]:
    coding, _, parameter = part.partition(";")
    _, _, weight = parameter.partition("=")
    try:
        return coding.strip().lower(), float(weight) if weight.strip() else 1.0
    except ValueError:
        return coding.strip().lower(), 0.0


def has_it(
    variant: Variant, modified: datetime, if_none_match: bytes | None, if_modified: bytes | None
) -> bool:
    """Tell whether the client has these bytes; If-None-Match beats If-Modified-Since."""
    if if_none_match is not None:
        return _matches(variant.etag, if_none_match)
    since = _parsed_date(if_modified)
    return since is not None and modified <= since


def _matches(etag: bytes, if_none_match: bytes) -> bool:
    tags = [tag.strip().removeprefix(b"W/") for tag in if_none_match.split(b",")]
    return etag in tags or tags == [b"*"]


def _parsed_date(value: bytes | None) -> datetime | None:
    if value is None:
        return None
    try:
        parsed = parsedate_to_datetime(value.decode("latin-1"))
    except ValueError:
        return None
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
