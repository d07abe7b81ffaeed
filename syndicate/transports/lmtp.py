"""How does a mail server hand over, by LMTP (RFC 2033), what is for boxes of ours?

One recipient a transaction: each mail has an answer of its own, and one that could not be
taken in now stays with the mail server, which tries again.
"""

import asyncio
from collections.abc import Callable

from aiosmtpd.controller import Controller
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session

from syndicate.errors import SettingsFault, SyndicateError

MOST_BYTES = 4 * 1024 * 1024

_TAKEN = "250 2.6.0 taken in"
_NOT_OURS = "550 5.1.1 nobody here has this address"
_LATER = "451 4.3.0 cannot be taken in now; try again"
_ONE_AT_A_TIME = "452 4.5.3 one recipient at a time"

Take = Callable[[bytes, str], bool]


class _Handler:
    """Answers the commands that matter."""

    def __init__(self, take: Take) -> None:
        self._take = take

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd calls
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _: object
    ) -> str:
        if envelope.rcpt_tos:
            return _ONE_AT_A_TIME
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 go on"

    async def handle_DATA(  # noqa: N802 - the name that aiosmtpd calls
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        content = envelope.content
        data = content if isinstance(content, bytes) else str(content).encode()
        loop = asyncio.get_running_loop()
        try:
            ours = await loop.run_in_executor(None, self._take, data, envelope.rcpt_tos[0])
        except SyndicateError:
            return _LATER
        return _TAKEN if ours else _NOT_OURS


class _Listener(Controller):
    def factory(self) -> LMTP:
        return LMTP(self.handler, data_size_limit=MOST_BYTES, ident="Syndicate")


class LmtpListener:
    """Listens for a mail server; `take` takes a mail in, and tells whether it was for us.

    `take` is called on a thread of its own. What it raises of ours is answered with "later".
    """

    def __init__(self, host: str, port: int, take: Take) -> None:
        """Begin to listen. Raises SettingsFault where that cannot be done."""
        self._listener = _Listener(_Handler(take), hostname=host, port=port)
        try:
            self._listener.start()
        except OSError as error:
            self._listener.loop.close()
            raise SettingsFault(
                f"mail.lmtp: {host}:{port} cannot be listened on: {error.strerror}; choose another"
            ) from error

    def close(self) -> None:
        """Stop listening."""
        self._listener.stop()
