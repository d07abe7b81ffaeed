"""What does this step change? Up to when each reader was told, and since when each cohort is."""

from alembic import op
from sqlalchemy import Column

from syndicate.store.columns import Instant

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add both. Who reads already goes on where the last edition began: receipts tell the rest."""
    op.add_column("subscriptions", Column("told_until", Instant))
    op.add_column("cohorts", Column("seen_from", Instant))
    op.execute(
        "UPDATE subscriptions SET told_until = ("
        "SELECT max(waves.seen_from) FROM waves JOIN editions ON editions.id = waves.edition_id"
        " WHERE editions.newsletter_id = subscriptions.newsletter_id"
        " AND waves.status IN ('sending', 'sent', 'empty'))"
        " WHERE status = 'active'"
    )
