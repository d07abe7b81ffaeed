"""What a destination is to get at most holds over all workers together."""

import asyncio
import time
from contextlib import ExitStack
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from syndicate.domain.editions import EditionStatus
from tests.flows.bridge_edition import wait_until
from tests.flows.killing import account, plan
from tests.flows.mail_processes import SlowSink, process, site
from tests.flows.nodes import shared_settings, tick_for_ever, work_for_ever
from tests.transports.mail_servers import SinkServer

READERS = 60
A_MINUTE, BURST = 1200, 10
LIMIT = f'[mail.limits."example.org"]\nper_minute = {A_MINUTE}\nburst = {BURST}\nconnections = 1\n'


class CountingSink(SlowSink):
    """A mail server that notes when it took each message, and how many it took at once."""

    def __init__(self) -> None:
        super().__init__()
        self.begun = time.monotonic()
        self.taken: list[float] = []
        self.most_at_once = 0
        self._at_once = 0

    async def handle_DATA(  # noqa: N802  (aiosmtpd's name)
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Take a message, in a while."""
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        self.taken.append(time.monotonic() - self.begun)
        await asyncio.sleep(0.01)
        self._at_once -= 1
        return await super().handle_DATA(server, session, envelope)


def test_rate_and_connections_of_a_destination_hold_over_two_workers(
    tmp_path: Path, empty_postgresql_url: str
) -> None:
    sink = CountingSink()
    with SinkServer(sink) as server, ExitStack() as stack:
        settings = shared_settings(tmp_path, empty_postgresql_url, server.port, more=LIMIT)
        app = stack.enter_context(site(settings))
        for work in (tick_for_ever, work_for_ever, work_for_ever):
            stack.enter_context(process(work, settings))
        sink.begun = time.monotonic()
        plan(app, READERS)
        wait_until(lambda: app.editions.list()[0].edition.status is EditionStatus.SENT)
        told = account(app, sink, READERS)
    assert told.sent == READERS
    assert told.repeated == told.unreached == 0
    assert sink.most_at_once == 1
    allowed = [BURST + A_MINUTE / 60 * instant + 1 for instant in sink.taken]
    assert [n for n, most in enumerate(allowed, 1) if n > most] == []
