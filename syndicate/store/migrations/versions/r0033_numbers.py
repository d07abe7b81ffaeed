"""What does this step change? SQLite gives no number of a newsletter or an edition again.

Links and Message-IDs are made of them, and a store restored from a backup leaps beyond those
that were given since.
"""

from alembic import op

revision = "0033"
down_revision = "0032"

_NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def upgrade() -> None:
    """Copy both tables; PostgreSQL counts so anyway."""
    if op.get_bind().dialect.name != "sqlite":
        return
    counting = {"sqlite_autoincrement": True}
    for table in ("newsletters", "editions"):
        with op.batch_alter_table(
            table, recreate="always", table_kwargs=counting, naming_convention=_NAMES
        ):
            pass
