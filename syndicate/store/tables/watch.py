"""Which tables hold what is watched: when something was done last, and what is wrong just now?"""

from sqlalchemy import Column, String, Table, Text

from syndicate.store.columns import Instant
from syndicate.store.tables.schema import metadata

last_done = Table(
    "last_done",
    metadata,
    Column("what", String, primary_key=True),
    Column("at", Instant, nullable=False),
)

alarms = Table(
    "alarms",
    metadata,
    Column("name", String, primary_key=True),
    Column("since", Instant, nullable=False),
    Column("told", Instant, nullable=False),
    Column("words", Text, nullable=False),
)
