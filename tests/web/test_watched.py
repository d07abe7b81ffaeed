"""A process that serves no site answers whoever watches it, at an address of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from syndicate.web.watched import operators, watched
from tests.web.newsroom import Newsroom, newsroom_of, settings_in
from tests.web.serving import ask
from tests.web.test_nginx import free_port
from tests.web.visitor import Visitor


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Take one kind of database: no answer here depends on it."""
    return sqlite_url


@contextmanager
def listening_at(folder: Path, url: str, port: int) -> Iterator[Newsroom]:
    """Open a site whose settings name a place to be watched."""
    more = f'[metrics]\nlisten = "127.0.0.1:{port}"\n'
    with newsroom_of(settings_in(folder, url, more)) as newsroom:
        yield newsroom


def test_a_process_is_watched_as_long_as_it_runs(tmp_path: Path, sqlite_url: str) -> None:
    port = free_port()
    with listening_at(tmp_path, sqlite_url, port) as newsroom:
        newsroom.app.tick()
        with watched(newsroom.app):
            for path, said in (("healthz", b"ok"), ("readyz", b"ready"), ("metrics", b"# HELP")):
                answer, body = ask(f"http://127.0.0.1:{port}/{path}")
                assert (answer.status, body.startswith(said)) == (200, True), path
        with pytest.raises(ConnectionRefusedError):
            ask(f"http://127.0.0.1:{port}/healthz")


def test_of_several_processes_on_a_machine_one_is_watched_there(
    tmp_path: Path, sqlite_url: str
) -> None:
    port = free_port()
    with listening_at(tmp_path, sqlite_url, port) as newsroom, watched(newsroom.app):
        with capture_logs() as lines, watched(newsroom.app):
            pass
        assert [line["event"] for line in lines] == ["metrics_not_listening"]
        assert lines[0]["error"].endswith("in its environment: SYNDICATE_METRICS__LISTEN")
        assert ask(f"http://127.0.0.1:{port}/healthz")[0].status == 200


def test_without_a_place_nobody_is_answered(newsroom: Newsroom) -> None:
    with watched(newsroom.app):
        assert not newsroom.app.settings.metrics.listen


def test_strangers_are_told_of_no_metrics_there_either(newsroom: Newsroom) -> None:
    stranger = Visitor(operators(newsroom.app), address="203.0.113.7")
    assert stranger.get("/metrics").status == 404
    assert stranger.get("/").status == 404
    assert Visitor(operators(newsroom.app), address="127.0.0.1").get("/metrics").status == 200


def test_jobs_that_wait_are_told_by_their_work(newsroom: Newsroom) -> None:
    near = Visitor(operators(newsroom.app), address="127.0.0.1")
    text = near.get("/metrics").text
    assert 'syndicate_jobs_waiting{work="errands"} 0' in text
    assert 'syndicate_jobs_waiting{work="mail"} 0' in text
