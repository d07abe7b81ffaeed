"""What must a store restored from a backup learn of the time since? Identities, no words.

A chronicle is kept outside the database, a line a thing:

    at <instant>                             the facts that follow were written down then
    left <fingerprint> <newsletter>          and the other words of `What`
    worker <name>                            what follows is its journal
    cohort <number> <what its mails told, as JSON>
    intent <delivery> <cohort> <subscriber>  it was about to be handed over
    accepted <delivery> …                    the transport has it
    refused <delivery> …                     the transport does not have it
    backup <id>                              a backup began here

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
from syndicate.domain.facts import Fact, What, fact_of, instant_of
from syndicate.domain.handovers import Stage


class Line(StrEnum):
    """What begins a line that tells no fact and no handover."""

    AT = "at"
    BACKUP = "backup"
    WORKER = "worker"
    COHORT = "cohort"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldEdition:
    """Of which wave of which edition a cohort's mails are, and what span of changes they tell.

    `since` is up to when their readers had been told before. `id` is the edition's own number:
    Message-IDs are made of it.
    """

    id: int
    newsletter: str
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

    `number` is the notice's own: Message-IDs are made of it. `digests` tell, item by item,
    which revision it was: a number may be another one's by now.
    """

    edition: ToldEdition | None = None
    notice: tuple[UUID, int] | None = None
    number: int = 0
    items: tuple[ItemKey, ...] = ()
    digests: tuple[str, ...] = ()


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
    """Everything a chronicle tells: mails by delivery, facts in their order, whose journals.

    `torn` is how many lines could not be read.
    """

    mails: dict[int, Mail] = field(default_factory=dict)
    facts: list[Fact] = field(default_factory=list)
    workers: set[str] = field(default_factory=set)
    torn: int = 0

    def latest(self, *whats: What) -> Iterable[Fact]:
        """Return the last of these facts about each subject, which their first words name."""
        last: dict[tuple[str, ...], Fact] = {}
        for fact in self.facts:
            if fact.what in whats:
                last[fact.subject] = fact
        return last.values()

    def articles(self) -> Collection[UUID]:
        """Return every article that is named."""
        told = {mail.told for mail in self.mails.values()}
        mailed = {item.article_id for each in told for item in each.items}
        noticed = {each.notice[0] for each in told if each.notice is not None}
        done = {UUID(fact.about[0]) for fact in self.facts if fact.what in _OF_ARTICLES}
        return mailed | noticed | done


_OF_ARTICLES = frozenset({What.WITHDRAWN, What.REDACTED, What.SILENCED})


def remembered(lines: Iterable[str]) -> Remembered:
    """Read a chronicle's lines; torn ones are counted: most were never finished or acted on.

    So is one that tells an instant without a zone: nobody knows when that was.
    """
    reading = _Reading()
    for line in lines:
        try:
            reading.take(line.split(" ", 4))
        except (ValueError, LookupError, TypeError):
            reading.torn += 1
    return reading.found()


class _Reading:
    def __init__(self) -> None:
        self._at = datetime.min.replace(tzinfo=UTC)
        self._facts: list[tuple[datetime, Fact]] = []
        self._journals: dict[str, dict[int, Mail]] = {}
        self._mails: dict[int, Mail] = {}
        self._cohorts: dict[str, Told] = {}
        self.torn = 0

    def take(self, words: list[str]) -> None:
        match words:
            case [Line.AT, instant]:
                self._at = instant_of(instant)
            case [Line.BACKUP, _]:
                pass
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
            case _:
                self._facts.append((self._at, fact_of(words)))

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
        workers = set(self._journals)
        return Remembered(mails=mails, facts=facts, workers=workers, torn=self.torn)


def told_account(told: Told) -> str:
    """Write what a cohort's mails told as JSON without line ends."""
    account: dict[str, Any] = {}
    if told.edition is not None:
        account["edition"] = _edition_account(told.edition)
    if told.notice is not None:
        account["notice"] = [str(told.notice[0]), told.notice[1], told.number]
    account["items"] = [
        [str(item.article_id), item.revision, item.status, item.since, digest]
        for item, digest in zip(told.items, told.digests, strict=True)
    ]
    return json.dumps(account, separators=(",", ":"))


def told_of(account: dict[str, Any]) -> Told:
    """Read what `told_account` wrote."""
    edition, notice = account.get("edition"), account.get("notice")
    return Told(
        edition=_edition_of(edition) if edition else None,
        notice=(UUID(notice[0]), int(notice[1])) if notice else None,
        number=int(notice[2]) if notice else 0,
        items=tuple(_item_of(row[:4]) for row in account["items"]),
        digests=tuple(str(row[4]) for row in account["items"]),
    )


def _edition_account(edition: ToldEdition) -> dict[str, Any]:
    return {
        "id": edition.id,
        "newsletter": edition.newsletter,
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
        newsletter=str(account["newsletter"]),
        period_key=account["period"],
        due=instant_of(account["due"]),
        wave_due=instant_of(account["wave"]),
        timezones=tuple(account["zones"]),
        seen_from=_instant(account["from"]),
        seen_to=_instant(account["to"]),
        since=_instant(account["since"]),
    )


def _instant(text: str | None) -> datetime | None:
    return instant_of(text) if text else None


def _item_of(row: Sequence[Any]) -> ItemKey:
    article, revision, status, since = row
    return ItemKey(
        article_id=UUID(article), revision=revision, status=DigestAs(status), since=since
    )
