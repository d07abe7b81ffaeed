"""Who asked by a form is mailed, though the process that answered died before it did anything."""

import os
import signal
from contextlib import closing
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from starlette.requests import Request

from syndicate.app import App
from syndicate.clock import FixedClock
from syndicate.domain.editions import Newsletter
from syndicate.settings import load
from syndicate.web.asking import Asking
from syndicate.web.forms import Form
from syndicate.web.readers import ReaderFace
from tests.flows.restored_site import HOUR, NOON
from tests.store.children import child
from tests.web.newsroom import settings_in

NEW = "new@example.org"


def answer_and_die(pipe: Connection, settings: Path) -> None:
    """Answer a form as the site does, and be killed before what it asks for is done."""
    app = App(load(settings), clock=FixedClock(NOON))
    asking = Asking(app.trace, app.heed)
    face = ReaderFace(app.subscribe, app.showcase, app.pages, asking)
    sent = Form((("email", NEW), ("newsletter", "morning"), ("timezone", "UTC")))
    pipe.send(face.ask(Request({"type": "http", "client": ("203.0.113.7", 1)}), sent).status_code)
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_was_answered_is_asked_to_confirm_though_the_process_died(
    tmp_path: Path, database_url: str
) -> None:
    settings = settings_in(tmp_path, database_url)
    clock = FixedClock(NOON)
    with closing(App(load(settings), clock=clock)) as app:
        app.newsletters.add(
            Newsletter(
                name="morning",
                title="Morning",
                schedule="daily 07:00",
                timezone="UTC",
                created=NOON,
            )
        )
        with child(answer_and_die, settings) as (process, pipe):
            assert pipe.recv() == 200
            process.join()
            assert process.exitcode == -signal.SIGKILL
        with app.store.read() as tx:
            assert tx.subscribers.find(NEW) is None
        clock.set(NOON + HOUR)
        for _ in range(2):
            app.tick()
        with app.store.read() as tx:
            assert [delivery.email for delivery in tx.deliveries.page()] == [NEW]
