"""Which stories of outside histories are here, and how much of them?"""

from dataclasses import asdict

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.exc import IntegrityError

from syndicate.domain.histories import Source
from syndicate.errors import Conflict
from syndicate.store.tables import articles, sources


class Sources:
    """The sources of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, key: str) -> Source | None:
        """Return the source of this key."""
        row = self._connection.execute(select(sources).where(sources.c.key == key)).first()
        return None if row is None else Source(**row._mapping)  # noqa: SLF001 - public name

    def lock(self, key: str) -> Source | None:
        """Return the source, whose article nobody else can change until the transaction ends."""
        owner = select(sources.c.article_id).where(sources.c.key == key).scalar_subquery()
        held = select(articles.c.id).where(articles.c.id == owner).with_for_update()
        self._connection.execute(held)
        return self.find(key)

    def save(self, source: Source) -> None:
        """Keep what is known of a source. Raises Conflict where another import was quicker."""
        self._connection.execute(
            delete(sources).where(
                sources.c.key == source.key, sources.c.article_id == source.article_id
            )
        )
        try:
            self._connection.execute(insert(sources).values(asdict(source)))
        except IntegrityError as error:
            raise Conflict(
                f"{source.key} is being imported by another process; import it again"
            ) from error
