"""Which editions have come to their end?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import structlog

from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.editions import NOT_OVER, Edition, EditionStatus, Wave, ending
from syndicate.services.transactions import Transactions

log = structlog.get_logger()


class Editions(Protocol):
    """What closing asks of the editions."""

    def in_status(self, *statuses: EditionStatus) -> Sequence[Edition]: ...
    def lock(self, edition_id: int) -> Edition: ...
    def set_status(self, edition_id: int, status: EditionStatus, fault: str = "") -> None: ...


class Waves(Protocol):
    """What closing asks of the waves."""

    def waves_of(self, edition_id: int) -> Sequence[Wave]: ...
    def set_wave(self, wave_id: int, status: EditionStatus) -> None: ...


class EditionsAndWaves(Editions, Waves, Protocol):
    """What closing asks of both."""


class Ledger(Protocol):
    """What closing asks of the ledger."""

    def unsettled(self, edition_id: int) -> bool: ...
    def counts(self, edition_id: int) -> Mapping[DeliveryStatus, int]: ...


class Transaction(Protocol):
    """What closing sees of the store."""

    @property
    def editions(self) -> EditionsAndWaves: ...
    @property
    def deliveries(self) -> Ledger: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseEditions:
    """Closes editions none of whose deliveries is open and none of whose waves is to come."""

    transactions: Transactions[Transaction]

    def __call__(self) -> None:
        """Close what has come to its end."""
        with self.transactions.read() as tx:
            ended = [e for e in tx.editions.in_status(*NOT_OVER) if _ended(tx, e)]
        for edition in ended:
            with self.transactions.write() as tx:
                now = tx.editions.lock(edition.id)
                if now.status in NOT_OVER and _ended(tx, now):
                    _close(tx, now)


def _ended(tx: Transaction, edition: Edition) -> bool:
    waves = tx.editions.waves_of(edition.id)
    to_come = any(wave.status is EditionStatus.DUE for wave in waves)
    return bool(waves) and not to_come and not tx.deliveries.unsettled(edition.id)


def _close(tx: Transaction, edition: Edition) -> None:
    waves = tx.editions.waves_of(edition.id)
    for wave in waves:
        if wave.status is EditionStatus.SENDING:
            tx.editions.set_wave(wave.id, EditionStatus.SENT)
    mailed = bool(tx.deliveries.counts(edition.id).keys() - {DeliveryStatus.CANCELLED})
    status = ending([wave.status for wave in waves], mailed=mailed)
    tx.editions.set_status(edition.id, status, edition.fault)
    log.info("edition_closed", edition=edition.id, period=edition.period_key, status=status.value)
