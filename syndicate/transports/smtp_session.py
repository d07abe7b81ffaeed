"""How is a message handed to a mail server, so that it is known who has it? (RFC 5321)

What failed before the final dot is told as an error after which the message is still
ours; what failed after it is `InDoubt`.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Self

from syndicate.domain.given_ids import KEPT
from syndicate.domain.messages import Acceptance, Outgoing
from syndicate.errors import Closed, InDoubt, SyndicateError, Temporary
from syndicate.transports.smtp_commands import Commands, lines, stuffed
from syndicate.transports.smtp_replies import Reply, Step, judge, server_id
from syndicate.transports.smtp_wire import Wire

_OPENING = (Step.MAIL, Step.RCPT, Step.DATA)
_DONE = 250
_END = b".\r\n"


class SmtpSession:
    """One connection, for any number of messages; not for two threads at once.

    Where the server offers it (RFC 2920), the next message is announced behind the final
    dot of the one before: a message then costs one round trip. Its words follow only
    when it is sent; what was announced and is not sent ends with the connection.
    """

    def __init__(
        self,
        wire: Wire,
        *,
        offers: Mapping[str, str],
        server: str,
        patience: float,
        ids: str = KEPT,
    ) -> None:
        self._wire = wire
        self._commands = Commands(offers=offers, server=server)
        self._server = server
        self._patience = patience
        self._ids = ids
        self._welcome: list[bytes] = []  # the lines with which it last let a message in
        self._announced: Outgoing | None = None

    def __enter__(self) -> Self:
        """Return the session itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the session."""
        self.close()

    @property
    def usable(self) -> bool:
        """Tell whether the connection is open and the server has not said goodbye since."""
        return self._wire.open and (self._announced is not None or not self._wire.has_spoken())

    def send(
        self,
        outgoing: Outgoing,
        before_commit: Callable[[], None],
        following: Outgoing | None = None,
    ) -> Acceptance:
        """Hand over one message and wait for the answer, as `begin` does it."""
        return self.begin(outgoing, before_commit, following)()

    def begin(
        self,
        outgoing: Outgoing,
        before_commit: Callable[[], None],
        following: Outgoing | None = None,
    ) -> "Answer":
        """Hand over one message; `before_commit` runs just before its words and final dot.

        What is returned waits for the server's answer, which has to be heard before
        anything else is said here. When `before_commit` raises, the message is not sent.
        `following` may be announced along with it; only that one can be sent next over
        this connection. Both raise Temporary, AddressRefused, MessageRefused or
        SettingsFault while the message is ours, and InDoubt when the server may have it;
        this one raises Closed when the connection ended before the message was begun.
        """
        self._open(outgoing)
        try:
            before_commit()
        except BaseException:
            self.leave()
            raise
        return self.give(outgoing, following)

    def opens(self, outgoing: Outgoing) -> bool:
        """Tell whether the server wants the words of a message already; nothing is waited for.

        What comes next then is `give`, or `leave`. Raises Temporary as `begin` does.
        """
        if self._announced is not outgoing or not self._wire.holds(self._welcome):
            return False
        self._open(outgoing)
        return True

    def close(self) -> None:
        """Say goodbye and close; what the server thinks of it is of no consequence."""
        if self._wire.open and not self._announced:
            with suppress(OSError):
                self._wire.push(b"QUIT\r\n")
                self._wire.reply()
        self.leave()

    def leave(self) -> None:
        """Close without a word: of a message without its dot nothing was sent (§4.1.1.4)."""
        self._announced = None
        self._wire.close()

    def _open(self, outgoing: Outgoing) -> None:
        """Bring the server to where it waits for the words of a message."""
        ahead = self._announced is outgoing
        if not self.usable or not (ahead or self._announced is None):
            self.leave()
            raise Closed(f"the connection to {self._server} is closed; connect again")
        self._announced = None
        commands = () if ahead else self._commands.of(outgoing)
        error = self._opening(outgoing, commands)
        if error and ahead and not self._wire.open:
            raise Closed(str(error)) from error
        if error:
            raise error

    def _opening(self, outgoing: Outgoing, commands: Sequence[str]) -> SyndicateError | None:
        """Return why the server does not wait for words, or None."""
        try:
            return self._say(outgoing, commands) or self._interruption()
        except OSError as error:
            self.leave()
            return Temporary(
                f"no answer from {self._server}: {told(error)}; check [mail] host and port,"
                " or that the server runs"
            )

    def _say(self, outgoing: Outgoing, commands: Sequence[str]) -> SyndicateError | None:
        """Say the commands, together if the server likes that; return why it says no."""
        if self._commands.pipelined:
            if commands:
                self._wire.push(lines(commands))
            return self._answers(outgoing)
        for step, command in zip(_OPENING, commands, strict=True):
            self._wire.push(lines((command,)))
            reply = self._wire.reply()
            if error := self._judge(step, reply, outgoing):
                self._give_up(reply)
                return error
        return None

    def _answers(self, outgoing: Outgoing) -> SyndicateError | None:
        if self._wire.repeats(self._welcome):
            return None
        errors, said = [], []
        for step in _OPENING:
            reply = self._wire.reply()
            said.append(self._wire.said)
            errors.append(self._judge(step, reply, outgoing))
            if errors[-1] and reply.closes:
                self.leave()
                break
        refusal = next(filter(None, errors), None)
        self._welcome = said if all(said) and not refusal else []
        if refusal and self._wire.open:
            _, no_recipient, no_words = errors
            self._turn_back(wanted=not no_words, by_nobody=bool(no_recipient))
        return refusal

    def _turn_back(self, *, wanted: bool, by_nobody: bool) -> None:
        """Leave a transaction that was refused in part.

        A server may want words although it refused the recipient: it is given none
        (RFC 2920 §3.1). One that would deliver those is left.
        """
        if not wanted:
            self._start_over()
        elif by_nobody:
            self._start_over(b".\r\n")
        else:
            self.leave()

    def _judge(self, step: Step, reply: Reply, outgoing: Outgoing) -> SyndicateError | None:
        envelope = outgoing.envelope
        about = envelope.sender if step is Step.MAIL else envelope.recipient
        return judge(step, reply, server=self._server, about=about)

    def _give_up(self, reply: Reply) -> None:
        if reply.closes:
            self.leave()
        else:
            self._start_over()

    def _start_over(self, first: bytes = b"") -> None:
        """Let the next message start clean, or close."""
        try:
            for command in filter(None, (first, b"RSET\r\n")):
                self._wire.push(command)
                reply = self._wire.reply()
        except OSError:
            self.leave()
            return
        if reply.code != _DONE:
            self.leave()

    def _interruption(self) -> SyndicateError | None:
        """Find out that the server broke off, while the message is still ours.

        A server has nothing to say before the dot; an answer given early would
        be taken for the answer to it.
        """
        if not self._wire.has_spoken():
            return None
        reply = self._wire.reply()
        self.leave()
        return Temporary(f"{self._server} broke off before the end of the message: {reply}")

    def give(self, outgoing: Outgoing, following: Outgoing | None = None) -> "Answer":
        """Hand over the words and the final dot of a message that `opens`, as `begin` does it."""
        ahead = self._commands.announcing(following)
        data = b"".join((*stuffed(outgoing.words), _END, ahead))
        length = len(data) - len(ahead)
        try:
            self._wire.push(data)
        except OSError as error:
            self.leave()
            raise self._loss(error, outgoing, length) from error
        self._announced = following if ahead else None
        return Answer(self, self._wire, outgoing, length)

    def answer(self, outgoing: Outgoing, length: int) -> Acceptance:
        """Wait for the answer to a message's final dot, which so many bytes come before."""
        try:
            reply = self._wire.reply(self._patience)
        except OSError as error:
            self.leave()
            raise self._loss(error, outgoing, length) from error
        if problem := self._judge(Step.DOT, reply, outgoing):
            if reply.closes or self._announced is None:
                self._give_up(reply)
            raise problem
        return Acceptance(str(reply), server_id(reply, self._ids))

    def _loss(self, error: OSError, outgoing: Outgoing, length: int) -> SyndicateError:
        """Tell whose a message is after the connection failed, by whether its dot was sent."""
        if self._wire.handed_over < length:
            return Temporary(
                f"{self._server} was lost before the end of the message: {told(error)}"
            )
        return InDoubt(
            f"{self._server} was lost after the end of the message to"
            f" {outgoing.envelope.recipient} ({told(error)}); it may have been accepted"
        )


@dataclass(slots=True, eq=False)
class Answer:
    """The answer to a message's final dot, before which were so many bytes; once called."""

    session: SmtpSession
    wire: Wire
    outgoing: Outgoing
    length: int

    def __call__(self) -> Acceptance:
        """Wait for it. Raises what `begin` says."""
        return self.session.answer(self.outgoing, self.length)

    def heard(self) -> bool:
        """Tell, without asking the system, whether it or the end of the connection is there."""
        return self.wire.holds_something()

    def fileno(self) -> int:
        """Return the connection's number at the system."""
        return self.wire.fileno()


def told(error: Exception) -> str:
    """Return what an error says, on one line."""
    return " ".join(str(error).split()) or type(error).__name__
