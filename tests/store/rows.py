"""What do the rows look like that tests of the store begin with?"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Insert, insert

from syndicate.domain.articles import Kind, Status
from syndicate.domain.audience import ConsentAction
from syndicate.domain.changes import DigestAs
from syndicate.store.tables import (
    articles,
    cohort_items,
    cohorts,
    consents,
    log,
    newsletters,
    revisions,
    subscribers,
)

ARTICLE = UUID("6f1f0a52-0d5c-4f2a-9d0a-1f6d3a1c7b11")
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)

REVISION: Mapping[str, Any] = {
    "article_id": ARTICLE,
    "number": 1,
    "kind": Kind.UPDATE,
    "note": "with the mayor's answer",
    "severity": None,
    "premise": False,
    "content": '{"headline":"Bridge closed"}',
    "salt": b"salt",
    "content_hash": b"content",
    "chain_hash": b"chain",
    "published": NOON,
    "recorded": NOON,
    "quiet": False,
    "editor": "ida",
}
NEWSLETTER: Mapping[str, Any] = {
    "name": "morning",
    "title": "Morning",
    "schedule": "weekdays 07:00",
    "timezone": "Europe/Berlin",
    "reader_time": False,
    "sections": "[]",
    "template": "default",
    "sender": "news@example.org",
    "late_limit": 3600,
    "send_empty": False,
    "paused": False,
    "removed": False,
    "created": NOON,
}


def an_article(article_id: UUID = ARTICLE) -> Insert:
    """Insert a published article that has one revision."""
    return insert(articles).values(
        id=article_id, status=Status.PUBLISHED, head=1, head_hash=b"chain", recorded=NOON
    )


def insert_published(connection: Connection) -> None:
    """Insert one article of one revision, mailed in one cohort."""
    connection.execute(an_article())
    connection.execute(insert(revisions).values(**REVISION))
    connection.execute(insert(cohorts).values(items_key="a", created=NOON))
    item = {"article_id": ARTICLE, "revision": 1, "status": DigestAs.NEW, "since": 0}
    connection.execute(insert(cohort_items).values(cohort_id=1, position=0, **item))


def insert_consent(connection: Connection) -> None:
    """Insert one reader's consent to one newsletter."""
    reader = {"email": "ada@example.org", "timezone": "Europe/Berlin", "created": NOON}
    consent = {"action": ConsentAction.CONFIRMED, "how": "mail", "words": "Yes", "at": NOON}
    connection.execute(insert(newsletters).values(**NEWSLETTER))
    connection.execute(insert(subscribers).values(**reader))
    connection.execute(insert(consents).values(subscriber_id=1, newsletter_id=1, **consent))


def insert_line(connection: Connection) -> None:
    """Insert the line of the log that tells of the one revision."""
    told = ("article_id", "number", "kind", "published", "recorded", "chain_hash")
    facts = {name: REVISION[name] for name in told}
    connection.execute(insert(log).values(seq=1, **facts, log_hash=b"line"))
