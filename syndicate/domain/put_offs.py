"""Does a server's "not now" mean this message, or everything to its destination?"""

import re
from enum import StrEnum

_CLOSING = 421  # RFC 5321 §3.8
_TRY_LATER = frozenset({421, 450, 451, 452})
_POLICY = "4.7."
_MAILBOX = ".2."  # RFC 3463 §3.3
_NOT_NOW = range(400, 500)
_QUOTA = re.compile(
    r"\b(rate|quota|throttl\w*|limit\w*|too (many|much|fast)|exceed\w*|slow down|deferred due to|"
    r"unusual|reputation)\b",
    re.IGNORECASE,
)
_ENDS = re.compile(r"shut|closing|restart|maintenance|idle|timeout|timed out", re.IGNORECASE)
_OF_ONE_MAILBOX = re.compile(r"mailbox|inbox|\buser\b|\baccount\b|recipient'?s? ", re.IGNORECASE)
_GREYLISTED = re.compile(r"gr[ea]y.?list", re.IGNORECASE)


class Answer(StrEnum):
    """What a destination says that does not take a message now: it alone, or no more mail."""

    PUT_OFF = "put-off"
    THROTTLED = "throttled"


def judged(code: int, enhanced: str, text: str) -> Answer | None:
    """Judge a reply about one recipient that may pass; None where it is about that one alone.

    A full or busy mailbox says nothing of its neighbours. Greylisting means one message,
    but many of them are better sent later; so does a policy (4.7.x) that does not speak of
    a rate, which may be about the one address.
    """
    if enhanced[1:].startswith(_MAILBOX) or code not in _NOT_NOW:
        return None
    if _GREYLISTED.search(text):
        return Answer.PUT_OFF
    policy = enhanced.startswith(_POLICY)
    if code == _CLOSING and (policy or not _ENDS.search(text)):
        return Answer.THROTTLED
    if code not in _TRY_LATER or not _QUOTA.search(text):
        return Answer.PUT_OFF
    return Answer.THROTTLED if policy or not _OF_ONE_MAILBOX.search(text) else None
