"""What is wrong with the site, and who is told? The operator, by mail, once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from syndicate.domain.alarms import (
    KEYS_EVERY,
    LATELY,
    MISSED_FOR,
    WATCHED_EVERY,
    Alarm,
    Disk,
    Limits,
    Missed,
    Seen,
    steps,
    wrong,
)
from syndicate.domain.audience import Subscriber
from syndicate.domain.bounces import BounceKind
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.destinations import Destination
from syndicate.domain.digests import RenderedDigest
from syndicate.domain.editions import Edition, EditionStatus, Newsletter, Wave, paused_over
from syndicate.domain.findings import Finding, Order
from syndicate.domain.now_and_then import is_time_again
from syndicate.domain.progress import missed_in_part
from syndicate.services.letters import Cohorts, Deliveries
from syndicate.services.readiness import LastDone
from syndicate.services.transactions import Transactions

BACKUP = "backup"
_WATCH, _KEYS, _BEGAN = "watch", "keys", "watching"
_NEWEST = 100
_ALL_ZONES = timedelta(hours=26)  # from the first wave of an edition to its last


class Alarms(Protocol):
    """The alarms that are kept."""

    def all(self) -> Sequence[Alarm]: ...
    def begin(self, name: str, words: str, now: datetime) -> bool: ...
    def again(self, alarm: Alarm, words: str, now: datetime) -> bool: ...
    def end(self, names: Sequence[str]) -> None: ...


class Editions(Protocol):
    """What is asked of the editions."""

    def newest(self, newsletter_id: int | None, limit: int) -> Sequence[Edition]: ...
    def waves_of(self, edition_id: int) -> Sequence[Wave]: ...


class Newsletters(Protocol):
    """What is asked of the newsletters."""

    def by_id(self, newsletter_id: int) -> Newsletter: ...


class Destinations(Protocol):
    """What is asked of the destinations."""

    def troubled(self) -> Sequence[Destination]: ...


class Bounces(Protocol):
    """What is asked of what came back."""

    def lately(self, since: datetime) -> Mapping[BounceKind, int]: ...


class Subscribers(Protocol):
    """What is asked of those who have an address."""

    def ensure(self, email: str, timezone: str, now: datetime) -> Subscriber: ...


class Ledger(Deliveries, Protocol):
    """What is asked of the ledger."""

    def counts(self, edition_id: int) -> Mapping[DeliveryStatus, int]: ...


class Mail(Protocol):
    """What is seen of mail."""

    @property
    def cohorts(self) -> Cohorts: ...
    @property
    def deliveries(self) -> Ledger: ...
    @property
    def subscribers(self) -> Subscribers: ...
    @property
    def bounces(self) -> Bounces: ...


class Transaction(Mail, Protocol):
    """What is seen of the store."""

    @property
    def alarms(self) -> Alarms: ...
    @property
    def last_done(self) -> LastDone: ...
    @property
    def editions(self) -> Editions: ...
    @property
    def newsletters(self) -> Newsletters: ...
    @property
    def destinations(self) -> Destinations: ...


class Renderer(Protocol):
    """Writes the mail."""

    def alarms(self, new: Sequence[str], going_on: Sequence[Alarm]) -> RenderedDigest: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchOver:
    """Looks every few minutes, and queues one mail for all alarms that are to be told.

    The mail is a letter of the ledger, queued in the transaction that notes that it was.
    Without an operator nothing is watched. `check_keys` asks DNS, once a day; it is None
    where nothing is signed.
    """

    transactions: Transactions[Transaction]
    renderer: Renderer
    operator: str
    limits: Limits
    disks: Callable[[], Sequence[Disk]]
    check_keys: Callable[[], Sequence[Finding]] | None

    def __call__(self, now: datetime) -> None:
        """Look, unless somebody did just before; a repeat tells nothing."""
        if not self.operator or not self._due(now):
            return
        keys, disks = self._keys(now), self.disks()
        with self.transactions.read() as tx:
            seen = _seen(tx, keys, disks, now)
            known = tx.alarms.all()
        found = wrong(seen, self.limits, now)
        to_do = steps(known, found, seen, now)
        with self.transactions.write() as tx:
            tx.last_done.note(_WATCH, now)
            if keys is not None:
                tx.last_done.note(_KEYS, now)
            if tx.last_done.at(_BEGAN) is None:
                tx.last_done.note(_BEGAN, now)
            tx.alarms.end(to_do.end)
            by_name = {alarm.name: alarm for alarm in known}
            told = [n for n in to_do.begin if tx.alarms.begin(n, found[n], now)]
            told += [n for n in to_do.again if tx.alarms.again(by_name[n], found[n], now)]
            if told:
                self._tell(tx, [found[name] for name in told], now)

    def _due(self, now: datetime) -> bool:
        with self.transactions.read() as tx:
            looked = tx.last_done.at(_WATCH)
        return is_time_again(looked, WATCHED_EVERY, now)

    def _keys(self, now: datetime) -> Mapping[str, str] | None:
        """Return what is wrong with keys in DNS; None where it was not, or could not be, asked."""
        if self.check_keys is None:
            return None
        with self.transactions.read() as tx:
            asked = tx.last_done.at(_KEYS)
        if not is_time_again(asked, KEYS_EVERY, now):
            return None
        findings = self.check_keys()
        if any(finding.order is Order.WARNING for finding in findings):
            return None
        return {f.what: f.told for f in findings if f.order is Order.FAULT}

    def _tell(self, tx: Transaction, new: Sequence[str], now: datetime) -> None:
        going_on = [alarm for alarm in tx.alarms.all() if alarm.words not in new]
        whom = tx.subscribers.ensure(self.operator, "UTC", now)
        letter = tx.cohorts.letter(self.renderer.alarms(new, going_on), now)
        tx.deliveries.add(letter, whom.id)


def _seen(
    tx: Transaction, keys: Mapping[str, str] | None, disks: Sequence[Disk], now: datetime
) -> Seen:
    lately = tx.bounces.lately(now - LATELY)
    editions = tx.editions.newest(None, _NEWEST)
    reported = bool(lately)
    return Seen(
        missed=[missed for edition in editions if (missed := _missed(tx, edition, now))],
        held_back=[place for place in tx.destinations.troubled() if place.held_back],
        sent=_of_how_many(tx, editions, now) if reported else 0,
        bounces=lately.get(BounceKind.HARD, 0) + lately.get(BounceKind.SOFT, 0),
        complaints=lately.get(BounceKind.COMPLAINT, 0),
        keys=keys,
        disks=disks,
        backed_up=tx.last_done.at(BACKUP) or tx.last_done.at(_BEGAN) or now,
    )


def _of_how_many(tx: Transaction, editions: Sequence[Edition], now: datetime) -> int:
    """Return how many mails a day's reports are of: that day's, or those of the newest edition.

    Servers go on trying for four or five days (RFC 5321, 4.5.4.1): what a weekly edition has come
    back of then, comes on days on which nothing was sent.
    """
    lately = sum(_sent(tx, edition) for edition in editions if now - edition.due < LATELY)
    return lately or next(filter(None, (_sent(tx, edition) for edition in editions)), 0)


def _sent(tx: Transaction, edition: Edition) -> int:
    return tx.deliveries.counts(edition.id).get(DeliveryStatus.SENT, 0)


def _missed(tx: Transaction, edition: Edition, now: datetime) -> Missed | None:
    """Return that an edition was missed, all of it or a good part, for a day from then on.

    What a person kept back by pausing the newsletter is none of it.
    """
    newsletter = tx.newsletters.by_id(edition.newsletter_id)
    told_since = now - newsletter.late_limit - MISSED_FOR
    if edition.due < told_since - _ALL_ZONES:
        return None
    waves = [wave for wave in tx.editions.waves_of(edition.id) if _unmeant(newsletter, wave)]
    if not waves or waves[0].due < told_since:
        return None
    whole = edition.status is EditionStatus.MISSED
    if not whole and not missed_in_part(waves, tx.deliveries.counts(edition.id)):
        return None
    return Missed(
        edition_id=edition.id,
        newsletter=newsletter.name,
        period=edition.period_key,
        in_part=not whole,
    )


def _unmeant(newsletter: Newsletter, wave: Wave) -> bool:
    meant = wave.seen_to is None and paused_over(newsletter, wave)
    return wave.status is EditionStatus.MISSED and not meant
