"""How long after a correction was published does a mail server still take the old words?

Usage: scripts/bench stopping [--runs N] [--databases NAMES] [--slowness SECONDS] [--json FILE]

An edition with an error goes out to a slow mail server, from two senders over four connections
each. In the middle of it a third process publishes a major correction. Counted are the
messages with the old words whose final dot the server accepts after the commit, and how long
after it the last of them was. The edition of every run is another one, in an empty store.

    longest     of all runs, from the commit to the last such acceptance      at most 1 s
    late        such messages in a run: at most one for each connection
    told        whom the notice went to, who are those that got the old words

The commit's instant is taken as COMMIT is about to be said, and the acceptance's as the server
answers the final dot; both read the same clock. Leaves with 1 at a breach.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlalchemy import event

from bench.delivery import machine
from bench.kills import database
from tests.flows.bridge_edition import (
    CONNECTIONS,
    READERS,
    WRONG,
    ReadingSink,
    correct,
    over,
    plan,
)
from tests.flows.mail_processes import process, send_for_ever, settings_in, site
from tests.transports.mail_servers import SinkServer

SENDERS = 2
LONGEST = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What one run showed: seconds until the last late message was accepted, how many there were.

    `wrongly_told` are readers of the notice who did not get the old words, and others who did.
    """

    seconds: float
    late: int
    old_words: int
    wrongly_told: int
    load: float


class AcceptingSink(ReadingSink):
    """A slow server that notes when it has taken each message."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.accepted: list[tuple[float, str]] = []

    async def handle_DATA(  # noqa: N802  (aiosmtpd's name)
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Take a message, and note when the answer goes out."""
        said = len(self.arrivals)
        answer = await super().handle_DATA(server, session, envelope)
        self.accepted.append((time.monotonic(), self.arrivals[said].said))
        return answer


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--slowness", type=float, default=0.1, help="before and after each yes")
    parser.add_argument("--json", type=Path, metavar="FILE")
    asked = parser.parse_args()
    told = {name: list(runs(name, asked)) for name in asked.databases.split(",")}
    below = [fault for name, each in told.items() for fault in faults(name, each)]
    for fault in below:
        print(f"below the bar: {fault}")
    if asked.json:
        figures = {name: [asdict(run) for run in each] for name, each in told.items()}
        answer = {"machine": machine(), "figures": figures, "below": below}
        asked.json.write_text(json.dumps(answer, indent=2))
    return 1 if below else 0


def runs(name: str, asked: argparse.Namespace) -> Iterator[Run]:
    """Stop so many editions on a database, each in an empty store."""
    for number in range(asked.runs):
        with tempfile.TemporaryDirectory(prefix="syndicate-bench-") as folder:
            run = stopped(name, Path(folder), asked.slowness)
        print(
            f"{name} {number + 1}: {run.late} of {READERS} messages with the old words were taken"
            f" after the commit, the last {run.seconds * 1000:.0f} ms after it;"
            f" {run.old_words} got them in all; load {run.load:.1f}",
            flush=True,
        )
        yield run


def stopped(name: str, folder: Path, slowness: float) -> Run:
    """Correct an edition that is going out; see it and the notice through."""
    sink = AcceptingSink(slowness)
    with (
        SinkServer(sink) as server,
        database(name, folder) as url,
        ExitStack() as stack,
    ):
        settings = settings_in(folder, url, server.port, connections=CONNECTIONS)
        app = stack.enter_context(site(settings))
        plan(app)
        _, editor = stack.enter_context(process(correct_when_told, settings))
        for _ in range(SENDERS):
            stack.enter_context(process(send_for_ever, settings))
        editor.recv()
        sink.wait_for(READERS // 4)
        editor.send("correct")
        committed: float = editor.recv()
        while not over(app):
            time.sleep(0.05)
    late = [at - committed for at, said in sink.accepted if WRONG in said and at > committed]
    wrong = sink.holding(WRONG)
    return Run(
        seconds=max(late, default=0.0),
        late=len(late),
        old_words=len(wrong),
        wrongly_told=len(set(wrong) ^ set(sink.noticed())),
        load=os.getloadavg()[0],
    )


def correct_when_told(pipe: Connection, settings: Path) -> None:
    """Publish the correction at a word; tell when its transaction was about to be committed."""
    with site(settings) as app:
        app.status()
        pipe.send("ready")
        pipe.recv()
        commits: list[float] = []
        event.listen(app.engines.write, "commit", lambda _: commits.append(time.monotonic()))
        correct(app)
        pipe.send(commits[0])


def faults(name: str, told: Sequence[Run]) -> Iterator[str]:
    """Tell what is below its bar."""
    longest = max(run.seconds for run in told)
    if longest > LONGEST:
        yield f"{name}: old words were taken {longest:.2f} s after the commit, bar {LONGEST} s"
    for number, run in enumerate(told, start=1):
        if run.late > SENDERS * CONNECTIONS:
            yield f"{name}, run {number}: {run.late} late, for {SENDERS * CONNECTIONS} connections"
        if run.wrongly_told:
            yield f"{name}, run {number}: {run.wrongly_told} readers told, or left out, wrongly"
        if run.old_words == READERS:
            yield f"{name}, run {number}: the correction came when everything was sent"


if __name__ == "__main__":
    sys.exit(main())
