"""How is a sender killed in the middle of an edition, and how is the edition seen through?"""

import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from syndicate.app import App
from syndicate.domain.articles import Content
from syndicate.domain.deliveries import Delivery, DeliveryStatus
from syndicate.domain.editions import EditionStatus
from syndicate.domain.stories import Story
from tests.flows.bridge_edition import add_newsletter
from tests.flows.mail_processes import SlowSink, process, send_for_ever

MOMENT = 0.01
EARLY = 0.5  # as long as a process may take to its first message


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What became of an edition: in the ledger, and at the server."""

    planned: int
    sent: int
    in_doubt: int
    forgotten: int
    unreached: int
    repeated: int
    renamed: int


def plan(app: App, readers: int) -> None:
    """Plan an edition to so many readers."""
    add_newsletter(app, "morning", readers)
    content = Content(headline="Bridge", body_html="<p>It opened.</p>")
    app.publish(app.ingest(Story(content=content), announce=True))
    app.send_now("morning")


def kill(settings: Path, sink: SlowSink, rng: random.Random, moment: int) -> None:
    """Start a sender and kill it, about when so many messages were accepted."""
    with process(send_for_ever, settings):
        sink.wait_for(moment)
        time.sleep(rng.uniform(0, MOMENT))


def kill_early(settings: Path, rng: random.Random) -> None:
    """Start a sender and kill it, whatever it does by then."""
    with process(send_for_ever, settings):
        time.sleep(rng.uniform(0, EARLY))


def finish(app: App, settings: Path, patience: float) -> None:
    """Let a last sender come to the end. Raises TimeoutError where it does not in so many seconds.

    A patience of an hour is for thousands of readers.
    """
    end = time.monotonic() + patience
    with process(send_for_ever, settings):
        while app.editions.list()[0].edition.status is not EditionStatus.SENT:
            if time.monotonic() > end:
                raise TimeoutError(f"no end after {patience} s: {app.editions.list()[0].counts}")
            time.sleep(0.05)


def account(app: App, sink: SlowSink, readers: int) -> Account:
    """Hold the ledger against what the server was handed."""
    with app.store.read() as tx:
        ledger: Sequence[Delivery] = tx.deliveries.page(limit=10 * readers)
    ended = Counter(delivery.status for delivery in ledger)
    sent, doubtful = ended[DeliveryStatus.SENT], ended[DeliveryStatus.IN_DOUBT]
    reached = {recipient for recipient, _ in sink.ids}
    called_sent = {each.email for each in ledger if each.status is DeliveryStatus.SENT}
    return Account(
        planned=len(ledger),
        sent=sent,
        in_doubt=doubtful,
        forgotten=max(readers, len(ledger)) - sent - doubtful,
        unreached=len(called_sent - reached),
        repeated=sum(sink.copies().values()) - len(sink.copies()),
        renamed=len(set(sink.ids)) - len(reached),
    )
