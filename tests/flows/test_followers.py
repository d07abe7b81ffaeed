"""Followers are told once each, whatever is killed, and however many processes tick and send."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from syndicate.app import App
from syndicate.clock import SystemClock
from syndicate.domain.articles import Kind
from syndicate.domain.audience import SubscriptionStatus
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.followings import Following, article_subject
from syndicate.domain.notices import NoticeStatus
from syndicate.domain.publication import Declared
from syndicate.domain.stories import Story
from tests.flows.bridge_edition import ReadingSink, story, wait_until
from tests.flows.mail_processes import process, send_for_ever, settings_in, site
from tests.transports.mail_servers import SinkServer

READERS = 120
SLUG = "bridge-opens-at-ten"
NEWS = "There is news in a story that you follow."


@pytest.fixture
def sink() -> ReadingSink:
    """Give a slow mail server."""
    return ReadingSink(0.004)


@pytest.fixture
def settings(tmp_path: Path, database_url: str, sink: ReadingSink) -> Iterator[Path]:
    """Run the server, and give the settings of a site that mails to it."""
    with SinkServer(sink) as server:
        yield settings_in(tmp_path, database_url, server.port)


def publish(app: App) -> None:
    """Publish an article that everybody follows."""
    article = app.publish(app.ingest(Story(content=story("opens at ten")), announce=True))
    now = SystemClock().now()
    with app.store.write() as tx:
        for number in range(READERS):
            reader = tx.subscribers.ensure(f"r{number}@example.org", "UTC", now)
            following = Following(
                subscriber_id=reader.id,
                subject=article_subject(article.id),
                article_id=article.id,
                status=SubscriptionStatus.ACTIVE,
                since=now,
            )
            tx.followings.put(following)


def update(app: App) -> None:
    """Publish an update."""
    content = replace(story("opens at ten"), body_html="<p>The bridge opens at ten, all say.</p>")
    app.revise(SLUG, content, Declared(kind=Kind.UPDATE, note="Adds who says so."))


def over(app: App) -> bool:
    """Tell whether the notice has come to its end."""
    return {report.notice.status for report in app.notices.list()} == {NoticeStatus.SENT}


def test_a_notice_to_followers_killed_again_and_again_tells_everyone_once(
    settings: Path, sink: ReadingSink
) -> None:
    with site(settings) as app:
        publish(app)
        update(app)
        for moment in range(20, READERS - 40, 30):
            with ExitStack() as senders:
                for _ in range(2):
                    senders.enter_context(process(send_for_ever, settings))
                sink.wait_for(moment)
        with ExitStack() as senders:
            for _ in range(2):
                senders.enter_context(process(send_for_ever, settings))
            wait_until(lambda: over(app))
        (report,) = app.notices.list()
    told = sink.holding(NEWS)
    doubtful = report.counts.get(DeliveryStatus.IN_DOUBT, 0)
    assert len(told) == len(set(told)) >= READERS - doubtful
    assert sum(report.counts.values()) == READERS == report.notice.told
    assert report.counts.keys() <= {DeliveryStatus.SENT, DeliveryStatus.IN_DOUBT}


def test_a_takedown_stops_a_notice_to_followers_at_the_next_recipient(
    settings: Path, sink: ReadingSink
) -> None:
    with site(settings) as app:
        publish(app)
        update(app)
        with process(send_for_ever, settings):
            sink.wait_for(READERS // 4)
            app.revise.withdraw(SLUG, Kind.TAKEDOWN, "By order.")
            before = len(sink.holding("opens at ten"))
            wait_until(lambda: not unsettled(app))
    assert len(sink.holding("opens at ten")) - before <= 4  # on their way at the commit
    assert len(sink.arrivals) < READERS


def unsettled(app: App) -> set[DeliveryStatus]:
    """Return how deliveries stand that have not come to their end."""
    with app.store.read() as tx:
        statuses = {delivery.status for delivery in tx.deliveries.page()}
    return statuses & {DeliveryStatus.PENDING, DeliveryStatus.CLAIMED}
