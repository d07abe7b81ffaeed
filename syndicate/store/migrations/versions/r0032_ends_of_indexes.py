"""What does this step change? How far digests have told is found at the end of an index."""

from alembic import op

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    """Each publication asks it, to be recorded later (`Revisions.recordable`)."""
    op.create_index("ix_waves_seen_to", "waves", ["seen_to"])
