"""What does it come to that a delivery could not be handed over?"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

import structlog

from syndicate.clock import Clock
from syndicate.domain.deliveries import (
    Claim,
    Outcome,
    Uncertain,
    in_doubt,
    next_try,
    not_now,
    refused,
    released,
    throttled,
)
from syndicate.domain.put_offs import Answer
from syndicate.errors import (
    AddressRefused,
    AskedWrongly,
    MessageRefused,
    PutOff,
    SettingsFault,
    SyndicateError,
    Temporary,
    Throttled,
)

log = structlog.get_logger()

MENDING_WAIT = timedelta(minutes=1)
OURS = SettingsFault, AddressRefused, MessageRefused, AskedWrongly, Temporary
"""Faults after which the message is with us still."""


class Postmaster(Protocol):
    """Stops what would be rubbish."""

    def hold(self, claim: Claim, fault: str) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """Says what becomes of deliveries, by why they were not handed over."""

    postmaster: Postmaster
    clock: Clock
    uncertain: Uncertain
    bounced: Callable[[Claim, str], object]
    chance: Callable[[], float]

    def __call__(self, claim: Claim, error: Exception) -> Outcome:
        """Return what becomes of a delivery whose message is with us still."""
        match error:
            case SettingsFault():
                return self._hold(claim, str(error))
            case Temporary():
                return self._put_off(claim, error)
            case AddressRefused():
                self._count(claim, error)
                return refused(str(error))
            case MessageRefused() | AskedWrongly():
                return refused(str(error))
        return not_now(claim.attempts, self.clock.now(), repr(error))

    def doubted(self, claim: Claim, error: Exception) -> Outcome:
        """Return what becomes of a delivery whose message may be with the server."""
        attempts, now = claim.attempts, self.clock.now()
        reply = str(error) or repr(error)
        return in_doubt(self.uncertain, attempts, reply, next_try(attempts, now))

    def _hold(self, claim: Claim, fault: str) -> Outcome:
        """Hold the edition until the fault is mended; a mail outside editions is tried again."""
        self.postmaster.hold(claim, fault)
        outside = claim.edition_id is None
        return released(fault, self.clock.now() + MENDING_WAIT if outside else None)

    def _put_off(self, claim: Claim, error: Temporary) -> Outcome:
        now, said, chance = self.clock.now(), str(error), self.chance()
        if isinstance(error, Throttled):
            return throttled(claim.written, now, said, chance)
        answer = Answer.PUT_OFF if isinstance(error, PutOff) else None
        return not_now(claim.attempts, now, said, chance, answer)

    def _count(self, claim: Claim, error: AddressRefused) -> None:
        """Count a refused address. Where that cannot be done now, the next refusal will be."""
        try:
            self.bounced(claim, str(error))
        except SyndicateError as fault:
            log.warning("bounce_not_counted", delivery=claim.id, error=str(fault))
