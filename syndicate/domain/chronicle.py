"""What must a store restored from a backup learn of the time since? Identities, no words.

A chronicle is kept outside the database, a line a thing:

    at <instant>                             the facts that follow were written down then
    left <subscriber> <newsletter>           and the other words of `What`
    worker <name>                            what follows is its journal
    cohort <number> <what its mails told, as JSON>
    intent <delivery> <cohort> <subscriber>  it was about to be handed over
    accepted <delivery> …                    the transport has it
    refused <delivery> …                     the transport does not have it

Several machines may each have written one: what is told must not hang on the order in
which their lines are read.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from operator import itemgetter
from typing import Any
from uuid import UUID

from syndicate.domain.changes import DigestAs
from syndicate.domain.digests import ItemKey
from syndicate.domain.handovers import Stage


class Line(StrEnum):
    """What begins a line that tells no fact and no handover."""

    AT = "at"
    WORKER = "worker"
    COHORT = "cohort"


class What(StrEnum):
    """What happened to readers, articles and editions that no older store may undo."""

    LEFT = "left"
    BACK = "back"
    UNFOLLOWED = "unfollowed"
    BARRED = "barred"
    ALLOWED = "allowed"
    WITHDRAWN = "withdrawn"
    REDACTED = "redacted"
    CANCELLED = "cancelled"
    SILENCED = "silenced"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that happened, and what to: numbers, ids and codes without blanks."""

    what: What
    about: tuple[str, ...]

    def line(self) -> str:
        """Return it as the chronicle has it."""
        return " ".join((self.what, *self.about))


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldEdition:
    """Of which wave of which edition a cohort's mails are, and what span of changes they tell.

    `since` is up to when their readers had been told before.
    """

    id: int
    newsletter_id: int
    period_key: str
    due: datetime
    wave_due: datetime
    timezones: tuple[str, ...]
    seen_from: datetime | None
    seen_to: datetime | None
    since: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the mails of a cohort told: of an edition, of a notice, or of neither.

    `number` is the notice's own: Message-IDs are made of it.
    """

    edition: ToldEdition | None = None
    notice: tuple[UUID, int] | None = None
    number: int = 0
    items: tuple[ItemKey, ...] = ()


@dataclass(frozen=True, slots=True)
class Mail:
    """How far a delivery got: ACCEPTED, or INTENT where nobody knows."""

    told: Told
    subscriber_id: int
    stage: Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """A revision that readers were mailed and a restored store lost; `slug` is "" with its article.

    `number` is the one it had then.
    """

    article_id: UUID
    number: int
    mails: int
    slug: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """Everything a chronicle tells: mails by delivery, facts in their order, whose journals."""

    mails: dict[int, Mail] = field(default_factory=dict)
    facts: list[Fact] = field(default_factory=list)
    workers: set[str] = field(default_factory=set)

    def latest(self, *whats: What) -> Iterable[Fact]:
        """Return the last of these facts about each subject, which their first words name."""
        last: dict[tuple[str, ...], Fact] = {}
        for fact in self.facts:
            if fact.what in whats:
                last[fact.about[: _NAMED[fact.what]]] = fact
        return last.values()

    def articles(self) -> Collection[UUID]:
        """Return every article that is named."""
        told = {mail.told for mail in self.mails.values()}
        mailed = {item.article_id for each in told for item in each.items}
        noticed = {each.notice[0] for each in told if each.notice is not None}
        done = {UUID(fact.about[0]) for fact in self.facts if fact.what in _OF_ARTICLES}
        return mailed | noticed | done


_OF_ARTICLES = frozenset({What.WITHDRAWN, What.REDACTED, What.SILENCED})
_NAMED = {
    What.LEFT: 2,
    What.BACK: 2,
    What.UNFOLLOWED: 2,
    What.BARRED: 1,
    What.ALLOWED: 1,
    What.WITHDRAWN: 1,
    What.REDACTED: 2,
    What.CANCELLED: 2,
    What.SILENCED: 2,
}
"""How many words of a fact tell what it is about; the others tell how."""


def remembered(lines: Iterable[str]) -> Remembered:
    """Read a chronicle's lines; a torn one, never finished and so never acted on, is passed by."""
    reading = _Reading()
    for line in lines:
        try:
            reading.take(line.split(" ", 3))
        except (ValueError, LookupError, TypeError):
            continue
    return reading.found()


class _Reading:
    def __init__(self) -> None:
        self._at = datetime.min.replace(tzinfo=UTC)
        self._facts: list[tuple[datetime, Fact]] = []
        self._journals: dict[str, dict[int, Mail]] = {}
        self._mails: dict[int, Mail] = {}
        self._cohorts: dict[str, Told] = {}

    def take(self, words: list[str]) -> None:
        match words:
            case [Line.AT, instant]:
                self._at = datetime.fromisoformat(instant)
            case [Line.WORKER, name]:
                self._cohorts, self._mails = {}, {}
                self._journals[name] = self._mails  # one that was poured twice counts once
            case [Line.COHORT, number, *told]:
                self._cohorts[number] = told_of(json.loads(" ".join(told)))
            case [Stage.INTENT, delivery, cohort, subscriber]:
                mail = Mail(self._cohorts[cohort], int(subscriber), Stage.INTENT)
                self._mails[int(delivery)] = mail
            case [Stage.ACCEPTED, delivery, *_]:
                begun = self._mails[int(delivery)]
                self._mails[int(delivery)] = replace(begun, stage=Stage.ACCEPTED)
            case [Stage.REFUSED, delivery, *_]:
                self._mails.pop(int(delivery), None)
            case [what, *about] if len(about) >= _NAMED[What(what)]:
                self._facts.append((self._at, Fact(What(what), tuple(about))))

    def found(self) -> Remembered:
        """Return it all: facts by their instants, and of mails what went furthest.

        One journal may be poured long after another that tells what happened later.
        """
        mails: dict[int, Mail] = {}
        for journal in self._journals.values():
            for number, mail in journal.items():
                if number not in mails or mail.stage is Stage.ACCEPTED:
                    mails[number] = mail
        self._facts.sort(key=itemgetter(0))
        facts = [fact for _, fact in self._facts]
        return Remembered(mails=mails, facts=facts, workers=set(self._journals))


def told_account(told: Told) -> str:
    """Write what a cohort's mails told as JSON without line ends."""
    account: dict[str, Any] = {}
    if told.edition is not None:
        account["edition"] = _edition_account(told.edition)
    if told.notice is not None:
        account["notice"] = [str(told.notice[0]), told.notice[1], told.number]
    account["items"] = [[str(i.article_id), i.revision, i.status, i.since] for i in told.items]
    return json.dumps(account, separators=(",", ":"))


def told_of(account: dict[str, Any]) -> Told:
    """Read what `told_account` wrote."""
    edition, notice = account.get("edition"), account.get("notice")
    return Told(
        edition=_edition_of(edition) if edition else None,
        notice=(UUID(notice[0]), int(notice[1])) if notice else None,
        number=int(notice[2]) if notice else 0,
        items=tuple(map(_item_of, account["items"])),
    )


def _edition_account(edition: ToldEdition) -> dict[str, Any]:
    return {
        "id": edition.id,
        "newsletter": edition.newsletter_id,
        "period": edition.period_key,
        "due": edition.due.isoformat(),
        "wave": edition.wave_due.isoformat(),
        "zones": edition.timezones,
        "from": edition.seen_from and edition.seen_from.isoformat(),
        "to": edition.seen_to and edition.seen_to.isoformat(),
        "since": edition.since and edition.since.isoformat(),
    }


def _edition_of(account: dict[str, Any]) -> ToldEdition:
    return ToldEdition(
        id=account["id"],
        newsletter_id=account["newsletter"],
        period_key=account["period"],
        due=datetime.fromisoformat(account["due"]),
        wave_due=datetime.fromisoformat(account["wave"]),
        timezones=tuple(account["zones"]),
        seen_from=_instant(account["from"]),
        seen_to=_instant(account["to"]),
        since=_instant(account["since"]),
    )


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _item_of(row: Sequence[Any]) -> ItemKey:
    article, revision, status, since = row
    return ItemKey(
        article_id=UUID(article), revision=revision, status=DigestAs(status), since=since
    )
