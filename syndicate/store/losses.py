"""Which revisions did a restored store lose, although readers had been mailed them?"""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select

from syndicate.store.tables import losses


class Losses:
    """The losses of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep(self, article_id: UUID, number: int, mails: int) -> None:
        """Keep that a revision was mailed so often; what was kept of it before goes."""
        own = (losses.c.article_id == article_id) & (losses.c.number == number)
        self._connection.execute(delete(losses).where(own))
        row = {"article_id": article_id, "number": number, "mails": mails}
        self._connection.execute(insert(losses).values(row))

    def of(self, article_id: UUID) -> Mapping[int, int]:
        """Return how often each lost revision of an article was mailed, by its number then."""
        own = losses.c.article_id == article_id
        statement = select(losses.c.number, losses.c.mails).where(own).order_by(losses.c.number)
        return {row.number: row.mails for row in self._connection.execute(statement)}
