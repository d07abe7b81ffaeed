"""A step of a program to come, which adds to the tables."""

from alembic import op
from sqlalchemy import Column, String

from syndicate.store.migrations import HEAD

revision = "9001"
down_revision = HEAD


def upgrade() -> None:
    """Add a column that no program knows yet."""
    op.add_column("articles", Column("mood", String))
