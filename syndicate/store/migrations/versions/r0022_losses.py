"""What does this step change? Revisions that a restored store lost, and readers know, are kept."""

from alembic import op
from sqlalchemy import Column, ForeignKey, Integer, Uuid

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Add the table; nothing is known to be lost."""
    op.create_table(
        "losses",
        Column("article_id", Uuid, ForeignKey("articles.id"), primary_key=True),
        Column("number", Integer, primary_key=True),
        Column("mails", Integer, nullable=False),
    )
