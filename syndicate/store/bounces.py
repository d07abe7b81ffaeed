"""Whose mails came back, and when?"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, func, select

from syndicate.domain.bounces import Bounce, BounceKind
from syndicate.store.dialects import inserting
from syndicate.store.tables import bounces


class Bounces:
    """The reports of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, bounce: Bounce) -> bool:
        """Keep a report; False where it was known already."""
        row = {name: getattr(bounce, name) for name in Bounce.__dataclass_fields__}
        statement = (
            inserting(self._connection, bounces)
            .values(row)
            .on_conflict_do_nothing()
            .returning(bounces.c.id)
        )
        return self._connection.execute(statement).first() is not None

    def lately(self, since: datetime) -> Mapping[BounceKind, int]:
        """Return how many reports came since an instant, by kind."""
        kind, recent = bounces.c.kind, bounces.c.at >= since
        statement = select(kind, func.count()).where(recent).group_by(kind)
        return {what: int(number) for what, number in self._connection.execute(statement)}

    def since(self, subscriber_id: int, instant: datetime) -> Sequence[Bounce]:
        """Return what came back from a reader since an instant, oldest first."""
        columns = [bounces.c[name] for name in Bounce.__dataclass_fields__]
        statement = (
            select(*columns)
            .where(bounces.c.subscriber_id == subscriber_id, bounces.c.at >= instant)
            .order_by(bounces.c.id)
        )
        rows = self._connection.execute(statement)
        return [Bounce(**row._mapping) for row in rows]  # noqa: SLF001 - SQLAlchemy's public name
