"""What does a mail say that came back to us?

Delivery status notifications (RFC 3464) and feedback reports (RFC 5965) are read by the
standard library, what older servers write by flufl.bounce. Whom it is about is told by
the address it came to alone: anybody can write a part of a mail.
"""

import logging
import re
from collections.abc import Iterator
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32

from syndicate.domain.bounces import LONGEST_QUOTE, STATUS, BounceKind, Report, kind_of

MOST_BYTES = 1024 * 1024
_TAGGED = re.compile(
    r"(?P<box>bounces|unsubscribe|unfollow)\+(?P<token>[A-Za-z0-9_-]+)@", re.IGNORECASE
)
_ARRIVED = ("Delivered-To", "X-Original-To", "Envelope-To")
_HARMLESS = {"delivered", "relayed", "expanded"}


def read_recipient(data: bytes, given: str = "") -> tuple[str, str]:
    """Return which box of ours a mail came to, and the token there; empty for neither.

    `given` is the envelope's recipient where it is known; else the topmost header tells
    that the last server wrote (RFC 9228).
    """
    message = _parse(data)
    for address in (given, *(str(message.get(name, "")) for name in _ARRIVED)):
        if tagged := _TAGGED.search(address):
            return tagged["box"].lower(), tagged["token"]
    return "", ""


def read_report(data: bytes, token: str) -> Report | None:
    """Return what a mail reports; None for one that reports no failure and no complaint."""
    message = _parse(data)
    match message.get_content_type(), str(message.get_param("report-type", "")).lower():
        case "multipart/report", "feedback-report":
            return _complaint(message, token)
        case "multipart/report", "delivery-status":
            return _status_report(message, token)
        case _:
            return _guessed(message, token)


def _parse(data: bytes) -> "Message[str, str]":
    return BytesParser(policy=compat32).parsebytes(data[:MOST_BYTES])


def _complaint(message: "Message[str, str]", token: str) -> Report | None:
    for fields in _blocks(message, "message/feedback-report"):
        kind = _field(fields, "Feedback-Type").lower()
        if kind == "not-spam":
            return None
        return Report(kind=BounceKind.COMPLAINT, token=token, said=f"feedback report: {kind}")
    return None


def _status_report(message: "Message[str, str]", token: str) -> Report | None:
    """Judge the first recipient whose delivery failed or was put off (RFC 3464 §2.3)."""
    for fields in _blocks(message, "message/delivery-status"):
        action = _field(fields, "Action").lower()
        if not action or action in _HARMLESS:
            continue
        found = STATUS.search(_field(fields, "Status"))
        status = found[0] if found else ""
        for_good = action == "failed" and not status.startswith("4")
        said = _field(fields, "Diagnostic-Code") or action
        kind = kind_of(status, for_good=for_good)
        return Report(kind=kind, token=token, status=status, said=said[:LONGEST_QUOTE])
    return None


def _guessed(message: "Message[str, str]", token: str) -> Report | None:
    """Read what servers write in words of their own; a guess alone gives no address up."""
    from flufl.bounce import all_failures  # noqa: PLC0415 - a tenth of a second, seldom needed

    logging.getLogger("flufl.bounce").disabled = True  # it tells of each that anybody broke
    try:
        for_now, for_good = all_failures(message)
    except (AttributeError, LookupError, TypeError, ValueError):  # its detectors expect some form
        return None
    if not (for_now or for_good):
        return None
    said = f"in the server's own words: failed for {'good' if for_good else 'now'}"
    return Report(kind=BounceKind.SOFT, token=token, said=said)


def _blocks(message: "Message[str, str]", kind: str) -> "Iterator[Message[str, str]]":
    """Yield the groups of fields in the machine-readable part of a report."""
    for part in message.walk():
        if part.get_content_type() == kind:
            payload = part.get_payload()
            if isinstance(payload, list):
                yield from (block for block in payload if isinstance(block, Message))
            else:
                yield _parse(str(payload).encode("utf-8", "replace"))


def _field(fields: "Message[str, str]", name: str) -> str:
    words = " ".join(str(fields.get(name, "")).split())
    return "".join(filter(str.isprintable, words))  # a terminal will show it
