"""What does this step change? What counts in the figures of corrections, and its sums.

They begin empty, and are filled when somebody first asks, or something is next published.
"""

from alembic import op
from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, String, Uuid, text

revision = "0005"
down_revision = "0004"

_KNOWN = text("delay IS NOT NULL")


def upgrade() -> None:
    """Add the three tables."""
    op.create_table(
        "counts",
        Column("article_id", Uuid, ForeignKey("articles.id"), primary_key=True),
        Column("number", Integer, primary_key=True),
        Column("what", String, nullable=False),
        Column("month", String, nullable=False),
        Column("section", String, nullable=False),
        Column("delay", Integer),
    )
    for name, columns in (
        ("delay", ["delay"]),
        ("delay_of_month", ["month", "delay"]),
    ):
        op.create_index(
            f"ix_counts_{name}", "counts", columns, sqlite_where=_KNOWN, postgresql_where=_KNOWN
        )
    op.create_table(
        "count_cells",
        *(Column(name, String, primary_key=True) for name in ("what", "month", "section")),
        Column("number", Integer, nullable=False),
    )
    op.create_table(
        "counted_in",
        Column("id", Integer, primary_key=True, autoincrement=False),
        Column("timezone", String, nullable=False),
        CheckConstraint("id = 1", name="one_row"),
    )
