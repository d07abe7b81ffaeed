"""How do tests bring a store to an older state of its tables, as an older program left it?"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from syndicate.store import migrations
from syndicate.store.engines import Engines


def upgrade(engines: Engines, revision: str) -> None:
    """Take the steps up to a revision, and none after it."""
    with engines.write.begin() as connection:
        take_steps(connection, revision)


def take_steps(connection: Connection, revision: str) -> None:
    """Take the steps up to a revision, in a transaction that has begun."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    command.upgrade(config, revision)
