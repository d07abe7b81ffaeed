"""What does this step change? Editions may need somebody's approval, and all mail may rest."""

from alembic import op
from sqlalchemy import Boolean, CheckConstraint, Column, Integer, Text, text

from syndicate.store.columns import Instant

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add both. Newsletters that are there need no approval, and mail does not rest."""
    needed = Column("approval", Boolean, nullable=False, server_default=text("false"))
    op.add_column("newsletters", needed)
    op.add_column("editions", Column("approved", Instant))
    op.create_table(
        "rests",
        Column("id", Integer, primary_key=True, autoincrement=False),
        Column("since", Instant, nullable=False),
        Column("why", Text, nullable=False),
        CheckConstraint("id = 1", name="one_row"),
    )
