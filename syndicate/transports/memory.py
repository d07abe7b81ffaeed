"""What would have been sent, or told? Fakes that keep the same contracts as the real ones."""

from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Self

from syndicate.domain.messages import Acceptance, Outgoing
from syndicate.errors import Closed, InDoubt, SyndicateError, Temporary


class MemoryMail:
    """A way out that keeps what it accepts in `sent`, in order.

    `tried` lists whom a message was begun for, `doubtful` what ended in doubt, `connections`
    counts how often it was connected to, and `unreachable`, once set, is raised by every `connect`.
    """

    def __init__(self) -> None:
        self.sent: list[Outgoing] = []
        self.tried: list[str] = []
        self.doubtful: list[Outgoing] = []
        self.connections = 0
        self.unreachable: SyndicateError | None = None
        self._planned: dict[str, list[SyndicateError]] = {}

    def plan(self, recipient: str, *errors: SyndicateError) -> None:
        """Let the next messages to an address meet these errors, one each, then succeed."""
        self._planned.setdefault(recipient, []).extend(errors)

    def connect(self) -> "MemorySession":
        """Open a session, or raise what `unreachable` holds."""
        if self.unreachable:
            raise self.unreachable
        self.connections += 1
        return MemorySession(self)

    def take_planned(self, recipient: str) -> SyndicateError | None:
        """Note a try; return the next error planned for the address and forget it."""
        self.tried.append(recipient)
        planned = self._planned.get(recipient)
        return planned.pop(0) if planned else None


class MemorySession:
    """A session that meets the errors planned for each address."""

    def __init__(self, mail: MemoryMail) -> None:
        self._mail = mail
        self.usable = True

    def __enter__(self) -> Self:
        """Return the session itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the session."""
        self.close()

    def send(
        self,
        outgoing: Outgoing,
        before_commit: Callable[[], None],
        following: Outgoing | None = None,
    ) -> Acceptance:
        """Keep one message, or raise what was planned: InDoubt after the commit, others before.

        As on a real connection, a doubtful end and a `before_commit` that
        raises close the session; nothing is kept of the latter.
        """
        del following
        if not self.usable:
            raise Closed("the session is closed; connect again")
        planned = self._mail.take_planned(outgoing.envelope.recipient)
        if planned and not isinstance(planned, InDoubt):
            raise planned
        self.usable = False
        before_commit()
        if planned:
            self._mail.doubtful.append(outgoing)
            raise planned
        self.usable = True
        self._mail.sent.append(outgoing)
        return Acceptance(reply="250 kept", server_id=f"memory-{len(self._mail.sent)}")

    def close(self) -> None:
        """End the session."""
        self.usable = False


class MemoryDns:
    """A resolver that knows some names: their records by kind, as it returns them.

    Whoever asks for a name in `silent` gets no answer; `asked` counts the questions.
    """

    def __init__(self, zone: Mapping[tuple[str, str], Sequence[str]]) -> None:
        self.zone = dict(zone)
        self.silent: set[str] = set()
        self.asked = 0

    def texts(self, name: str) -> Sequence[str]:
        """Return the texts at a name."""
        return self._ask(name, "TXT")

    def addresses(self, name: str) -> Sequence[str]:
        """Return the addresses of both kinds."""
        return [*self._ask(name, "A"), *self._ask(name, "AAAA")]

    def mail_hosts(self, name: str) -> Sequence[str]:
        """Return the names of the hosts that take its mail."""
        return self._ask(name, "MX")

    def _ask(self, name: str, kind: str) -> Sequence[str]:
        self.asked += 1
        if name in self.silent:
            raise Temporary(f"DNS does not tell the {kind} records of {name}; try again later")
        return self.zone.get((name.lower(), kind), ())
