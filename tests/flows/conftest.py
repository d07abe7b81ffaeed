"""Which sites do flows run on?

One of the command line, one that pushes to loopback, and one of several nodes, with a mail server.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.site_folder import SETTINGS, SiteFolder
from tests.flows.hub_site import hub_site
from tests.flows.mail_processes import SlowSink
from tests.flows.nodes import shared_settings
from tests.transports.mail_servers import SinkServer
from tests.transports.receiver import Receiver, receiving
from tests.web.newsroom import FERRY, Newsroom


@pytest.fixture
def site(tmp_path: Path, migrated_file: Path, capsys: pytest.CaptureFixture[str]) -> SiteFolder:
    """Give a site of the test's own, with an empty store."""
    folder = tmp_path / "site"
    (folder / "var").mkdir(parents=True)
    (folder / "settings.toml").write_text(SETTINGS)
    shutil.copyfile(migrated_file, folder / "var" / "syndicate.db")
    return SiteFolder(folder, capsys)


@pytest.fixture
def newsroom(tmp_path: Path, sqlite_url: str) -> Iterator[Newsroom]:
    """Open a site with a hub and one article; what the store keeps is tested on both elsewhere."""
    with hub_site(tmp_path, sqlite_url) as opened:
        opened.publish(FERRY)
        yield opened


@pytest.fixture
def reader() -> Iterator[Receiver]:
    """Run a subscriber that means what is asked."""
    with receiving() as running:
        yield running


@pytest.fixture
def sink() -> Iterator[tuple[SlowSink, int]]:
    """Run a mail server; give its port, too."""
    sink = SlowSink()
    with SinkServer(sink) as server:
        yield sink, server.port


@pytest.fixture
def settings(tmp_path: Path, empty_postgresql_url: str, sink: tuple[SlowSink, int]) -> Path:
    """Give the settings of a site of several nodes."""
    return shared_settings(tmp_path, empty_postgresql_url, sink[1])
