"""What does this step change? How far counting anew by another zone's months has come."""

from alembic import op
from sqlalchemy import CheckConstraint, Column, Integer, String, Uuid

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Add the table; nothing is being counted anew."""
    op.create_table(
        "recounts",
        Column("id", Integer, primary_key=True, autoincrement=False),
        Column("timezone", String, nullable=False),
        Column("article_id", Uuid, nullable=False),
        CheckConstraint("id = 1", name="one_row"),
    )
