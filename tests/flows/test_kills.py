"""A sender killed again and again forgets nobody, and mails nobody twice unless told it may."""

import random
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from syndicate.app import App
from syndicate.clock import SystemClock
from syndicate.domain.articles import Content
from syndicate.domain.audience import Subscription, SubscriptionStatus
from syndicate.domain.deliveries import Delivery, DeliveryStatus
from syndicate.domain.editions import EditionStatus, Newsletter
from syndicate.domain.stories import Story
from tests.flows.mail_processes import PATIENCE, SlowSink, process, send_for_ever, settings_in, site
from tests.transports.mail_servers import SinkServer

DELIVERIES = 2_000
KILLS = 10
CONNECTIONS = 4  # the default of [mail] connections
AT_MOST = CONNECTIONS * KILLS
SLOWNESS = 0.001
MOMENT = 0.01


def plan(app: App, readers: int = DELIVERIES) -> None:
    """Plan an edition to so many readers."""
    now = SystemClock().now()
    app.newsletters.add(
        Newsletter(
            name="morning", title="Morning", schedule="daily 07:00", timezone="UTC", created=now
        )
    )
    with app.store.write() as tx:
        newsletter = tx.newsletters.get("morning")
        for number in range(readers):
            reader = tx.subscribers.ensure(f"r{number}@example.org", "UTC", now)
            tx.subscribers.stand(
                Subscription(
                    subscriber_id=reader.id,
                    newsletter_id=newsletter.id,
                    status=SubscriptionStatus.ACTIVE,
                    since=now,
                )
            )
    content = Content(headline="Bridge", body_html="<p>It opened.</p>")
    app.publish(app.ingest(Story(content=content), announce=True))
    app.send_now("morning")


def kill_at(moments: Sequence[int], settings: Path, sink: SlowSink, rng: random.Random) -> None:
    """Start a sender and kill it, about when so many messages were accepted, again and again."""
    for moment in moments:
        with process(send_for_ever, settings):
            sink.wait_for(moment)
            time.sleep(rng.uniform(0, MOMENT))


def finish(app: App, settings: Path) -> None:
    """Let a last sender come to the end."""
    end = time.monotonic() + PATIENCE
    with process(send_for_ever, settings):
        while app.editions.list()[0].edition.status is not EditionStatus.SENT:
            assert time.monotonic() < end, app.editions.list()[0].counts
            time.sleep(0.05)


def deliveries(app: App) -> Sequence[Delivery]:
    """Return every delivery."""
    with app.store.read() as tx:
        return tx.deliveries.page(limit=10 * DELIVERIES)


@pytest.mark.parametrize("uncertain", ["hold", "resend"])
def test_a_sender_killed_ten_times_forgets_nobody(
    tmp_path: Path, database_url: str, uncertain: str
) -> None:
    seed = random.SystemRandom().randrange(10**6)
    rng = random.Random(seed)  # noqa: S311 - moments, no secrets
    moments = sorted(rng.sample(range(1, DELIVERIES - AT_MOST), KILLS))
    print(f"kills with seed {seed}: after {moments} messages")  # noqa: T201 - to do it again
    sink = SlowSink(SLOWNESS)
    with SinkServer(sink) as server:
        settings = settings_in(tmp_path, database_url, server.port, uncertain)
        with site(settings) as app:
            plan(app)
            kill_at(moments, settings, sink, rng)
            finish(app, settings)
            ledger = deliveries(app)
    check_nobody_is_forgotten(ledger, sink)
    doubtful = [d for d in ledger if d.status is DeliveryStatus.IN_DOUBT]
    again = sum(sink.copies().values()) - len(sink.copies())
    if uncertain == "hold":
        assert again == 0
        assert len(doubtful) <= AT_MOST
    else:
        assert again <= AT_MOST
        assert doubtful == []


def check_nobody_is_forgotten(ledger: Sequence[Delivery], sink: SlowSink) -> None:
    """See that each delivery ended, that what is called sent was, and under one id each."""
    assert len(ledger) == DELIVERIES
    ended = Counter(delivery.status for delivery in ledger)
    assert ended.keys() <= {DeliveryStatus.SENT, DeliveryStatus.IN_DOUBT}
    reached = {recipient for recipient, _ in sink.ids}
    assert {d.email for d in ledger if d.status is DeliveryStatus.SENT} <= reached
    assert len(set(sink.ids)) == len(sink.copies()) == len(reached)
