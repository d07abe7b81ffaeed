"""On what do the contracts of the store stand? On either database in turn."""

import pytest

from syndicate.store.engines import Engines
from syndicate.store.unit_of_work import Store


@pytest.fixture
def store(engines: Engines) -> Store:
    """Give an empty, migrated store of either kind."""
    return Store(engines)
