"""A step of a program to come, which takes away what programs before it may use."""

from alembic import op

revision = "9002"
down_revision = "9001"
oldest = "9001"


def upgrade() -> None:
    """Drop a column."""
    op.drop_column("articles", "mood")
