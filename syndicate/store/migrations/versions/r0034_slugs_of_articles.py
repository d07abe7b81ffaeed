"""What does this step change? The slugs of an article are found without looking at all of them."""

from alembic import op

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    """Add the index; the partial one beside it does not serve what asks for `current = 1`."""
    op.create_index("ix_slugs_article", "slugs", ["article_id"])
