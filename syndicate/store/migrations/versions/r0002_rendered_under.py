"""What does this step change? Feeds at hand know under which settings they were rendered."""

from alembic import op

from syndicate.store.tables import rendered_under

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the table, unless the first step has just done so."""
    rendered_under.create(op.get_bind(), checkfirst=True)
