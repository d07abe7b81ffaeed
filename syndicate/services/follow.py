"""How does a reader come to follow an article, an author or a tag, and stop?"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from syndicate.clock import Clock
from syndicate.domain.audience import (
    BY_OPERATOR,
    Consent,
    Subscriber,
    SubscriptionStatus,
    heeds_asking,
    heeds_confirming,
    heeds_ending,
    left,
)
from syndicate.domain.followings import QUIET_DAYS, Following, Subject, begun, consent_of
from syndicate.domain.site import Site
from syndicate.domain.tokens import Tokens
from syndicate.errors import NotFound, Refused
from syndicate.services import end_following
from syndicate.services.end_following import end, take
from syndicate.services.letters import Letters, Renderer
from syndicate.services.letters import Transaction as LetterTransaction
from syndicate.services.subjects import Transaction as SubjectTransaction
from syndicate.services.subjects import named, subject_named
from syndicate.services.transactions import Transactions

_PAGE = 1000


class Readers(Protocol):
    """What following asks of the readers."""

    def ensure(self, email: str, timezone: str, now: datetime) -> Subscriber: ...
    def find(self, email: str) -> Subscriber | None: ...
    def suppressed(self, email: str) -> bool: ...


class Consents(end_following.Consents, Protocol):
    """What following asks of, and adds to, what readers agreed to."""

    def consents(self, subscriber_id: int) -> Sequence[Consent]: ...


class Subscribers(Readers, Consents, Protocol):
    """What following asks of the subscribers."""


class Standings(Protocol):
    """What following asks of how readers stand."""

    def standing(self, subscriber_id: int, subject: str) -> Following | None: ...
    def by_id(self, following_id: int) -> Following: ...


class Pages(Protocol):
    """What lists followings."""

    def page(self, limit: int, after: int = 0) -> Sequence[tuple[str, Following]]: ...


class Followings(Standings, Pages, end_following.Followings, Protocol):
    """What following asks of the followings."""


class StandingTransaction(Protocol):
    """What how a reader stands is asked of."""

    @property
    def subscribers(self) -> Subscribers: ...
    @property
    def followings(self) -> Followings: ...


class Transaction(LetterTransaction, SubjectTransaction, StandingTransaction, Protocol):
    """What following sees of the store."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Follow:
    """Lets readers follow by double opt-in, and stop at once.

    A following of an article ends by itself after `quiet_days` without a change.
    """

    transactions: Transactions[Transaction]
    clock: Clock
    site: Site
    tokens: Tokens
    letters: Renderer
    read_address: Callable[[str], str]
    quiet_days: int = QUIET_DAYS

    def subject(self, name: str) -> Subject:
        """Return what can be followed by this name. Raises NotFound."""
        with self.transactions.read() as tx:
            return subject_named(tx, name, self.site)

    def check(self, email: str, subject: str) -> None:
        """Raise what `ask` would of a form, for known and unknown addresses alike."""
        self.read_address(email)
        self.subject(subject)

    def ask(self, email: str, subject: str, *, how: str, words: str = "", trace: str = "") -> None:
        """Queue a mail that asks the reader to confirm, if one is called for.

        Says nothing of whether the address is known, follows it or is suppressed. `words`
        are those the reader agreed to. Raises NotFound for what cannot be followed.
        """
        address, now = self.read_address(email), self.clock.now()
        with self.transactions.write() as tx:
            wanted = subject_named(tx, subject, self.site)
            if not self._barred(tx, address):
                reader = tx.subscribers.ensure(address, str(self.site.zone), now)
                following = begun(reader, wanted, now)
                asked = consent_of(following, how=how, words=words, trace=trace)
                self._ask(tx, reader, wanted, asked)

    def confirming(self, token: str) -> Subject:
        """Return what a confirm link is about; nothing changes."""
        return self._about(self.tokens.read_follow(token, self.clock.now()))

    def confirm(self, token: str, *, how: str = "link", trace: str = "") -> Subject:
        """Begin the following that a link confirms; a repeat changes nothing.

        Raises Refused for a link that has expired or was overtaken by an end, NotFound
        for one that is none of ours.
        """
        now = self.clock.now()
        number = self.tokens.read_follow(token, now)
        with self.transactions.write() as tx:
            following = _locked(tx, number)
            if heeds_confirming(following):
                take(tx, following, SubscriptionStatus.ACTIVE, how=how, trace=trace, now=now)
            return named(tx, following.subject, self.site)

    def stopping(self, token: str) -> Subject:
        """Return what a stop link is about; nothing changes."""
        return self._about(self.tokens.read_unfollow(token))

    def stop(self, token: str, *, how: str = "link") -> Subject:
        """End a following at once; a repeat changes nothing.

        Raises NotFound for a token that is none of ours.
        """
        number, now = self.tokens.read_unfollow(token), self.clock.now()
        with self.transactions.write() as tx:
            following = _locked(tx, number)
            end(tx, following, how=how, now=now)
            return named(tx, following.subject, self.site)

    def add(self, email: str, subject: str, *, confirmed: bool = False) -> None:
        """Have a reader follow on the operator's word; unless `confirmed`, a mail asks first.

        Raises Refused for who is suppressed or has stopped: only they can come back.
        """
        address, now = self.read_address(email), self.clock.now()
        with self.transactions.write() as tx:
            wanted = subject_named(tx, subject, self.site)
            self._refuse_barred(tx, address)
            reader = tx.subscribers.ensure(address, str(self.site.zone), now)
            known = tx.followings.standing(reader.id, wanted.name)
            self._refuse_left(tx, reader, known)
            if not confirmed:
                following = begun(reader, wanted, now)
                self._ask(tx, reader, wanted, consent_of(following, how=BY_OPERATOR))
            elif known is None or known.status is not SubscriptionStatus.ACTIVE:
                following = known or tx.followings.put(begun(reader, wanted, now))
                take(tx, following, SubscriptionStatus.ACTIVE, how=BY_OPERATOR, now=now)

    def remove(self, email: str, subject: str) -> None:
        """End a following on the operator's word. Raises NotFound where there is none."""
        address, now = self.read_address(email), self.clock.now()
        with self.transactions.write() as tx:
            reader = tx.subscribers.find(address)
            known = reader and tx.followings.standing(reader.id, subject)
            if not known or not heeds_ending(known):
                raise NotFound(f"{address} does not follow {subject!r}; see syndicate follow list")
            end(tx, known, how=BY_OPERATOR, now=now)

    def list(self) -> Iterator[tuple[str, Following]]:
        """Yield every following with its reader's address, by number."""
        after = 0
        while True:
            with self.transactions.read() as tx:
                some = tx.followings.page(_PAGE, after)
            if not some:
                return
            yield from some
            after = some[-1][1].id

    def _about(self, number: int) -> Subject:
        with self.transactions.read() as tx:
            return named(tx, tx.followings.by_id(number).subject, self.site)

    def _ask(self, tx: Transaction, reader: Subscriber, wanted: Subject, asked: Consent) -> None:
        letters = Letters(renderer=self.letters, tokens=self.tokens, site=self.site)
        heeded = heeds_asking(tx.followings.standing(reader.id, wanted.name), asked.at)
        if heeded and (asked.how == BY_OPERATOR or letters.fits(tx, reader, asked.at)):
            following = tx.followings.put(begun(reader, wanted, asked.at))
            tx.subscribers.record(replace(asked, following_id=following.id))
            letters.follow(tx, following, wanted, self.quiet_days, asked.at)

    def _barred(self, tx: Transaction, address: str) -> bool:
        """Tell whether an address must not be mailed, by its name or its fingerprint."""
        fingerprint = self.tokens.fingerprint(address)
        return tx.subscribers.suppressed(address) or tx.subscribers.suppressed(fingerprint)

    def _refuse_barred(self, tx: Transaction, address: str) -> None:
        if self._barred(tx, address):
            raise Refused(
                f"{address} must not be mailed: it bounced, complained, was barred or forgotten; "
                f"on the reader's own word: syndicate subscriber allow {address}"
            )

    def _refuse_left(self, tx: Transaction, reader: Subscriber, known: Following | None) -> None:
        consents = tx.subscribers.consents(reader.id) if known else ()
        if known and (ended := left(consents, following_id=known.id)):
            raise Refused(
                f"{reader.email} stopped following this on {ended.at:%Y-%m-%d}: only the reader "
                "can take it up again, on its page"
            )


def _locked(tx: StandingTransaction, number: int) -> Following:
    """Return a following as it stands, which nobody else can change meanwhile."""
    following = tx.followings.by_id(number)
    return tx.followings.standing(following.subscriber_id, following.subject) or following
