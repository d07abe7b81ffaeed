"""What does this step change? Whoever approves editions is asked once for each."""

from alembic import op
from sqlalchemy import Column

from syndicate.store.columns import Instant

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Add when it was asked; of what waits now, it was not."""
    op.add_column("editions", Column("asked", Instant))
