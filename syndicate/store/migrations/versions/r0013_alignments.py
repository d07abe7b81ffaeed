"""What does this step change? The last look at the DNS of senders' domains is kept."""

from alembic import op
from sqlalchemy import Column, String, Text

from syndicate.store.columns import Instant

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Add the table of what was found."""
    op.create_table(
        "alignments",
        Column("domain", String, primary_key=True),
        Column("under", String, nullable=False),
        Column("at", Instant, nullable=False),
        Column("fault", Text, nullable=False),
    )
