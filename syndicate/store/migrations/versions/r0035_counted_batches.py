"""What does this step change? Batches count what was sent, and old ones may be deleted.

What was sent before is counted once, in a batch of its own. Whether a delivery holds to a batch
is found by an index: SQLite asks that of each one that is deleted.
"""

from alembic import op
from sqlalchemy import Column, Integer, text

revision = "0035"
down_revision = "0034"

_NAME = "ix_deliveries_batch"
_HELD = text("batch_id IS NOT NULL")
_COUNT = """
    INSERT INTO batches (worker, claimed, settled, sent)
    SELECT '', CURRENT_TIMESTAMP, CURRENT_TIMESTAMP, counted.sent FROM (
        SELECT (SELECT count(*) FROM deliveries WHERE status = 'sent')
            + (SELECT coalesce(sum(number), 0) FROM tallies WHERE status = 'sent') AS sent
    ) AS counted
    WHERE counted.sent > 0
"""


def upgrade() -> None:
    """Add the column and the indexes, and count."""
    op.add_column("batches", Column("sent", Integer, nullable=False, server_default=text("0")))
    op.create_index("ix_batches_settled", "batches", ["settled"])
    op.drop_index(_NAME, "deliveries")
    op.create_index(_NAME, "deliveries", ["batch_id"], sqlite_where=_HELD, postgresql_where=_HELD)
    op.execute(_COUNT)
