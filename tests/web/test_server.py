"""Does a serving process notice what others publish, and answer at once?"""

import gc
import socket
import time
from pathlib import Path

from syndicate.web.server import listening, looking, uncollected
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


def test_a_connection_says_that_it_is_of_tcp_so_that_answers_wait_for_nothing() -> None:
    with listening("127.0.0.1", 0) as (opened,), socket.socket() as client:
        client.connect(opened.getsockname())
        accepted, _ = opened.accept()
        with accepted:
            assert accepted.proto == socket.IPPROTO_TCP


def test_who_serves_is_not_held_up_by_looking_through_what_was_there_before() -> None:
    before = [object()]
    with uncollected():
        after = [object()]
        looked_at = {id(each) for each in gc.get_objects()}
        assert id(after) in looked_at
        assert id(before) not in looked_at
    assert any(each is before for each in gc.get_objects())


def wait_for(newsroom: Newsroom, headline: str) -> None:
    """Ask until the feed tells a headline."""
    end = time.monotonic() + PATIENCE
    while headline not in newsroom.visitor.get("/feeds/all.atom").text:
        assert time.monotonic() < end, headline
        time.sleep(PAUSE)
