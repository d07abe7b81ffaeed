"""The kill switch seen from the outside: two processes send, a third one withdraws and dies."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from syndicate.app import App
from syndicate.domain.articles import Content, Kind, Status
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.services.carry_out import CarryOut
from syndicate.web.site import site as site_of
from tests.flows.bridge_edition import (
    CONNECTIONS,
    READERS,
    SLUG,
    WRONG,
    ReadingSink,
    over,
    plan,
    wait_until,
)
from tests.flows.mail_processes import process, send_for_ever, settings_in, site
from tests.transports.mail_servers import SinkServer
from tests.web.crawl import crawl, telling
from tests.web.visitor import Visitor

FERRY = Content(headline="Ferry stops at noon", body_html="<p>The last boat leaves early.</p>")
TOLD = f"The bridge {WRONG}"  # by its text; the notice of a retraction names its headline
PHRASES = (WRONG, "Bridge opens", SLUG)


@pytest.fixture
def sink() -> ReadingSink:
    """Give a slow mail server."""
    return ReadingSink()


@pytest.fixture
def settings(tmp_path: Path, database_url: str, sink: ReadingSink) -> Iterator[Path]:
    """Run the server, and give the settings of a site that mails to it."""
    with SinkServer(sink) as server:
        yield settings_in(tmp_path, database_url, server.port)


def die(*_: object, **__: object) -> None:
    """End as no program can prevent."""
    os.kill(os.getpid(), signal.SIGKILL)


def withdraw_and_die_after_the_commit(pipe: Connection, settings: Path, kind: str) -> None:
    """Withdraw the story when told; die before anything follows from it."""
    withdraw_with(pipe, settings, kind, lambda carry: replace(carry, relay=die))


def withdraw_and_die_before_the_commit(pipe: Connection, settings: Path, kind: str) -> None:
    """Withdraw the story when told; die when all is written and nothing committed."""
    withdraw_with(pipe, settings, kind, lambda carry: replace(carry, withhold=die))


def withdraw_with(
    pipe: Connection, settings: Path, kind: str, dying: Callable[[CarryOut], CarryOut]
) -> None:
    with site(settings) as app:
        carry = app.revise.carry
        assert isinstance(carry, CarryOut)
        dead = replace(app.revise, carry=dying(carry))
        pipe.send("ready")
        pipe.recv()
        dead.withdraw(SLUG, Kind(kind), "It was never true.")


def withdraw(settings: Path, kind: Kind, work: Callable[..., None]) -> None:
    """Let a process of its own withdraw the story, and wait for its death."""
    with process(work, settings, kind.value) as (started, pipe):
        assert pipe.recv() == "ready"
        pipe.send("now")
        started.join(30)
        assert started.exitcode == -signal.SIGKILL


def status(app: App) -> Status:
    with app.store.read() as tx:
        return tx.articles.by_slug(SLUG).status


def told_publicly(app: App) -> set[str]:
    """Return the addresses where anything of the story is told."""
    app.store.touch()  # a serving process looks every now and then
    return {target for target, *_ in telling(crawl(Visitor(site_of(app)), app), PHRASES)}


@pytest.mark.parametrize("kind", [Kind.TAKEDOWN, Kind.RETRACTION])
def test_a_withdrawal_stops_two_senders_at_the_next_recipient(
    settings: Path, sink: ReadingSink, kind: Kind
) -> None:
    with site(settings) as app, ExitStack() as senders:
        plan(app, others=[FERRY])
        for _ in range(2):
            senders.enter_context(process(send_for_ever, settings))
        sink.wait_for(READERS // 4)
        withdraw(settings, kind, withdraw_and_die_after_the_commit)
        before = len(sink.holding(TOLD))
        wait_until(lambda: over(app))
        holders = app.holders.count(SLUG, 1)
    had_it = sink.holding(TOLD)
    assert len(had_it) - before <= 2 * CONNECTIONS  # those on their way at the commit
    assert len(sink.holding("The last boat")) == READERS
    assert holders.readers == len(had_it) == len(set(had_it))
    told = sink.holding("have retracted it")
    assert sorted(told) == (sorted(had_it) if kind is Kind.RETRACTION else [])


def test_a_takedown_holds_when_its_process_dies_at_the_commit(settings: Path) -> None:
    with site(settings) as app:
        plan(app, others=[FERRY])
        assert told_publicly(app)
        withdraw(settings, Kind.TAKEDOWN, withdraw_and_die_after_the_commit)
        assert status(app) is Status.TAKEN_DOWN
        assert told_publicly(app) == set()
        assert app.tick().relayed == 1
        assert told_publicly(app) == set()
        (line,) = app.verify().known
        assert line.slug == SLUG


def test_a_takedown_that_died_before_its_commit_changed_nothing_and_can_be_done_again(
    settings: Path,
) -> None:
    with site(settings) as app:
        plan(app)
        before = told_publicly(app)
        withdraw(settings, Kind.TAKEDOWN, withdraw_and_die_before_the_commit)
        assert status(app) is Status.PUBLISHED
        assert told_publicly(app) == before
        app.revise.withdraw(SLUG, Kind.TAKEDOWN, "By order.")
        assert told_publicly(app) == set()
        app.send_mail()
        with app.store.read() as tx:
            assert {d.status for d in tx.deliveries.page()} == {DeliveryStatus.CANCELLED}
