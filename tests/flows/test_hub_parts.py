"""Workers share one fan-out: each tells parts of the hosts that nobody else has, and all once."""

import base64
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from threading import Event

from syndicate.domain.errands import number_of
from syndicate.services.run_parts import PARTS
from tests.flows.hub_site import LOOPBACK, ask, callbacks, hub_site, subscribe
from tests.transports.receiver import Got, Said, agrees, receiving
from tests.web.newsroom import BRIDGE, FERRY, newsroom_of, settings_in

HOSTS = [f"127.0.0.{number}" for number in range(1, 25)]
SHARED = '[workers]\nengine = "procrastinate"\n'
EVERYWHERE = "0.0.0.0"  # noqa: S104 - on all of loopback's addresses
PATIENCE = 30
SECRET = f"whsec_{base64.b64encode(b'what events are signed by').decode()}"
NAMED = '[webhooks.desk]\nurl = "{url}/events"\nsecret = "{secret}"\n'


class Hanging:
    """Answers of a callback that has begun to take what it is told, and waits to go on."""

    def __init__(self) -> None:
        self.begun, self.on = Event(), Event()
        self.host = ""

    def __call__(self, got: Got) -> Said:
        """Take one push, once it is to go on."""
        self.host = got.headers["host"].partition(":")[0]
        self.begun.set()
        self.on.wait(PATIENCE)
        return Said()


def test_one_worker_tells_all_that_another_does_not_tell_just_now(
    tmp_path: Path, postgresql_url: str
) -> None:
    hanging = Hanging()

    def takes(got: Got) -> Said:
        return Said() if hanging.host else hanging(got)

    with (
        receiving(host=EVERYWHERE) as readers,
        hub_site(tmp_path, postgresql_url) as newsroom,
        newsroom_of(settings_in(tmp_path, postgresql_url, LOOPBACK)) as other,
        ThreadPoolExecutor(1) as pool,
    ):
        newsroom.publish(FERRY)
        for host in HOSTS:
            ask(newsroom, "subscribe", readers.url.replace(EVERYWHERE, host))
        newsroom.app.run_errands()
        newsroom.publish(BRIDGE)
        readers.answer = takes
        told_before = len(readers.told())
        one = pool.submit(newsroom.app.run_parts)
        assert hanging.begun.wait(PATIENCE)
        parts = Counter(number_of(host) % PARTS for host in HOSTS)
        own = parts[number_of(hanging.host) % PARTS]
        assert other.app.run_parts() == len(HOSTS) - own
        hanging.on.set()
        assert one.result(PATIENCE) == own
        assert newsroom.app.run_parts() == other.app.run_parts() == 0
        told = Counter(each.headers["host"] for each in readers.told()[told_before:])
        assert (len(told), set(told.values())) == (len(HOSTS), {1})


def test_a_host_that_is_told_is_not_asked_by_another_worker_meanwhile(
    tmp_path: Path, postgresql_url: str
) -> None:
    more = "[websub]\nper_host = 1\n"
    host = next(each for each in HOSTS if number_of(each) % PARTS)
    hanging = Hanging()

    with (
        receiving(host=EVERYWHERE) as readers,
        hub_site(tmp_path, postgresql_url, more) as newsroom,
        newsroom_of(settings_in(tmp_path, postgresql_url, LOOPBACK + more)) as other,
        ThreadPoolExecutor(1) as pool,
    ):
        newsroom.publish(FERRY)
        callback = readers.url.replace(EVERYWHERE, host)
        subscribe(newsroom, callback)
        newsroom.publish(BRIDGE)
        readers.answer = hanging
        one = pool.submit(newsroom.app.run_parts)
        assert hanging.begun.wait(PATIENCE)
        readers.answer = agrees
        ask(newsroom, "subscribe", f"{callback}/second")
        assert other.app.run_parts() == 0
        hanging.on.set()
        assert one.result(PATIENCE) >= 1
        newsroom.app.run_parts()
        assert len(callbacks(newsroom)) == 2


def test_a_host_that_the_operator_named_and_that_subscribes_is_told_by_one_worker_at_a_time(
    tmp_path: Path, postgresql_url: str
) -> None:
    host = next(each for each in HOSTS if number_of(each) % PARTS)
    hanging = Hanging()

    with (
        receiving(host=EVERYWHERE) as readers,
        ThreadPoolExecutor(1) as pool,
        ExitStack() as stack,
    ):
        url = readers.url.replace(EVERYWHERE, host)
        more = "[websub]\nper_host = 1\n" + NAMED.format(url=url, secret=SECRET)
        newsroom = stack.enter_context(hub_site(tmp_path, postgresql_url, more))
        settings = settings_in(tmp_path, postgresql_url, LOOPBACK + more)
        other = stack.enter_context(newsroom_of(settings))
        newsroom.publish(FERRY)
        subscribe(newsroom, url)
        newsroom.app.run_parts()
        newsroom.publish(BRIDGE)
        readers.answer = hanging
        one = pool.submit(newsroom.app.run_parts)
        assert hanging.begun.wait(PATIENCE)
        readers.answer = agrees
        assert other.app.run_parts() == 0
        hanging.on.set()
        assert one.result(PATIENCE) + newsroom.app.run_parts() == 2
        assert len(callbacks(newsroom)) == 1


def test_a_tick_by_hand_leaves_workers_what_they_have(
    tmp_path: Path, empty_postgresql_url: str
) -> None:
    host = next(each for each in HOSTS if number_of(each) % PARTS)
    hanging = Hanging()

    with (
        receiving(host=EVERYWHERE) as readers,
        hub_site(tmp_path, empty_postgresql_url, SHARED) as newsroom,
        newsroom_of(settings_in(tmp_path, empty_postgresql_url, LOOPBACK + SHARED)) as other,
        ThreadPoolExecutor(1) as pool,
    ):
        newsroom.publish(FERRY)
        subscribe(newsroom, readers.url.replace(EVERYWHERE, host))
        newsroom.publish(BRIDGE)
        readers.answer = hanging
        worker = pool.submit(newsroom.app.run_parts)
        assert hanging.begun.wait(PATIENCE)
        readers.answer = agrees
        assert other.app.tell_outside() == 0
        hanging.on.set()
        assert worker.result(PATIENCE) == 1
        assert other.app.tell_outside() == 0
        assert len(readers.told()) == 1
