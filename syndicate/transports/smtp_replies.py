"""What does a mail server's reply mean for the message, the address and the settings?"""

import re
from dataclasses import dataclass
from enum import Enum

from syndicate.domain.bounces import BAD_ADDRESS
from syndicate.domain.given_ids import KEPT, given_id
from syndicate.domain.put_offs import Answer, judged
from syndicate.errors import (
    AddressRefused,
    InDoubt,
    MessageRefused,
    PutOff,
    SettingsFault,
    SyndicateError,
    Temporary,
    Throttled,
)

_FOR_GOOD = 5  # the class of permanent refusals
_CLOSING = 421  # RFC 5321 §3.8
_WANTS_LOGIN = {530, 534, 535, 538}  # RFC 4954 §6
_FULL_MAILBOX = {"5.2.2"}
_MAILBOX_FULL_OR_BUSY = 552  # to be treated as 452 at RCPT (RFC 5321 §4.5.3.1.10)
_POLICY = "5.7."
_LONGEST_QUOTE = 300
_ENHANCED = re.compile(r"([245]\.\d{1,3}\.\d{1,3})\b")
_SERVER_ID = re.compile(
    r"\b(?:queued as|id=|message accepted for delivery:?)\s*<?([\w.@+=-]+)", re.IGNORECASE
)


class Step(Enum):
    """Where in a transaction a reply came.

    `word` is the step as messages name it, `wanted` the class of the codes that let the
    transaction go on.
    """

    OPENING = "the opening", 2
    LOGIN = "login", 2
    MAIL = "MAIL", 2
    RCPT = "RCPT", 2
    DATA = "DATA", 3
    DOT = "end of data", 2

    def __init__(self, word: str, wanted: int) -> None:
        self.word = word
        self.wanted = wanted


_PASSING = {Answer.PUT_OFF: PutOff, Answer.THROTTLED: Throttled}
_OF_ITS_DESTINATION = frozenset({Step.RCPT, Step.DATA, Step.DOT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A server's answer on one line; a code outside 200 to 599 is nonsense."""

    code: int
    text: str

    @property
    def understood(self) -> bool:
        """Tell whether this is a reply of SMTP at all (RFC 5321 §4.2.1)."""
        return self.code // 100 in {2, 3, 4, 5}

    @property
    def refuses(self) -> bool:
        """Tell whether this is a clear no, for now or for good."""
        return self.code // 100 in {4, 5}

    @property
    def closes(self) -> bool:
        """Tell whether the connection cannot be used after it, when it was no yes."""
        return self.code == _CLOSING or not self.refuses

    @property
    def enhanced(self) -> str:
        """Return the enhanced status code (RFC 3463), or nothing."""
        found = _ENHANCED.match(self.text)
        return found[1] if found else ""

    def __str__(self) -> str:
        """Return code and text as a person reads them."""
        return f"{self.code} {self.text}".rstrip()


def reply_of(code: int, raw: bytes) -> Reply:
    """Return a reply from its code and text: many lines become one, of a bounded length."""
    text = " ".join(raw.decode("utf-8", "replace").split())
    if not text.isprintable():
        text = "".join(filter(str.isprintable, text))
    return Reply(code=code, text=text[:_LONGEST_QUOTE])


def server_id(reply: Reply, ids: str = KEPT) -> str | None:
    """Return the Message-ID which the server gave, by the rule `ids`; else how it calls it."""
    given = given_id(ids, reply.text)
    if given:
        return given
    found = _SERVER_ID.search(reply.text)
    return found[1] if found else None


def judge(step: Step, reply: Reply, *, server: str, about: str) -> SyndicateError | None:
    """Return what went wrong at a step, or None when the transaction goes on.

    A 5xx refuses the address at RCPT, and at any later step whose enhanced code
    speaks of the address; one for reasons of policy (x.7.x) is never held
    against the address, and a full mailbox may be emptied.
    """
    if reply.code // 100 == step.wanted:
        return None
    said = f"{server} answered {reply} to {step.word} ({about})"
    return _refusal(step, reply, said) if reply.refuses else _nonsense(step, said)


def _refusal(step: Step, reply: Reply, said: str) -> SyndicateError:
    if _wants_login(step, reply):
        return SettingsFault(f"{said}; check [mail] username, password and security")
    if _may_pass(step, reply):
        return _passing(step, reply)(f"{said}; it is tried again later")
    if step is Step.OPENING:
        return Temporary(f"{said}; check [mail] host and port, or ask its postmaster")
    if _blames_address(step, reply):
        return AddressRefused(f"{said}; this mail is not tried again")
    return MessageRefused(f"{said}; mend what it names, or ask its postmaster")


def _nonsense(step: Step, said: str) -> SyndicateError:
    if step is Step.DOT:
        return InDoubt(f"{said}, which is no answer; it may have been accepted")
    return Temporary(f"{said}, which is no answer; check that [mail] host and port speak SMTP")


def _wants_login(step: Step, reply: Reply) -> bool:
    return reply.code in _WANTS_LOGIN or (step is Step.LOGIN and reply.code // 100 == _FOR_GOOD)


def _may_pass(step: Step, reply: Reply) -> bool:
    full = step is Step.RCPT and reply.code == _MAILBOX_FULL_OR_BUSY
    return full or reply.enhanced in _FULL_MAILBOX or reply.code // 100 != _FOR_GOOD


def _passing(step: Step, reply: Reply) -> type[Temporary]:
    """Tell whose trouble it is that may pass: from RCPT on it is the destination's."""
    if step not in _OF_ITS_DESTINATION:
        return Temporary
    answer = judged(reply.code, reply.enhanced, reply.text)
    return _PASSING[answer] if answer else Temporary


def _blames_address(step: Step, reply: Reply) -> bool:
    if step is Step.RCPT:
        return not reply.enhanced.startswith(_POLICY)
    return step in {Step.DATA, Step.DOT} and reply.enhanced in BAD_ADDRESS
