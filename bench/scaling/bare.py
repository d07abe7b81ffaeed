"""What does a message take, made and handed over, that nobody asks or writes anything about?

It goes as a worker's does: over as many connections in turn, announced with the one before, by the
same hands. Only what those ask of the store, and write into the journal, is left out.
"""

import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack, closing
from pathlib import Path

from bench.delivery import plan
from bench.scaling.site import CONNECTIONS, opened
from syndicate.app import App
from syndicate.domain.deliveries import Claim, Clearance, DeliveryStatus, Uncertain
from syndicate.domain.handovers import Intent
from syndicate.domain.jobs import MAILS_A_JOB
from syndicate.domain.messages import Acceptance
from syndicate.services.ahead import Ahead
from syndicate.services.at_once import AtOnce
from syndicate.services.faults import Faults
from syndicate.services.hand_over import Attempt, HandOver, Worker
from syndicate.services.in_turn import InTurn
from syndicate.services.lines import Line
from syndicate.services.looks import Looks

FEW = 100  # before it is measured: connections are opened, and the edition is rendered


class Unwatched:
    """A watch that is asked nothing."""

    held = True

    def changed(self) -> bool:
        """Tell of no commit."""
        return False

    def close(self) -> None:
        """Have nothing to give back."""


class Unasked(Looks):
    """Looks after mails without a look at the store: each may go."""

    @property
    def held(self) -> bool:
        """Lose no lock."""
        return True

    def now(self, number: int) -> Clearance:
        """Let it go."""
        return self.last(number)

    def lately(self, number: int) -> Clearance:
        """Let it go."""
        return self.last(number)

    def last(self, number: int) -> Clearance:
        """Let it go."""
        del number
        return Clearance.GO

    def outdate(self) -> None:
        """Ask nothing anew."""


class Unwritten:
    """A journal of nothing."""

    def intent(self, delivery_id: str, cohort_id: int = 0, subscriber_id: int = 0) -> None:
        """Write nothing."""

    def intents(self, mails: Sequence[Intent]) -> None:
        """Write nothing."""

    def accepted(self, delivery_id: str, acceptance: Acceptance) -> None:
        """Write nothing."""

    def refused(self, delivery_id: str, reason: str) -> None:
        """Write nothing."""


WORKER = Worker(name="bench", journal=Unwritten(), still=lambda: True, watch=Unwatched)


def bare(settings: Path, readers: int) -> dict[str, float]:
    """Make and hand over the messages of an edition, and neither ask nor write anything."""
    with closing(opened(settings)) as app, ExitStack() as stack:
        plan(app, readers)
        claims = claimed(app, readers)
        lines = [stack.enter_context(Line(app.transport)) for _ in range(CONNECTIONS)]
        hand_over(app, lines, claims[:FEW])
        before, began = time.process_time(), time.perf_counter()
        for first in range(0, readers, MAILS_A_JOB):
            hand_over(app, lines, claims[first : first + MAILS_A_JOB])
        seconds, took = time.perf_counter() - began, time.process_time() - before
    return {"bare": readers / seconds, "bare: ours us": took / readers * 1e6}


def claimed(app: App, readers: int) -> list[Claim]:
    """Take all of it, as one batch."""
    now = app.clock.now()
    with app.store.write() as tx:
        return list(tx.deliveries.claim(tx.batches.open("bench", now), readers, now))


def hand_over(app: App, lines: Sequence[Line], claims: Sequence[Claim]) -> None:
    """Send each; one that is not taken ends the bench."""
    looks = Unasked(app.store, Unwatched(), [claim.id for claim in claims], time.monotonic)
    messages = Ahead(app.postmaster, looks, claims)
    faults = Faults(
        postmaster=app.postmaster,
        clock=app.clock,
        uncertain=Uncertain.HOLD,
        bounced=lambda *_: None,
        chance=lambda: 0.0,
    )
    hands = [
        HandOver(worker=WORKER, line=line, looks=looks, messages=messages, faults=faults)
        for line in lines
    ]
    in_turn: InTurn[Attempt] = InTurn(hands, AtOnce(WORKER.journal, looks))
    for outcome in in_turn(claims, lambda _: False).values():
        if outcome.status is not DeliveryStatus.SENT:
            sys.exit(f"a message was not taken: {outcome.reply}")
