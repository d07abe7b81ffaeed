"""A process that is held up in the middle of writing keeps others waiting for a while only."""

import os
import signal

import pytest

from syndicate.store.engines import Engines
from syndicate.store.unit_of_work import Store
from tests.store.children import child, write_and_wait
from tests.store.rows import NOON

LAPSE = 1.0

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


def test_what_a_stopped_process_was_writing_is_free_for_others_and_undone(
    engines: Engines, database_url: str
) -> None:
    with child(write_and_wait, database_url, LAPSE) as (process, pipe):
        assert pipe.recv() == "written"
        assert process.pid is not None
        os.kill(process.pid, signal.SIGSTOP)
        with Store(engines).write() as tx:
            tx.last_done.note("tick", NOON)
        os.kill(process.pid, signal.SIGCONT)
        pipe.send("and now?")
        assert pipe.recv() == "ended"


def test_a_transaction_that_says_something_in_time_is_committed(
    engines: Engines, database_url: str
) -> None:
    del engines
    with child(write_and_wait, database_url, LAPSE * 60) as (_, pipe):
        assert pipe.recv() == "written"
        pipe.send("and now?")
        assert pipe.recv() == "committed"
