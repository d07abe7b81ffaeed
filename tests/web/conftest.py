"""On what do tests of the web stand? On a whole site over either database in turn."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.newsroom import Newsroom, newsroom_of, settings_in
from tests.web.visitor import Visitor


@pytest.fixture
def settings_file(tmp_path: Path, database_url: str) -> Path:
    """Write the settings of a site over an empty store."""
    return settings_in(tmp_path, database_url)


@pytest.fixture
def newsroom(settings_file: Path) -> Iterator[Newsroom]:
    """Open a site in which nothing was published yet."""
    with newsroom_of(settings_file) as opened:
        yield opened


@pytest.fixture
def visitor(newsroom: Newsroom) -> Visitor:
    """Visit the site."""
    return newsroom.visitor
