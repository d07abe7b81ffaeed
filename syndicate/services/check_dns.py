"""What does DNS say of the names that mail goes out under? Kept for the time of sending."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from syndicate.clock import Clock
from syndicate.domain.alignment import (
    Alignment,
    Seen,
    Sending,
    ancestors,
    dmarc_records,
    judge,
    judge_keys,
)
from syndicate.domain.findings import Finding, Order
from syndicate.errors import Temporary
from syndicate.services.read_spf import ReadSpf, Resolver
from syndicate.services.transactions import Transactions


class Alignments(Protocol):
    """What keeps the results."""

    def keep(self, alignment: Alignment) -> None: ...
    def of(self, domain: str) -> Alignment | None: ...


class Transaction(Protocol):
    """What checking sees of the store."""

    @property
    def alignments(self) -> Alignments: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckDns:
    """Asks DNS of every domain that mail is sent from, and keeps the result of each.

    `sendings` are asked for anew each time; `under` names the settings they come from.
    """

    transactions: Transactions[Transaction]
    resolver: Resolver
    clock: Clock
    sendings: Callable[[], Sequence[Sending]]
    under: str

    def __call__(self) -> Sequence[Finding]:
        """Return what was found. Nothing is kept of a domain where DNS does not answer."""
        return [finding for sending in self.sendings() for finding in self._check(sending)]

    def keys(self) -> Sequence[Finding]:
        """Return how the keys that mail is signed with were found; nothing is kept."""
        return [finding for sending in self.sendings() for finding in self._keys(sending)]

    def _keys(self, sending: Sending) -> Sequence[Finding]:
        try:
            found = {name: self.resolver.texts(name) for name in sending.keys}
        except Temporary as error:
            what = f"DNS of {sending.from_domain}"
            return [Finding(what=what, order=Order.WARNING, told=str(error))]
        return judge_keys(sending.keys, found)

    def _check(self, sending: Sending) -> Iterator[Finding]:
        try:
            findings, fault = judge(sending, self._seen(sending))
        except Temporary as error:
            what = f"DNS of {sending.from_domain}"
            yield Finding(what=what, order=Order.WARNING, told=str(error))
            return
        domain, now = sending.from_domain, self.clock.now()
        with self.transactions.write() as tx:
            kept = Alignment(domain=domain, under=self.under, at=now, fault=fault)
            tx.alignments.keep(kept)
        yield from findings

    def _seen(self, sending: Sending) -> Seen:
        records = self._dmarc(sending.from_domain)
        at, dmarc = records[0] if records else ("", "")
        return Seen(
            spf=ReadSpf(resolver=self.resolver)(sending.bounce_domain),
            keys={name: self.resolver.texts(name) for name in sending.keys},
            organisation=records[-1][0] if records else "",
            dmarc=dmarc,
            dmarc_at=at,
            server_addresses=self.resolver.addresses(sending.server) if sending.server else (),
        )

    def _dmarc(self, domain: str) -> Sequence[tuple[str, str]]:
        """Return where records stand at and above a domain, and what they say, nearest first."""
        asked = (
            (above, dmarc_records(self.resolver.texts(f"_dmarc.{above}")))
            for above in ancestors(domain)
        )
        return [(above, found[0]) for above, found in asked if len(found) == 1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Believed:
    """Tells, without asking DNS, why no campaign of a domain is to start."""

    transactions: Transactions[Transaction]
    under: str

    def __call__(self, domain: str) -> str:
        """Return the last result's fault; "" where there is none, or other settings hold now."""
        with self.transactions.read() as tx:
            kept = tx.alignments.of(domain)
        if kept is None or not kept.fault or kept.under != self.under:
            return ""
        return (
            f"{kept.fault}; found {kept.at:%Y-%m-%d %H:%M} UTC by `syndicate check --dns`: mend "
            'it and check again, or set unaligned = "send" in [mail]'
        )
