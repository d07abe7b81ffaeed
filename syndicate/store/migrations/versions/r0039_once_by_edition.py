"""What does this step change? A mail of no notice is in no index of notices; so with editions.

That a reader has one mail of each is held by indexes of those mails alone. Programs before 0038
name a key of all mails when they queue a notice.
"""

from alembic import op
from sqlalchemy import text

revision = "0039"
down_revision = "0038"
oldest = "0038"

_NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def upgrade() -> None:
    """Make the new indexes before the old keys go, so that nothing is ever there twice."""
    for owner in ("edition", "notice"):
        where = text(f"{owner}_id IS NOT NULL")
        op.create_index(
            f"ix_deliveries_{owner}_once",
            "deliveries",
            [f"{owner}_id", "subscriber_id"],
            unique=True,
            sqlite_where=where,
            postgresql_where=where,
        )
    kept = {"sqlite_autoincrement": True}
    with op.batch_alter_table("deliveries", table_kwargs=kept, naming_convention=_NAMES) as ledger:
        for owner in ("edition", "notice"):
            ledger.drop_constraint(f"uq_deliveries_{owner}_id_subscriber_id", type_="unique")
