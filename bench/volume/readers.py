"""How does a newsletter come to have a million readers within a minute? They are written by set."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import bindparam, text

from syndicate.app import App
from syndicate.store.columns import Instant
from syndicate.store.engines import analyze

AT_ONCE = 50_000
NUMBERS = (
    "WITH RECURSIVE n (i) AS (SELECT CAST(:first AS BIGINT) UNION ALL"
    " SELECT i + 1 FROM n WHERE i < :last) "
)
_READERS = text(
    "INSERT INTO subscribers (id, email, timezone, created) "  # noqa: S608 - constants of ours
    f"{NUMBERS}SELECT i, 'reader' || i || '@example.org', 'UTC', :since FROM n"
).bindparams(bindparam("since", type_=Instant))
_SUBSCRIBED = text(
    "INSERT INTO subscriptions (subscriber_id, newsletter_id, status, since, told_until) "  # noqa: S608
    f"{NUMBERS}SELECT i, :newsletter, 'active', :since, :told FROM n"
).bindparams(bindparam("since", type_=Instant), bindparam("told", type_=Instant))


def enlist(
    app: App, name: str, readers: int, since: datetime, told: datetime | None = None
) -> None:
    """Subscribe so many readers, with numbers from 1, who were told all until a moment if any."""
    for first, last in pieces(readers):
        with app.store.write() as tx:
            known = {"first": first, "last": last, "since": since}
            tx.connection.execute(_READERS, known)
            more = {"newsletter": tx.newsletters.get(name).id, "told": told}
            tx.connection.execute(_SUBSCRIBED, known | more)
    with app.store.write() as tx:
        analyze(tx.connection, "subscribers", "subscriptions")


def pieces(readers: int) -> Iterator[tuple[int, int]]:
    """Return the first and the last number of each piece."""
    for first in range(1, readers + 1, AT_ONCE):
        yield first, min(first + AT_ONCE - 1, readers)
