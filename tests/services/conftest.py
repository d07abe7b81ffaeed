"""On what do tests of services stand? On a store of either kind in turn."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from syndicate.store.engines import Engines
from syndicate.store.unit_of_work import Store
from tests.services.press import Press
from tests.services.readers import World
from tests.web.newsroom import Newsroom, newsroom_of, settings_in


@pytest.fixture
def store(engines: Engines) -> Store:
    """Give an empty, migrated store of either kind."""
    return Store(engines)


@pytest.fixture
def world(store: Store) -> World:
    """Give a site without newsletters or readers."""
    return World(store)


@pytest.fixture
def press(engines: Engines, tmp_path: Path) -> Press:
    """Give a newsroom with readers and post, without any yet."""
    return Press(engines, tmp_path)


@pytest.fixture
def newsroom(database_url: str, tmp_path: Path) -> Iterator[Newsroom]:
    """Open a whole site in which nothing was published yet."""
    with newsroom_of(settings_in(tmp_path, database_url)) as opened:
        yield opened
