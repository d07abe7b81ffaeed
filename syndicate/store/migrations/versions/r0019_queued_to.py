"""What does this step change? A notice knows how far the queueing of its readers has come."""

from alembic import op
from sqlalchemy import BigInteger, Column, Integer

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Add the column; what was queued before was queued whole."""
    number = BigInteger().with_variant(Integer, "sqlite")
    op.add_column("notices", Column("queued_to", number))
