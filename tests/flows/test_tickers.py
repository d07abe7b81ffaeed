"""Four tickers on one store do everything once."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from syndicate.app import App
from syndicate.clock import FixedClock
from syndicate.domain.articles import Content
from syndicate.domain.audience import Subscription, SubscriptionStatus
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.editions import EditionStatus, Newsletter
from syndicate.domain.stories import Story
from tests.flows.mail_processes import (
    PATIENCE,
    SlowSink,
    process,
    settings_in,
    site,
    tick_when_told,
)
from tests.transports.mail_servers import SinkServer

TICKERS = 4
READERS_A_ZONE = 40
BEGIN = datetime(2026, 3, 1, 12, tzinfo=UTC)
ZONES = {"Australia/Sydney": 20, "Europe/Berlin": 30, "America/New_York": 36}
"""Each zone's seven o'clock of the next morning, in hours after midnight before BEGIN (UTC)."""
DAYS = 3


@pytest.fixture
def sink() -> Iterator[tuple[SlowSink, int]]:
    """Run a mail server; give its port, too."""
    sink = SlowSink()
    with SinkServer(sink) as server:
        yield sink, server.port


def subscribe(app: App) -> None:
    """Add a newsletter at each reader's own seven o'clock, with readers in three zones."""
    newsletter = Newsletter(
        name="morning",
        title="Morning",
        schedule="daily 07:00",
        timezone="Europe/Berlin",
        reader_time=True,
        created=BEGIN,
    )
    number = app.newsletters.add(newsletter).id
    with app.store.write() as tx:
        for zone in ZONES:
            for reader in range(READERS_A_ZONE):
                email = f"{zone.rpartition('/')[2].lower()}{reader}@example.org"
                tx.subscribers.stand(
                    Subscription(
                        subscriber_id=tx.subscribers.ensure(email, zone, BEGIN).id,
                        newsletter_id=number,
                        status=SubscriptionStatus.ACTIVE,
                        since=BEGIN,
                    )
                )


def publish(app: App, clock: FixedClock, instant: datetime) -> None:
    """Publish an article shortly before an instant."""
    clock.set(instant - timedelta(minutes=5))
    content = Content(headline=f"Bridge {instant.day}", body_html="<p>It opened.</p>")
    app.publish(app.ingest(Story(content=content), announce=True))


def tick(tickers: Sequence[Connection], instant: datetime) -> None:
    """Let all tickers tick at once; fail with what went wrong in any."""
    for ticker in tickers:
        ticker.send(instant.isoformat())
    for ticker in tickers:
        assert ticker.poll(PATIENCE)
        assert ticker.recv() == ""


def test_four_tickers_open_plan_and_send_everything_once(
    tmp_path: Path, database_url: str, sink: tuple[SlowSink, int]
) -> None:
    server, port = sink
    settings = settings_in(tmp_path, database_url, port)
    clock = FixedClock(BEGIN)
    with site(settings, clock) as app, ExitStack() as stack:
        subscribe(app)
        tickers = [
            stack.enter_context(process(tick_when_told, settings))[1] for _ in range(TICKERS)
        ]
        tick(tickers, BEGIN)
        for day in range(DAYS):
            midnight = BEGIN.replace(hour=0) + timedelta(days=day)
            publish(app, clock, midnight + timedelta(hours=min(ZONES.values())))
            for hour in ZONES.values():
                tick(tickers, midnight + timedelta(hours=hour))
        check_once(app, server)


def check_once(app: App, server: SlowSink) -> None:
    """See that each edition, wave, cohort and delivery is there once, and was mailed once."""
    with app.store.read() as tx:
        editions = tx.editions.newest(None, 100)
        waves = [wave for edition in editions for wave in tx.editions.waves_of(edition.id)]
        cohorts = [number for edition in editions for number in tx.cohorts.of_edition(edition.id)]
        deliveries = tx.deliveries.page(limit=10_000)
    assert [edition.status for edition in editions] == [EditionStatus.SENT] * DAYS
    assert [wave.status for wave in waves] == [EditionStatus.SENT] * DAYS * len(ZONES)
    assert len(cohorts) == DAYS * len(ZONES)
    assert Counter(d.status for d in deliveries) == {
        DeliveryStatus.SENT: DAYS * len(ZONES) * READERS_A_ZONE
    }
    assert set(server.copies().values()) == {1}
    assert set(Counter(recipient for recipient, _ in server.ids).values()) == {DAYS}
