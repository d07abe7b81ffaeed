"""What was asked for by forms and is not done yet?"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from syndicate.domain.requests import Request
from syndicate.store.tables import requests


class Requests:
    """The requests of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, request: Request, now: datetime) -> int:
        """Keep what is asked for; return its number."""
        row = asdict(request) | {"at": now}
        del row["id"]
        statement = insert(requests).values(row).returning(requests.c.id)
        number: int = self._connection.execute(statement).scalar_one()
        return number

    def get(self, number: int) -> Request | None:
        """Return what is asked for; None once it is done."""
        row = self._connection.execute(select(requests).where(requests.c.id == number)).first()
        return None if row is None else Request(**row._mapping)  # noqa: SLF001 - public name

    def left(self, before: datetime, limit: int) -> Sequence[int]:
        """Return what was asked for before an instant, oldest first."""
        statement = select(requests.c.id).where(requests.c.at < before).order_by(requests.c.at)
        return self._connection.execute(statement.limit(limit)).scalars().all()

    def done(self, number: int) -> None:
        """Forget what is done."""
        self._connection.execute(delete(requests).where(requests.c.id == number))
