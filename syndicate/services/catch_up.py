"""How does a restored store learn which mails went out since its backup?

From the chronicle. A repeat writes nothing new.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from syndicate.clock import Clock
from syndicate.domain.chronicle import Mail, Remembered, Told, ToldEdition
from syndicate.domain.deliveries import DeliveryStatus, Uncertain
from syndicate.domain.digests import CohortPlace, ItemKey
from syndicate.domain.handovers import Stage
from syndicate.domain.notices import Notice
from syndicate.domain.numbering import Numbering, RevisionKey
from syndicate.services.transactions import Transactions

Readers = dict[int, DeliveryStatus]


class Places(Protocol):
    """What catching up asks of where mails belong."""

    def place(self, told: Told, now: datetime) -> CohortPlace | None: ...
    def heads(self, named: Collection[UUID]) -> Mapping[UUID, int]: ...
    def digests(self, named: Collection[UUID]) -> Mapping[RevisionKey, str]: ...


class Hands(Protocol):
    """What catching up writes of who had which mail."""

    def hand(
        self,
        place: CohortPlace,
        cohort_id: int,
        readers: Mapping[int, DeliveryStatus],
        now: datetime,
    ) -> int: ...
    def tell_until(self, edition: ToldEdition, readers: Collection[int]) -> None: ...
    def hand_notice(
        self, notice_id: int, readers: Mapping[int, DeliveryStatus], now: datetime
    ) -> int: ...
    def hand_letters(self, letters: Mapping[int, DeliveryStatus], now: datetime) -> int: ...


class Numbers(Protocol):
    """What catching up does about workers and numbers of the time since."""

    def release(self, workers: Collection[str]) -> None: ...
    def leap(self, highest: Mapping[str, int]) -> None: ...


class CatchingUp(Places, Hands, Numbers, Protocol):
    """What catching up asks of the store."""


class Cohorts(Protocol):
    """What catching up asks of the cohorts."""

    def ensure(self, place: CohortPlace, items: Sequence[ItemKey], now: datetime) -> int: ...


class Notices(Protocol):
    """What catching up asks of the notices."""

    def of(self, article_id: UUID, revision: int) -> Notice | None: ...


class Transaction(Protocol):
    """What catching up sees of the store."""

    @property
    def catching_up(self) -> CatchingUp: ...
    @property
    def cohorts(self) -> Cohorts: ...
    @property
    def notices(self) -> Notices: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CatchUp:
    """Writes into the ledger what the chronicle tells of mails."""

    transactions: Transactions[Transaction]
    clock: Clock
    uncertain: Uncertain

    def leap(self, found: Remembered) -> None:
        """See, before anything else, that no number which may be out there is given again."""
        highest = {
            "deliveries": max(found.mails, default=0),
            "notices": max((m.told.number for m in found.mails.values()), default=0),
            "subscribers": max((m.subscriber_id for m in found.mails.values()), default=0),
            "editions": max(
                (m.told.edition.id for m in found.mails.values() if m.told.edition), default=0
            ),
        }
        with self.transactions.write() as tx:
            tx.catching_up.leap(highest)

    def numbering(self, found: Remembered) -> Numbering:
        """Return up to where each article that is named is here, before anything is redone."""
        with self.transactions.read() as tx:
            named = found.articles()
            digests = tx.catching_up.digests(named)
            return Numbering(heads=tx.catching_up.heads(named), digests=digests)

    def editions(self, found: Remembered, numbering: Numbering) -> int:
        """Write who had which edition, and which letters went; return how many mails."""
        readers = _by_told(self._settled(m for m in found.mails.values() if m.told.edition))
        letters = {
            number: mail
            for number, mail in found.mails.items()
            if mail.told.edition is None and mail.told.notice is None
        }
        count = sum(self._edition(told, these, numbering) for told, these in readers.items())
        with self.transactions.write() as tx:
            now = self.clock.now()
            count += tx.catching_up.hand_letters(
                {n: s for n, mail in letters.items() if (s := self._status(mail))}, now
            )
            tx.catching_up.release(found.workers)
        return count

    def notices(self, found: Remembered, numbering: Numbering) -> int:
        """Write who had which notice; return how many mails.

        A notice of a revision whose words are lost is not here any more.
        """
        count = 0
        for told, these in _by_told(self._settled(found.mails.values())).items():
            key = told.notice and numbering.here(told.notice)
            if key is not None:
                count += self._notice(key, these)
        return count

    def _notice(self, key: RevisionKey, readers: Readers) -> int:
        with self.transactions.write() as tx:
            notice = tx.notices.of(*key)
            if notice is None:
                return 0
            return tx.catching_up.hand_notice(notice.id, readers, self.clock.now())

    def _edition(self, told: Told, readers: Readers, numbering: Numbering) -> int:
        now = self.clock.now()
        with self.transactions.write() as tx:
            place = tx.catching_up.place(told, now)
            if place is None or told.edition is None:
                return 0
            lines = zip(told.items, told.digests, strict=True)
            items = [had for line in lines if (had := numbering.had(*line))]
            cohort = tx.cohorts.ensure(place, items, now)
            tx.catching_up.tell_until(told.edition, readers)
            return tx.catching_up.hand(place, cohort, readers, now)

    def _settled(self, mails: Iterable[Mail]) -> Iterable[tuple[Mail, DeliveryStatus]]:
        for mail in mails:
            if status := self._status(mail):
                yield mail, status

    def _status(self, mail: Mail) -> DeliveryStatus | None:
        """Return what became of a mail; None where it is to be sent again."""
        if mail.stage is Stage.ACCEPTED:
            return DeliveryStatus.SENT
        return DeliveryStatus.IN_DOUBT if self.uncertain is Uncertain.HOLD else None


def _by_told(mails: Iterable[tuple[Mail, DeliveryStatus]]) -> Mapping[Told, Readers]:
    found: dict[Told, Readers] = defaultdict(dict)
    for mail, status in mails:
        found[mail.told][mail.subscriber_id] = status
    return found
