"""How much does the hub do for one asker, and to one host, and where does it connect?"""

import time
from dataclasses import replace
from pathlib import Path
from threading import Event, Semaphore

from starlette.applications import Starlette

from syndicate.web.hub import HubFace
from tests.flows.hub_site import ATOM, ask, callbacks, hub_site, subscribe
from tests.transports.receiver import Got, Receiver, Said, receiving
from tests.web.newsroom import BRIDGE, FERRY, Newsroom, newsroom_of, settings_in
from tests.web.visitor import Visitor

SIGNED_BY = "whsec_QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVpbXF1eX2A="


def test_a_host_has_only_so_many_subscriptions(tmp_path: Path, sqlite_url: str) -> None:
    more = "[websub]\nmost_per_host = 2\n"
    with hub_site(tmp_path, sqlite_url, more) as newsroom, receiving() as reader:
        for number in range(2):
            assert ask(newsroom, "subscribe", f"{reader.url}/{number}").status == 202
        newsroom.app.run_errands()
        answer = ask(newsroom, "subscribe", f"{reader.url}/2")
        assert (answer.status, "which is the most" in answer.text) == (400, True)
        assert ask(newsroom, "unsubscribe", f"{reader.url}/1").status == 202


def test_one_host_gets_only_so_many_connections_at_once(
    newsroom: Newsroom, reader: Receiver
) -> None:
    for number in range(40):
        ask(newsroom, "subscribe", f"{reader.url}/{number}")
    newsroom.app.run_errands()
    newsroom.publish(BRIDGE)
    under_way = Semaphore(newsroom.app.settings.websub.per_host)
    crowded: list[str] = []

    def takes_its_time(got: Got) -> Said:
        if not under_way.acquire(blocking=False):
            crowded.append(got.path)
            return Said()
        time.sleep(0.03)  # all that may connect at once have connected by then
        under_way.release()
        return Said()

    reader.answer = takes_its_time
    reader.connections = 0
    assert newsroom.app.run_errands() == 40
    assert reader.connections == 5  # runs of eight, over a connection each
    assert crowded == []
    assert {int(each.path[1:]) for each in reader.told()} == set(range(40))


def test_so_much_is_heeded_from_one_network_only(newsroom: Newsroom) -> None:
    app = newsroom.app
    face = HubFace(app.ask_hub, replace(app.hub_trace, most_an_hour=2), app.lease, app.site)
    visitor = Visitor(Starlette(routes=face.routes()))
    asked = f"hub.mode=subscribe&hub.topic={ATOM}&hub.callback=https://reader.example.org/"
    answers = [visitor.post("/hub", asked) for _ in range(3)]
    assert [answer.status for answer in answers] == [202, 202, 429]
    assert answers[-1].headers["retry-after"] == "3600"
    newsroom.later(hours=1)
    assert visitor.post("/hub", asked).status == 202


def test_websub_callbacks_at_private_addresses_are_asked_nothing_unless_allowed(
    tmp_path: Path, sqlite_url: str, reader: Receiver
) -> None:
    with newsroom_of(settings_in(tmp_path, sqlite_url)) as newsroom:
        newsroom.publish(FERRY)
        for host in ("127.0.0.1", "localhost"):
            subscribe(newsroom, reader.url.replace("127.0.0.1", host))
        assert reader.connections == 0
        assert callbacks(newsroom) == []


def test_what_is_allowed_for_programs_of_the_settings_is_not_allowed_to_strangers(
    tmp_path: Path, sqlite_url: str, reader: Receiver
) -> None:
    more = (
        '[egress]\nallow = ["127.0.0.1"]\n'
        f'[webhooks.desk]\nurl = "{reader.url}/events"\nsecret = "{SIGNED_BY}"\n'
    )
    with newsroom_of(settings_in(tmp_path, sqlite_url, more)) as newsroom:
        newsroom.publish(FERRY)
        subscribe(newsroom, f"{reader.url}/admin/flush?all=1")
        assert [(got.method, got.path) for got in reader.got] == [("POST", "/events")]


def test_requests_that_nobody_verified_and_that_hang_keep_no_subscriber_waiting(
    tmp_path: Path, sqlite_url: str, reader: Receiver
) -> None:
    told = Event()
    after_it: list[bool] = []
    everywhere = "0.0.0.0"  # noqa: S104 - on all of loopback's addresses
    with (
        hub_site(tmp_path, sqlite_url, "[websub]\nconnections = 4\n") as newsroom,
        receiving(host=everywhere) as hanging,
    ):
        newsroom.publish(FERRY)
        subscribe(newsroom, reader.url)
        first = iter([True])

        def takes(_: Got) -> Said:
            told.set()
            return Said()

        def hangs(_: Got) -> Said:
            if next(first, False):
                newsroom.publish(BRIDGE)
            after_it.append(told.wait(8))
            return Said()

        reader.answer, hanging.answer = takes, hangs
        for number in range(1, 9):
            ask(newsroom, "subscribe", hanging.url.replace(everywhere, f"127.0.1.{number}"))
        newsroom.app.run_errands()
        assert after_it == [True] * 8
