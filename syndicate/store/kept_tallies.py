"""How do mails stand, as PostgreSQL itself keeps count (0076)?

With each statement triggers write how many mails of which edition or notice came to stand how,
whoever runs it: what is told is the sum, of a few rows a batch. Of letters, what was not sent is
counted alone. On SQLite nothing is kept: rows are counted.
"""

from sqlalchemy import BigInteger, Column, Connection, MetaData, Select, Table, func, select

from syndicate.domain.deliveries import DeliveryStatus
from syndicate.store.columns import Instant, Word

kept = Table(
    "ledger_tallies",
    MetaData(),
    Column("edition_id", BigInteger),
    Column("notice_id", BigInteger),
    Column("status", Word(DeliveryStatus)),
    Column("settled", Instant),
    Column("number", BigInteger),
)
"""Not among the tables of a store: what is copied into another one is counted there."""


def keeps_count(connection: Connection) -> bool:
    """Tell whether a database keeps count."""
    return connection.dialect.name == "postgresql"


def by_status() -> Select[DeliveryStatus, int]:
    """Add up how many mails stand how."""
    number = func.sum(kept.c.number)
    each = select(kept.c.status, number.label("number")).group_by(kept.c.status)
    return each.having(number != 0)
