"""What does a webhook tell of a change, and how does its receiver know that we told it?

The form of signatures is that of Standard Webhooks, for which libraries are at hand in many
languages: the id, the time and the body are signed together, so that none can be replayed.
"""

import base64
import binascii
import hmac
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from syndicate.domain.articles import Article
from syndicate.domain.changes import Change
from syndicate.domain.errands import Request
from syndicate.domain.site import Site
from syndicate.errors import AskedWrongly

GIVEN_UP_AFTER = timedelta(days=3)
KEPT = timedelta(days=30)
SECRET_BYTES = range(24, 65)  # "Between 24 bytes (192 bits) and 64 bytes (512 bits)"
_WRITTEN = "whsec_"


class CallStatus(StrEnum):
    """How a call stands."""

    WAITING = "waiting"
    TAKEN = "taken"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """A receiver of events: all of them, or those of some changes."""

    name: str
    url: str
    secret: str = field(repr=False)
    changes: Collection[Change] = frozenset()

    def wants(self, change: Change) -> bool:
        """Tell whether the receiver is told of such a change."""
        return not self.changes or change in self.changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One event owed to one webhook, or told it. `key` is the same however often it is told."""

    id: int
    webhook: str
    key: str
    article_id: UUID
    change: Change
    number: int
    recorded: datetime
    status: CallStatus
    attempts: int
    began: datetime
    not_before: datetime | None
    said: str
    settled: datetime | None


def event_body(call: Call, article: Article, entry: Mapping[str, Any] | None, site: Site) -> bytes:
    """Return what an event says: what happened, and how the article stands now.

    `entry` is the article's entry as JSON Feed has it now, None where there is none any more:
    an event that is told late, or again, never tells words that have been withdrawn since.
    """
    told = {
        "type": f"article.{call.change}",
        "timestamp": call.recorded.isoformat(),
        "data": {
            "change": call.change,
            "revision": call.number,
            "article": article.id.urn,
            "url": site.article_url(article.id),
            "status": article.status,
            "entry": entry,
        },
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def call_request(webhook: Webhook, key: str, body: bytes, now: datetime) -> Request:
    """Return the signed request that tells a webhook of an event."""
    timestamp = str(int(now.timestamp()))
    headers = {
        "Content-Type": "application/json",
        "Webhook-Id": key,
        "Webhook-Timestamp": timestamp,
        "Webhook-Signature": signature(webhook.secret, key, timestamp, body),
    }
    return Request(method="POST", url=webhook.url, headers=headers, body=body)


def signature(secret: str, key: str, timestamp: str, body: bytes) -> str:
    """Sign an event (Standard Webhooks 1.0, "Signature scheme", HMAC-SHA256)."""
    signed = f"{key}.{timestamp}.".encode() + body
    digest = hmac.digest(signing_key(secret), signed, "sha256")
    return f"v1,{base64.b64encode(digest).decode()}"


def signing_key(secret: str) -> bytes:
    """Return the key that a secret is written for: "whsec_" and base64 (ibid.).

    Raises AskedWrongly, without the secret, for any other text, or a key of another length.
    """
    try:
        key = base64.b64decode(secret.removeprefix(_WRITTEN), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if not secret.startswith(_WRITTEN) or len(key) not in SECRET_BYTES:
        raise AskedWrongly(
            "the secret must be whsec_ and base64 of 24 to 64 bytes; make one: "
            'echo "whsec_$(openssl rand -base64 32)"'
        )
    return key
