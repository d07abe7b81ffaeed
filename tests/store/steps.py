"""How do tests bring a store to an older state of its tables, as an older program left it?"""

from pathlib import Path

from alembic import command
from alembic.config import Config

from syndicate.store import migrations
from syndicate.store.engines import Engines


def upgrade(engines: Engines, revision: str) -> None:
    """Take the steps up to a revision, and none after it."""
    with engines.write.begin() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(Path(migrations.__file__).parent))
        command.upgrade(config, revision)
