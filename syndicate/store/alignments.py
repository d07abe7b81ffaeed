"""What was last found of the domains that mail is sent from?"""

from sqlalchemy import Connection, delete, insert, select

from syndicate.domain.alignment import Alignment
from syndicate.store.tables import alignments


class Alignments:
    """The results of one transaction, one a domain."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep(self, alignment: Alignment) -> None:
        """Keep a result in the place of the one before."""
        row = {name: getattr(alignment, name) for name in Alignment.__dataclass_fields__}
        one = alignments.c.domain == alignment.domain
        self._connection.execute(delete(alignments).where(one))
        self._connection.execute(insert(alignments).values(row))

    def of(self, domain: str) -> Alignment | None:
        """Return what was last found of a domain."""
        statement = select(alignments).where(alignments.c.domain == domain)
        row = self._connection.execute(statement).first()
        return None if row is None else Alignment(**row._mapping)  # noqa: SLF001 - public name
