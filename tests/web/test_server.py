"""Does a serving process notice what others publish?"""

import time
from pathlib import Path

from syndicate.web.server import looking
from tests.web.newsroom import BRIDGE, FERRY, Newsroom, newsroom_of

PATIENCE = 30
PAUSE = 0.02


def test_what_another_process_publishes_is_served_soon(
    newsroom: Newsroom, settings_file: Path
) -> None:
    with newsroom_of(settings_file) as other, looking(other.app):
        assert "Ferry" not in other.visitor.get("/feeds/all.atom").text
        for content in (FERRY, BRIDGE):
            newsroom.publish(content)
            wait_for(other, content.headline)


def wait_for(newsroom: Newsroom, headline: str) -> None:
    """Ask until the feed tells a headline."""
    end = time.monotonic() + PATIENCE
    while headline not in newsroom.visitor.get("/feeds/all.atom").text:
        assert time.monotonic() < end, headline
        time.sleep(PAUSE)
