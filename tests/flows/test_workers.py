"""Several workers send one site's editions, each mail once, whatever becomes of jobs."""

import base64
import json
from contextlib import ExitStack
from pathlib import Path

from sqlalchemy import text

from syndicate.app import App
from syndicate.domain.editions import EditionStatus
from tests.flows.bridge_edition import wait_until
from tests.flows.killing import Account, account, plan
from tests.flows.mail_processes import SlowSink, process, site
from tests.flows.nodes import shared_settings, tick_for_ever, work_blindly, work_for_ever
from tests.transports.receiver import receiving

READERS = 700
SECRET = f"whsec_{base64.b64encode(b'what events are signed by').decode()}"


def sent(app: App) -> bool:
    """Tell whether the edition has gone out."""
    return app.editions.list()[0].edition.status is EditionStatus.SENT


def jobs(app: App) -> int:
    """Return how many jobs there are, begun or not."""
    with app.engines.read.connect() as connection:
        return int(connection.scalar(text("SELECT count(*) FROM procrastinate_jobs")) or 0)


def change_jobs(app: App, statement: str) -> None:
    """Do something to all jobs."""
    with app.engines.write.begin() as connection:
        connection.execute(text(statement))


def check(told: Account) -> None:
    """See that everybody was mailed, and once."""
    assert told.planned == told.sent == READERS
    assert told.forgotten == told.unreached == told.repeated == told.renamed == 0


def test_two_workers_send_an_edition_by_the_jobs_of_its_commit_alone(
    settings: Path, sink: tuple[SlowSink, int]
) -> None:
    with site(settings) as app, ExitStack() as stack:
        plan(app, READERS)
        assert jobs(app) == 2  # of 500 each
        for _ in range(2):
            stack.enter_context(process(work_blindly, settings))
        wait_until(lambda: sent(app))
        check(account(app, sink[0], READERS))
        wait_until(lambda: jobs(app) == 0)


def test_jobs_that_were_all_lost_are_found_again(
    settings: Path, sink: tuple[SlowSink, int]
) -> None:
    with site(settings) as app, ExitStack() as stack:
        plan(app, READERS)
        change_jobs(app, "DELETE FROM procrastinate_jobs")
        stack.enter_context(process(tick_for_ever, settings))
        stack.enter_context(process(work_blindly, settings))
        wait_until(lambda: sent(app))
        check(account(app, sink[0], READERS))


def test_jobs_that_are_all_doubled_send_nothing_twice(
    settings: Path, sink: tuple[SlowSink, int]
) -> None:
    with site(settings) as app, ExitStack() as stack:
        plan(app, READERS)
        change_jobs(
            app,
            "INSERT INTO procrastinate_jobs (queue_name, task_name)"
            " SELECT queue_name, task_name FROM procrastinate_jobs, generate_series(1, 3)",
        )
        assert jobs(app) == 8
        for _ in range(2):
            stack.enter_context(process(work_for_ever, settings))
        wait_until(lambda: sent(app) and jobs(app) == 0)
        check(account(app, sink[0], READERS))


def test_a_worker_tells_programs_outside_what_another_process_published(
    tmp_path: Path, empty_postgresql_url: str, sink: tuple[SlowSink, int]
) -> None:
    with receiving() as desk, ExitStack() as stack:
        told = f'[webhooks.desk]\nurl = "{desk.url}/events"\nsecret = "{SECRET}"\n'
        told += '[egress]\nallow = ["127.0.0.1"]\n'
        settings = shared_settings(tmp_path, empty_postgresql_url, sink[1], more=told)
        app = stack.enter_context(site(settings))
        stack.enter_context(process(work_blindly, settings))
        plan(app, 1)
        wait_until(lambda: len(desk.told()) == 1)
        wait_until(lambda: jobs(app) == 0)
        assert json.loads(desk.told()[0].body)["type"] == "article.original"
