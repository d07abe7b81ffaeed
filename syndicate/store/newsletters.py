"""Which newsletters are there?"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update
from sqlalchemy.exc import IntegrityError

from syndicate.domain.editions import Newsletter
from syndicate.errors import Conflict, NotFound
from syndicate.store.tables import newsletters


class Newsletters:
    """The newsletters of one transaction; removed ones keep their past."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, newsletter: Newsletter) -> None:
        """Add a newsletter. Raises Conflict when the name is or was in use."""
        try:
            self._connection.execute(insert(newsletters).values(_row(newsletter)))
        except IntegrityError as error:
            raise Conflict(
                f"a newsletter {newsletter.name!r} exists, or did until it was removed; "
                "choose another name"
            ) from error

    def get(self, name: str) -> Newsletter:
        """Return a newsletter by name. Raises NotFound."""
        statement = select(newsletters).where(newsletters.c.name == name, ~newsletters.c.removed)
        row = self._connection.execute(statement).first()
        if row is None:
            raise NotFound(f"no newsletter is named {name!r}; see syndicate newsletter list")
        return _newsletter(row)

    def by_id(self, newsletter_id: int) -> Newsletter:
        """Return a newsletter, removed ones too. Raises NotFound."""
        statement = select(newsletters).where(newsletters.c.id == newsletter_id)
        row = self._connection.execute(statement).first()
        if row is None:
            raise NotFound(f"no newsletter has the number {newsletter_id}")
        return _newsletter(row)

    def all(self) -> Sequence[Newsletter]:
        """Return the newsletters by name."""
        statement = select(newsletters).where(~newsletters.c.removed).order_by(newsletters.c.name)
        return [_newsletter(row) for row in self._connection.execute(statement)]

    def mark(self, name: str, **marks: bool | datetime) -> None:
        """Set or clear `paused`, with `resumed`; set `removed`, which keeps what was sent.

        Raises NotFound.
        """
        self.get(name)
        self._connection.execute(
            update(newsletters).where(newsletters.c.name == name).values(**marks)
        )


def _row(newsletter: Newsletter) -> dict[str, Any]:
    return {
        "name": newsletter.name,
        "title": newsletter.title,
        "schedule": newsletter.schedule,
        "timezone": newsletter.timezone,
        "reader_time": newsletter.reader_time,
        "sections": newsletter.sections,
        "template": newsletter.template,
        "sender": newsletter.sender,
        "late_limit": int(newsletter.late_limit.total_seconds()),
        "send_empty": newsletter.send_empty,
        "paused": newsletter.paused,
        "removed": False,
        "created": newsletter.created,
        "resumed": newsletter.resumed,
        "approval": newsletter.approval,
    }


def _newsletter(row: Row[Any]) -> Newsletter:
    return Newsletter(
        id=row.id,
        name=row.name,
        title=row.title,
        schedule=row.schedule,
        timezone=row.timezone,
        reader_time=row.reader_time,
        sections=row.sections,
        template=row.template,
        sender=row.sender,
        late_limit=timedelta(seconds=row.late_limit),
        send_empty=row.send_empty,
        paused=row.paused,
        created=row.created,
        resumed=row.resumed,
        approval=row.approval,
    )
