"""Does a process go on looking for what others commit, whatever fails meanwhile?"""

from pathlib import Path
from threading import Event

import pytest
from structlog.testing import capture_logs

from syndicate.app.watching import watching
from syndicate.store.watcher import Watcher
from tests.web.newsroom import FERRY, Newsroom, newsroom_of

PATIENCE = 30


def test_a_look_that_fails_is_logged_and_not_the_last(newsroom: Newsroom) -> None:
    looked, told = [], Event()

    def look(changed: bool) -> None:
        looked.append(changed)
        if len(looked) == 1:
            raise RuntimeError("the first fails")
        if changed:
            told.set()

    with capture_logs() as lines, watching(newsroom.app, "test", look):
        while not looked:
            told.wait(0.01)
        newsroom.publish(FERRY)
        assert told.wait(PATIENCE)
    assert [line["event"] for line in lines].count("look_failed") == 1


def test_a_wait_that_fails_is_logged_and_not_the_last(
    newsroom: Newsroom, settings_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting, failed, told = Watcher.wait, list[bool](), Event()

    def wait(watcher: Watcher, seconds: float) -> bool:
        if not failed:
            failed.append(True)
            raise OSError("too many open files")
        return waiting(watcher, seconds)

    def look(changed: bool) -> None:
        if changed:
            told.set()

    monkeypatch.setattr(Watcher, "wait", wait)
    with (
        newsroom_of(settings_file) as another,
        capture_logs() as lines,
        watching(newsroom.app, "test", look, at_once=True),
    ):
        another.publish(FERRY)
        assert told.wait(PATIENCE)
    assert [line["event"] for line in lines].count("look_failed") == 1
