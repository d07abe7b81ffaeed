"""How does a list of readers from elsewhere become readers here?"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Protocol

from syndicate.clock import Clock
from syndicate.domain.audience import (
    Consent,
    Step,
    Subscriber,
    Subscription,
    SubscriptionKey,
    SuppressionReason,
)
from syndicate.domain.editions import Newsletter
from syndicate.domain.intake import (
    SUPPRESSING,
    Admission,
    Applicant,
    Outcome,
    RefusedLine,
    Standing,
    Told,
    admit,
)
from syndicate.domain.site import Site
from syndicate.domain.tokens import Tokens
from syndicate.errors import AskedWrongly, Refused
from syndicate.services.letters import Letters, Renderer
from syndicate.services.letters import Transaction as LetterTransaction
from syndicate.services.subscribe import UNSUBSCRIBED
from syndicate.services.transactions import Halting, Transactions

AT_ONCE = 500  # lines a transaction: no other writer waits for long


class Crowd(Protocol):
    """What taking in asks of how many readers stand."""

    def suppressed(self, emails: Collection[str]) -> frozenset[str]: ...
    def ensure(self, zones: Mapping[str, str], now: datetime) -> Mapping[str, int]: ...
    def subscriptions(self, readers: Collection[int]) -> Mapping[tuple[int, int], Subscription]: ...
    def consents(self, readers: Collection[int]) -> Mapping[int, Sequence[Consent]]: ...


class Intake(Crowd, Protocol):
    """What taking in asks of the store of readers."""

    def suppress(self, reasons: Mapping[str, SuppressionReason], now: datetime) -> None: ...
    def awaiting(self, readers: Collection[int]) -> frozenset[int]: ...
    def take(self, steps: Sequence[Step]) -> None: ...


class Newsletters(Protocol):
    """What taking in asks of the newsletters."""

    def get(self, name: str) -> Newsletter: ...


class Transaction(LetterTransaction, Protocol):
    """What taking in sees of the store."""

    @property
    def intake(self) -> Intake: ...
    @property
    def newsletters(self) -> Newsletters: ...
    @property
    def planning(self) -> Halting: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How a list is taken in.

    `newsletters` are those of lines that name none. `confirmed` says that the readers
    agreed already; else each is asked by mail. `source` names the list in the record.
    """

    newsletters: tuple[str, ...]
    confirmed: bool
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of some lines: outcomes counted, and the lines that were refused."""

    outcomes: Counter[Outcome]
    zones_unknown: int = 0
    refused: tuple[RefusedLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeIn:
    """Takes lists in, some lines a transaction; taking one in again adds nobody."""

    transactions: Transactions[Transaction]
    clock: Clock
    site: Site
    tokens: Tokens
    letters: Renderer
    at_once: int = AT_ONCE

    def __call__(self, lines: Iterable[Applicant | RefusedLine], wish: Wish) -> Iterator[Taken]:
        """Yield what became of each run of lines, when it is in the store.

        Raises NotFound, before anything is taken in, for a newsletter in the wish that
        is none of ours; a line that names one is refused alone.
        """
        with self.transactions.read() as tx:
            known = {name: tx.newsletters.get(name) for name in wish.newsletters}
        rest = iter(lines)
        while some := list(islice(rest, self.at_once)):
            yield self._take(some, wish, known)

    def _take(
        self, lines: Sequence[Applicant | RefusedLine], wish: Wish, known: dict[str, Newsletter]
    ) -> Taken:
        refused = [line for line in lines if isinstance(line, RefusedLine)]
        applicants = [line for line in lines if isinstance(line, Applicant)]
        pairs: list[_Pair] = []
        with self.transactions.write() as tx:
            for applicant in applicants:
                try:
                    pairs += _pairs(tx, applicant, wish, known)
                except AskedWrongly as fault:
                    refused.append(RefusedLine(line=applicant.line, why=str(fault)))
            outcomes = self._settle(tx, applicants, pairs, wish)
        zones = sum(1 for applicant in applicants if applicant.zone_unknown)
        told = sorted(refused, key=lambda line: line.line)
        return Taken(outcomes=outcomes, zones_unknown=zones, refused=tuple(told))

    def _settle(
        self,
        tx: Transaction,
        applicants: Sequence[Applicant],
        pairs: Sequence["_Pair"],
        wish: Wish,
    ) -> Counter[Outcome]:
        """Write what becomes of the pairs, in their order; return the outcomes counted."""
        if any(applicant.told is Told.UNSUBSCRIBED for applicant in applicants):
            tx.planning.halt()
        now = self.clock.now()
        reasons = {a.email: SUPPRESSING[a.told] for a in applicants if a.told in SUPPRESSING}
        tx.intake.suppress(reasons, now)
        barred = self._barred(tx, {applicant.email for applicant in applicants})
        standings = _Standings.of(tx, [pair for pair in pairs if pair[0].email not in barred], now)
        outcomes = Counter({Outcome.SUPPRESSED: sum(a.email in barred for a in applicants)})
        awaiting = tx.intake.awaiting(list(standings.readers.values()))
        steps = []
        for applicant, newsletter in pairs:
            if applicant.email not in barred:
                admission = self._admit(applicant, standings.find(applicant, newsletter), wish, now)
                outcomes[admission.outcome] += 1
                steps += standings.after(admission)
                self._follow_up(tx, applicant, newsletter, admission, awaiting)
        tx.intake.take(steps)
        return outcomes

    def _barred(self, tx: Transaction, emails: Collection[str]) -> frozenset[str]:
        """Return those that must not be mailed, by their name or their fingerprint."""
        named = {email: email for email in emails}
        fingerprints = {self.tokens.fingerprint(email): email for email in emails}
        found = tx.intake.suppressed([*named, *fingerprints])
        return frozenset((named | fingerprints)[each] for each in found)

    def _admit(
        self, applicant: Applicant, standing: Standing, wish: Wish, now: datetime
    ) -> Admission:
        words = f"{wish.source}, line {applicant.line}"
        return admit(applicant, standing, confirmed=wish.confirmed, words=words, now=now)

    def _follow_up(
        self,
        tx: Transaction,
        applicant: Applicant,
        newsletter: Newsletter,
        admission: Admission,
        awaiting: Collection[int],
    ) -> None:
        """Queue the mail that asks, or cancel what waits to be sent of what was ended.

        `awaiting` are the readers for whom anything waits: mostly nobody of a long list.
        """
        if admission.step is None:
            return
        standing, now = admission.step.subscription, admission.step.consent.at
        if admission.outcome is Outcome.ENDED and standing.subscriber_id in awaiting:
            key = SubscriptionKey(
                subscriber_id=standing.subscriber_id, newsletter_id=standing.newsletter_id
            )
            tx.deliveries.cancel_for(key, UNSUBSCRIBED, now)
        elif admission.outcome is Outcome.ASKED:
            reader = Subscriber(
                id=standing.subscriber_id, email=applicant.email, timezone="", created=now
            )
            letters = Letters(renderer=self.letters, tokens=self.tokens, site=self.site)
            letters.confirm(tx, reader, newsletter, now)


_Pair = tuple[Applicant, Newsletter]


def _pairs(
    tx: Transaction, applicant: Applicant, wish: Wish, known: dict[str, Newsletter]
) -> list[_Pair]:
    """Return an applicant with each newsletter that the line is about. Raises AskedWrongly."""
    names = applicant.newsletters or wish.newsletters
    if not names and applicant.told not in SUPPRESSING:
        raise Refused("names no newsletter; say which: --newsletter NAME")
    for name in names:
        if name not in known:
            known[name] = tx.newsletters.get(name)
    return [(applicant, known[name]) for name in names]


@dataclass(frozen=True, slots=True)
class _Standings:
    """How the readers of some lines stand, while the lines are gone through."""

    readers: Mapping[str, int]
    subscriptions: dict[tuple[int, int], Subscription]
    consents: dict[int, list[Consent]]

    @classmethod
    def of(cls, tx: Transaction, pairs: Sequence[_Pair], now: datetime) -> "_Standings":
        zones = {a.email: a.timezone or newsletter.timezone for a, newsletter in reversed(pairs)}
        readers = tx.intake.ensure(zones, now)
        numbers = list(readers.values())
        consents = tx.intake.consents(numbers)
        return cls(
            readers=readers,
            subscriptions=dict(tx.intake.subscriptions(numbers)),
            consents={reader: list(consents.get(reader, ())) for reader in numbers},
        )

    def find(self, applicant: Applicant, newsletter: Newsletter) -> Standing:
        reader = self.readers[applicant.email]
        return Standing(
            key=SubscriptionKey(subscriber_id=reader, newsletter_id=newsletter.id),
            subscription=self.subscriptions.get((reader, newsletter.id)),
            consents=self.consents[reader],
        )

    def after(self, admission: Admission) -> list[Step]:
        """Return the step of an admission, which the next line on that reader will find."""
        if admission.step is None:
            return []
        taken = admission.step.subscription
        self.subscriptions[taken.subscriber_id, taken.newsletter_id] = taken
        self.consents[taken.subscriber_id].append(admission.step.consent)
        return [admission.step]
