"""What does a mail tell its reader? Read from its bytes alone, as they were delivered."""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from enum import Enum

from bench.replay.marks import Mark, notes_in, words_in
from bench.replay.wire import Arrival

BASE = "https://replay.example"
_ADDRESS = re.compile(rf"^{re.escape(BASE)}/(?:articles|id)/\S+$", re.MULTILINE)
_IDENTITY = re.compile(rf"{re.escape(BASE)}/id/[^/\s]+")
_LABEL = re.compile(r"^\[(Updated|Corrected|Clarified|Retracted|Removed)\]\s", re.MULTILINE)
_PERIOD = re.compile(rf"{re.escape(BASE)}/newsletters/[^/\s]+/(\S+)")
_DIFF = re.compile(r"/diff/(\d+)\.\.\.(\d+)$")
_LINK = re.compile(rf"{re.escape(BASE)}/(?:confirm|preferences)/\S+")
_UNSUBSCRIBE = re.compile(r"<(https://[^>]+)>")
_RULE = re.compile(r"^-{60,}$", re.MULTILINE)


UNKNOWN = Mark(-1, 0)


class Sort(Enum):
    """What sort of mail it is."""

    DIGEST = "digest"
    NOTICE = "notice"
    LETTER = "letter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An article as one mail tells it.

    `words` is the revision whose words it has, `notes` those whose notes. `label` is how it
    is called; empty when it is new. `compared` are the two revisions its link compares.
    What was taken down has no words left: its `identity` stands in its address.
    """

    words: Mark = UNKNOWN
    notes: AbstractSet[Mark] = frozenset()
    label: str = ""
    said: str
    identity: str = ""
    compared: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A mail as its reader has it; `fault` says why it cannot be trusted, if so.

    `period` names the edition that a digest is; `links` are those a letter asks to follow.
    """

    at: datetime
    reader: str
    sort: Sort
    newsletter: str = ""
    period: str = ""
    told: tuple[Told, ...] = ()
    links: tuple[str, ...] = ()
    unsubscribe: str = ""
    fault: str = ""


def read_mail(arrival: Arrival) -> Mail:
    """Return what a mail tells."""
    message = message_from_bytes(arrival.data, policy=policy.default)
    assert isinstance(message, EmailMessage)  # noqa: S101 - the policy's
    named = str(message.get("Feedback-ID", "")).split(":")
    text, html = _part(message, "plain"), _part(message, "html")
    if len(named) < len(("newsletter", "sort", "host")):
        links = tuple(_LINK.findall(text))
        return Mail(at=arrival.at, reader=arrival.recipient, sort=Sort.LETTER, links=links)
    told = tuple(_items(text))
    period = _PERIOD.search(text)
    one_click = _UNSUBSCRIBE.search(str(message.get("List-Unsubscribe", "")))
    return Mail(
        at=arrival.at,
        reader=arrival.recipient,
        sort=Sort(named[1]),
        newsletter=named[0],
        period=period[1] if period else "",
        told=told,
        unsubscribe=one_click[1] if one_click else "",
        fault=_fault(text, html, told),
    )


def _part(message: EmailMessage, subtype: str) -> str:
    part = message.get_body((subtype,))
    return str(part.get_content()).replace("\r\n", "\n") if part else ""


def _items(text: str) -> Iterator[Told]:
    """Yield what stands above each address of an article, from the address before it on."""
    begin = 0
    for address in _ADDRESS.finditer(text):
        chunk = _RULE.split(text[begin : address.start()])[-1].strip()
        begin = address.end()
        if words_in(chunk) or _IDENTITY.fullmatch(address[0]):
            yield _item(chunk, address[0])


def _item(chunk: str, address: str) -> Told:
    """Read an item by its headline, the first of its paragraphs that has words of ours."""
    words = next(filter(None, map(words_in, chunk.split("\n\n"))), frozenset())
    label, compared = _LABEL.search(chunk), _DIFF.search(address)
    new = label is None
    single = len(words) == 1 and (not new or words_in(chunk) == words)
    return Told(
        words=next(iter(words)) if single else UNKNOWN,
        notes=notes_in(chunk),
        label="" if label is None else label[1],
        said=" ".join(chunk.split()).casefold(),
        identity=address.rpartition("/")[2] if not words else "",
        compared=(int(compared[1]), int(compared[2])) if compared else None,
    )


def _fault(text: str, html: str, told: Sequence[Told]) -> str:
    """Say where a mail contradicts itself."""
    if not told:
        return "it tells nothing"
    if any(item.words == UNKNOWN and not item.identity for item in told):
        return "an item tells words of no revision, or of several"
    if len({(item.words.article, item.identity) for item in told}) < len(told):
        return "it tells an article twice"
    if words_in(text) != words_in(html) or notes_in(text) != notes_in(html):
        return "its text and its HTML tell different things"
    return ""
