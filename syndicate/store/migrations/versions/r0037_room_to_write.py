"""What does this step change? PostgreSQL leaves room beside each subscription for its next state.

Planning an edition writes every one of them anew (0018). With room on the same page no index
has to be told; only pages that are written from now on have it.
"""

from alembic import op

revision = "0037"
down_revision = "0036"


def upgrade() -> None:
    """Fill pages to less than half: each row has its old and its new state there for a while."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE subscriptions SET (fillfactor = 45)")
