"""What does this step change? Readers wish: how often, which sections, a pause, plain text."""

from alembic import op
from sqlalchemy import Boolean, Column, String, Text, text

from syndicate.store.columns import Instant

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add the wishes of readers, who had none so far."""
    for column in (
        Column("frequency", String, nullable=False, server_default="every"),
        Column("sections", Text, nullable=False, server_default="[]"),
        Column("paused_until", Instant),
        Column("plain_text", Boolean, nullable=False, server_default=text("false")),
    ):
        op.add_column("subscribers", column)
