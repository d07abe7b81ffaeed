"""What happens while a message is being taken is in force for the next, announced or not."""

from collections.abc import Callable
from pathlib import Path
from socket import socket

import pytest

from syndicate.app import App
from syndicate.clock import SystemClock
from syndicate.domain.articles import Content, Kind, Severity
from syndicate.domain.audience import SuppressionReason
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.editions import Newsletter
from syndicate.domain.publication import Declared
from syndicate.domain.stories import Story
from tests.flows.mail_processes import settings_in, site
from tests.transports.mail_servers import PIPELINES, Action, ScriptedServer, in_turn, says

READERS = [f"r{number}@example.org" for number in range(3)]
KEPT = says("250 kept")
OLD, NEW = b"Bridge opens at ten", b"Bridge opens at eleven"


def plan(app: App) -> None:
    """Plan an edition for three readers."""
    now = SystemClock().now()
    app.newsletters.add(
        Newsletter(
            name="morning", title="Morning", schedule="daily 07:00", timezone="UTC", created=now
        )
    )
    for email in READERS:
        app.subscribe.add(email, "morning", "UTC", confirmed=True)
    app.publish(app.ingest(Story(content=content(OLD)), announce=True))
    app.send_now("morning")


def content(headline: bytes) -> Content:
    return Content(headline=headline.decode(), body_html=f"<p>{headline.decode()}.</p>")


def suppress_the_second(app: App) -> None:
    with app.store.write() as tx:
        tx.subscribers.suppress(READERS[1], SuppressionReason.BOUNCED, SystemClock().now())


def correct(app: App) -> None:
    declared = Declared(kind=Kind.CORRECTION, note="An hour later.", severity=Severity.MAJOR)
    app.revise("bridge-opens-at-ten", content(NEW), declared)


def pause(app: App) -> None:
    app.editions.pause(1)


def meanwhile(happens: Callable[[], None]) -> Action:
    """Let something happen, once, between the final dot and the answer to it."""

    def act(peer: socket) -> None:
        happens()
        KEPT(peer)

    return in_turn(act, KEPT)


@pytest.mark.parametrize("ehlo", [PIPELINES, says("250 scripted")], ids=["groups", "singly"])
@pytest.mark.parametrize(
    ("happens", "got", "left"),
    [
        (suppress_the_second, [READERS[0], READERS[2]], DeliveryStatus.CANCELLED),
        (pause, [READERS[0]], DeliveryStatus.PENDING),
        (correct, [READERS[0]], DeliveryStatus.SENT),
    ],
)
def test_the_next_message_is_stopped_though_it_was_announced(
    tmp_path: Path,
    database_url: str,
    ehlo: Action,
    happens: Callable[[App], None],
    got: list[str],
    left: DeliveryStatus,
) -> None:
    apps: list[App] = []
    script = {"EHLO": ehlo, "DOT": meanwhile(lambda: happens(apps[0]))}
    with ScriptedServer(**script) as server:
        settings = settings_in(tmp_path, database_url, server.port, connections=1)
        with site(settings) as app:
            apps.append(app)
            plan(app)
            app.send_mail()
            with app.store.read() as tx:
                ledger = {d.email: d.status for d in tx.deliveries.page()}
    old = [message for message in server.messages if OLD in message]
    assert [next(r for r in READERS if r.encode() in message) for message in old] == got
    assert ledger[READERS[1]] is left
