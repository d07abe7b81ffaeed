"""What does this step change? How the server that took a mail calls it is kept with it."""

from alembic import op
from sqlalchemy import Column, Text

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add it, unknown for the mails of the past."""
    op.add_column("deliveries", Column("server_id", Text))
