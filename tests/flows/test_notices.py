"""Corrections seen from the outside: a slow mail server tells who got which words."""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from syndicate.app import App
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.editions import EditionStatus
from tests.flows.bridge_edition import (
    CONNECTIONS,
    NOTE,
    READERS,
    RIGHT,
    WRONG,
    ReadingSink,
    correct,
    correct_when_told,
    over,
    plan,
    wait_until,
)
from tests.flows.mail_processes import process, send_for_ever, settings_in, site
from tests.transports.mail_servers import SinkServer

MORNING_AND_EVENING = ("morning", "evening")


@pytest.fixture
def sink() -> ReadingSink:
    """Give a slow mail server."""
    return ReadingSink()


@pytest.fixture
def settings(tmp_path: Path, database_url: str, sink: ReadingSink) -> Iterator[Path]:
    """Run the server, and give the settings of a site that mails to it."""
    with SinkServer(sink) as server:
        yield settings_in(tmp_path, database_url, server.port)


def doubtful(app: App) -> set[str]:
    """Return to whom a mail may have gone or not: its sender was killed in between."""
    with app.store.read() as tx:
        page = tx.deliveries.page(status=DeliveryStatus.IN_DOUBT, limit=10_000)
    return {delivery.email for delivery in page}


def test_a_correction_while_an_edition_goes_out_stops_the_error_at_the_next_recipient(
    settings: Path, sink: ReadingSink
) -> None:
    with site(settings) as app, ExitStack() as stack:
        plan(app)
        editor, pipe = stack.enter_context(process(correct_when_told, settings))
        for _ in range(2):
            stack.enter_context(process(send_for_ever, settings))
        pipe.recv()
        sink.wait_for(READERS // 4)
        pipe.send("correct")
        committed: float = pipe.recv()
        assert editor.is_alive()
        wait_until(lambda: over(app))
    late = [each for each in sink.arrivals if WRONG in each.said and each.at > committed]
    had_looked = Counter(arrival.connection for arrival in late)
    assert len(had_looked) <= 2 * CONNECTIONS
    assert set(had_looked.values()) <= {1}  # the message that had its last look before the commit
    wrong = sink.holding(WRONG)
    assert READERS // 4 <= len(wrong) < READERS
    assert sorted(sink.noticed()) == sorted(wrong)
    right = set(sink.holding(RIGHT)) - set(wrong)
    assert right | set(wrong) == {f"r{number}@example.org" for number in range(READERS)}
    assert len(sink.arrivals) == READERS + len(wrong)


def test_a_notice_run_killed_again_and_again_tells_everyone_once(
    settings: Path, sink: ReadingSink
) -> None:
    with site(settings) as app:
        plan(app)
        with process(send_for_ever, settings):
            wait_until(lambda: app.editions.list()[0].edition.status is EditionStatus.SENT)
        correct(app)
        for moment in range(READERS + 20, 2 * READERS - 40, 60):
            with ExitStack() as senders:
                for _ in range(2):
                    senders.enter_context(process(send_for_ever, settings))
                sink.wait_for(moment)
        with process(send_for_ever, settings):
            wait_until(lambda: over(app))
        (report,) = app.notices.list()
    told = sink.noticed()
    doubtful = report.counts.get(DeliveryStatus.IN_DOUBT, 0)
    assert len(told) == len(set(told)) >= READERS - doubtful
    assert sum(report.counts.values()) == READERS
    assert report.counts.keys() <= {DeliveryStatus.SENT, DeliveryStatus.IN_DOUBT}


def test_readers_of_two_newsletters_are_told_once_whoever_is_killed(
    settings: Path, sink: ReadingSink
) -> None:
    with site(settings) as app:
        plan(app, MORNING_AND_EVENING)
        for moment in (READERS // 4, READERS // 2, READERS, READERS + 40):
            with ExitStack() as senders:
                for _ in range(2):
                    senders.enter_context(process(send_for_ever, settings))
                sink.wait_for(moment)
            if moment == READERS // 2:
                correct(app)
                before = len(sink.holding(WRONG))
        with process(send_for_ever, settings):
            wait_until(lambda: over(app))
        in_doubt = doubtful(app)
    wrong, told = sink.holding(WRONG), sink.noticed()
    assert len(wrong) == before  # nobody was sending at the commit, and nobody sent them after it
    assert len(told) == len(set(told))
    assert set(told) - set(wrong) <= in_doubt
    assert set(wrong) - set(sink.holding(NOTE)) <= in_doubt  # by the notice, or a later edition
    assert len(set(wrong)) > READERS // 4
    assert len(sink.copies()) == len(sink.ids)  # no message twice
