"""What does a message take, made and handed over, that nobody asks or writes anything about?"""

import sys
import time
from contextlib import closing
from pathlib import Path

from bench.delivery import plan
from bench.scaling.site import opened
from syndicate.app import App
from syndicate.domain.deliveries import Claim
from syndicate.domain.messages import Acceptance
from syndicate.services.lines import Line


def bare(settings: Path, readers: int) -> dict[str, float]:
    """Make and hand over the messages of an edition, and neither ask nor write anything."""
    with closing(opened(settings)) as app:
        plan(app, readers)
        claims = claimed(app, readers)
        with Line(app.transport) as line:
            hand_over(app, line, claims[:100])
            before, began = time.process_time(), time.perf_counter()
            hand_over(app, line, claims)
            seconds, took = time.perf_counter() - began, time.process_time() - before
    return {"bare": readers / seconds, "bare: ours us": took / readers * 1e6}


def claimed(app: App, readers: int) -> list[Claim]:
    """Take all of it, as one batch."""
    now = app.clock.now()
    with app.store.write() as tx:
        return list(tx.deliveries.claim(tx.batches.open("bench", now), readers, now))


def hand_over(app: App, line: Line, claims: list[Claim]) -> None:
    """Send each; the first that is not taken ends the bench."""
    nothing = _nothing
    for claim in claims:
        answer = line.begin(app.postmaster.message(claim), nothing)
        if answer is None:
            sys.exit(line.broken)
        if not isinstance(answer, Acceptance):
            answer()


def _nothing() -> None:
    """Look for nothing before the final dot."""
