"""What does this step change? The index of a feed's newest runs backwards on SQLite, too.

A table that was copied by an earlier step lost that word from its index.
"""

from alembic import op
from sqlalchemy import text

revision = "0025"
down_revision = "0024"

_NAME, _TABLE = "ix_feed_members_newest", "feed_members"


def upgrade() -> None:
    """Make it anew."""
    op.drop_index(_NAME, _TABLE)
    op.create_index(_NAME, _TABLE, ["feed", text("updated DESC"), "urn"])
