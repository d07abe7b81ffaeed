"""What does this step change? When something was done last, and what is wrong, is kept."""

from alembic import op
from sqlalchemy import Column, String, Text

from syndicate.store.columns import Instant

revision = "0031"
down_revision = "0026"


def upgrade() -> None:
    """Add both tables; nothing was done yet, and nothing is wrong."""
    op.create_table(
        "last_done",
        Column("what", String, primary_key=True),
        Column("at", Instant, nullable=False),
    )
    op.create_table(
        "alarms",
        Column("name", String, primary_key=True),
        Column("since", Instant, nullable=False),
        Column("told", Instant, nullable=False),
        Column("words", Text, nullable=False),
    )
