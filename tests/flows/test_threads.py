"""A notice answers the mail as the reader has it, where the server gave it an id of its own."""

from collections.abc import Iterator
from contextlib import ExitStack
from email import message_from_bytes
from itertools import count
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from syndicate.domain.editions import EditionStatus
from tests.flows.bridge_edition import READERS, ReadingSink, correct, over, plan, wait_until
from tests.flows.mail_processes import process, send_for_ever, settings_in, site
from tests.transports.mail_servers import SinkServer


class RewritingSink(ReadingSink):
    """A mail server that puts its own Message-ID in the place of ours, and answers with it."""

    def __init__(self) -> None:
        super().__init__()
        self._numbers = count(1)
        self.given: dict[str, list[str]] = {}
        self.answered: dict[str, tuple[str, str]] = {}

    async def handle_DATA(  # noqa: N802  (aiosmtpd's name)
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Give an id, and remember what the message says that it answers."""
        assert isinstance(envelope.content, bytes)
        (reader,), message = envelope.rcpt_tos, message_from_bytes(envelope.content)
        if message["In-Reply-To"]:
            self.answered[reader] = message["In-Reply-To"], message["References"]
        number = f"0100-{next(self._numbers):06}"
        self.given.setdefault(reader, []).append(f"<{number}@mails.example>")
        await super().handle_DATA(server, session, envelope)
        return f"250 Ok {number}"


@pytest.fixture
def sink() -> RewritingSink:
    """Give a mail server that rewrites."""
    return RewritingSink()


@pytest.fixture
def settings(tmp_path: Path, database_url: str, sink: RewritingSink) -> Iterator[Path]:
    """Run the server, and give the settings of a site that knows how it rewrites."""
    with SinkServer(sink) as server:
        path = settings_in(tmp_path, database_url, server.port)
        path.write_text(path.read_text() + 'message_ids = "<{id}@mails.example>"\n')
        yield path


def test_a_notice_answers_the_id_that_the_server_gave_though_its_sender_was_killed(
    settings: Path, sink: RewritingSink
) -> None:
    with site(settings) as app:
        plan(app)
        with process(send_for_ever, settings):
            sink.wait_for(READERS // 2)  # killed: only its journal knows what was accepted
        sure = {reader for reader, ids in sink.given.items() if ids}
        with ExitStack() as senders:
            senders.enter_context(process(send_for_ever, settings))
            wait_until(lambda: app.editions.list()[0].edition.status is EditionStatus.SENT)
            with app.store.read() as tx:
                sent = {d.email for d in tx.deliveries.page() if d.server_id}
            correct(app)
            wait_until(lambda: over(app))
    assert len(sent & sure) > READERS // 4
    assert len(sent) >= READERS - 8  # those in doubt: one for each connection at most
    assert {reader: sink.answered[reader] for reader in sent} == {
        reader: (sink.given[reader][0],) * 2 for reader in sent
    }
