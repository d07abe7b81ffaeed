"""Does any store come to the present tables, once, and stay protected?"""

from sqlalchemy import inspect

from syndicate.store.engines import Engines
from syndicate.store.tables import metadata


def test_a_migrated_store_has_every_table(engines: Engines) -> None:
    assert set(metadata.tables) <= set(inspect(engines.read).get_table_names())
