"""What does this step change? From nothing to the first whole set of tables."""

from alembic import op

from syndicate.store.tables import metadata

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create every table."""
    metadata.create_all(op.get_bind())
