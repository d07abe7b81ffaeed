"""Three workers tell all subscribers of the hub, and each once, whatever becomes of jobs."""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from syndicate.app import App
from syndicate.clock import SystemClock
from syndicate.domain.errands import WHOLE
from syndicate.domain.feeds import FeedFormat
from syndicate.domain.websub import Asked, Mode
from tests.flows.bridge_edition import wait_until
from tests.flows.hub_site import ATOM, LOOPBACK
from tests.flows.mail_processes import process, site
from tests.flows.nodes import publish_now, shared_settings, tick_for_ever, work_blindly
from tests.flows.test_workers import change_jobs, jobs
from tests.transports.receiver import Got, Receiver, Said, agrees, receiving

HOSTS = [f"127.0.0.{number}" for number in range(1, 13)]
A_HOST = 50
SUBSCRIBERS = A_HOST * len(HOSTS)
WORKERS = 3
EVERYWHERE = "0.0.0.0"  # noqa: S104 - on all of loopback's addresses
DOUBLE = (
    "INSERT INTO procrastinate_jobs (queue_name, task_name)"
    " SELECT queue_name, task_name FROM procrastinate_jobs WHERE status = 'todo'"
)
NO_SERVER = 9  # mail is not what is told here


@pytest.fixture
def readers() -> Iterator[Receiver]:
    """Run what all callbacks are at."""
    with receiving(host=EVERYWHERE) as receiver:
        yield receiver


@pytest.fixture
def settings(tmp_path: Path, empty_postgresql_url: str) -> Path:
    """Give the settings of a site of several workers, which may tell this machine."""
    return shared_settings(tmp_path, empty_postgresql_url, NO_SERVER, more=LOOPBACK)


@pytest.fixture
def app(settings: Path, readers: Receiver) -> Iterator[App]:
    """Give a site whose subscribers are owed the news of an article, which jobs tell of."""
    with site(settings) as opened:
        publish_now(opened, "Ferry")
        for host in HOSTS:
            subscribe(opened, readers.url.replace(EVERYWHERE, host))
        publish_now(opened, "Bridge")
        assert jobs(opened) >= 1
        yield opened


def subscribe(app: App, url: str) -> None:
    """Subscribe callbacks of a host, as if each had been asked whether it meant it."""
    document = app.serve_feed("all", FeedFormat.ATOM)
    with app.store.write() as tx:
        topic = tx.hub_topics.ensure("all", FeedFormat.ATOM, getattr(document, "etag", ""))
        for number in range(A_HOST):
            asked = Asked(
                mode=Mode.SUBSCRIBE,
                topic=ATOM,
                callback=f"{url}/{number}",
                lease=app.lease.usual,
                secret="",
            )
            tx.hub_intents.put(asked, topic)
        now = SystemClock().now()
        for intent in tx.hub_intents.waiting(A_HOST, [], [], now, WHOLE):
            tx.hub_intents.taken(intent.id)
            tx.hub_callbacks.put(intent, now)


def all_are_told_once(app: App, readers: Receiver) -> None:
    """Wait until nothing is owed any more; see who was told what."""
    wait_until(lambda: not app.run_parts.owed(SystemClock().now()))
    told = Counter((each.headers["host"], each.path) for each in readers.told())
    assert len(told) == SUBSCRIBERS
    assert set(told.values()) == {1}


def test_jobs_of_a_fan_out_that_were_all_lost_are_found_again(
    settings: Path, app: App, readers: Receiver
) -> None:
    change_jobs(app, "DELETE FROM procrastinate_jobs")
    with ExitStack() as stack:
        for work in (tick_for_ever, *[work_blindly] * WORKERS):
            stack.enter_context(process(work, settings))
        all_are_told_once(app, readers)


def test_jobs_that_are_lost_in_the_middle_of_a_fan_out_leave_nobody_untold(
    settings: Path, app: App, readers: Receiver
) -> None:
    lost: list[int] = []

    def loses(got: Got) -> Said:
        if len(readers.got) >= SUBSCRIBERS // 4 and not lost:
            lost.append(len(readers.got))
            change_jobs(app, "DELETE FROM procrastinate_jobs WHERE status = 'todo'")
        return agrees(got)

    readers.answer = loses
    with ExitStack() as stack:
        for work in (tick_for_ever, *[work_blindly] * WORKERS):
            stack.enter_context(process(work, settings))
        all_are_told_once(app, readers)
    assert lost


def test_jobs_of_a_fan_out_that_are_all_doubled_tell_nobody_twice(
    settings: Path, app: App, readers: Receiver
) -> None:
    for _ in range(3):
        change_jobs(app, DOUBLE)
    assert jobs(app) >= 2**3
    with ExitStack() as stack:
        for _ in range(WORKERS):
            stack.enter_context(process(work_blindly, settings))
        all_are_told_once(app, readers)
        wait_until(lambda: jobs(app) == 0)
    assert len(readers.told()) == SUBSCRIBERS
