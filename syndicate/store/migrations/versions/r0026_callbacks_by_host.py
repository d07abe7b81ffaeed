"""What does this step change? Callbacks that are owed something are found host by host."""

from alembic import op

revision = "0026"
down_revision = "0025"

_NAME = "ix_hub_callbacks_behind"


def upgrade() -> None:
    """Put the host behind what is owed, so that requests to one host share a connection."""
    op.drop_index(_NAME, "hub_callbacks")
    op.create_index(_NAME, "hub_callbacks", ["topic_id", "version", "host"])
