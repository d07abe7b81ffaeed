"""What is known of every reader, for who takes the list elsewhere?"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from syndicate.domain.audience import Consent, Subscriber, Subscription, Suppression
from syndicate.domain.editions import Newsletter
from syndicate.domain.followings import Dossier, Following
from syndicate.services.transactions import Transactions

_PAGE = 500


class Subscribers(Protocol):
    """What lists the subscribers."""

    def page(self, limit: int, after: int = 0) -> Sequence[Subscriber]: ...


class Newsletters(Protocol):
    """What names the newsletters."""

    def get(self, name: str) -> Newsletter: ...
    def by_id(self, newsletter_id: int) -> Newsletter: ...


class Crowd(Protocol):
    """What is asked of many readers at once."""

    def suppressions(self, emails: Collection[str]) -> Mapping[str, Suppression]: ...
    def barred(self, limit: int, after: str = "") -> Mapping[str, Suppression]: ...
    def subscriptions(self, readers: Collection[int]) -> Mapping[tuple[int, int], Subscription]: ...
    def consents(self, readers: Collection[int]) -> Mapping[int, Sequence[Consent]]: ...


class Followings(Protocol):
    """What tells what many readers follow."""

    def of_each(self, readers: Collection[int]) -> Mapping[int, Sequence[Following]]: ...


class Transaction(Protocol):
    """What exporting sees of the store."""

    @property
    def subscribers(self) -> Subscribers: ...
    @property
    def newsletters(self) -> Newsletters: ...
    @property
    def intake(self) -> Crowd: ...
    @property
    def followings(self) -> Followings: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportSubscribers:
    """Tells everything of everybody, some hundreds at a time."""

    transactions: Transactions[Transaction]

    def __call__(self, newsletter: str = "", *, page: int = _PAGE) -> Iterator[Dossier]:
        """Yield the dossiers by number; of one newsletter and who ever asked for it, if named.

        Raises NotFound.
        """
        only = self._numbered(newsletter) if newsletter else None
        after = 0
        while dossiers := self._page(page, after, only):
            yield from (dossier for dossier in dossiers if dossier.standings or only is None)
            after = dossiers[-1].subscriber.id

    def barred(self, *, page: int = _PAGE) -> Iterator[tuple[str, Suppression]]:
        """Yield the addresses that must not be mailed and that no reader has."""
        after = ""
        while addresses := self._barred(page, after):
            yield from addresses.items()
            *_, after = addresses

    def _barred(self, limit: int, after: str) -> Mapping[str, Suppression]:
        with self.transactions.read() as tx:
            return tx.intake.barred(limit, after)

    def _numbered(self, newsletter: str) -> int:
        with self.transactions.read() as tx:
            return tx.newsletters.get(newsletter).id

    def _page(self, limit: int, after: int, only: int | None) -> Sequence[Dossier]:
        with self.transactions.read() as tx:
            readers = tx.subscribers.page(limit, after)
            suppressions = tx.intake.suppressions([reader.email for reader in readers])
            consents = tx.intake.consents([reader.id for reader in readers])
            followings = tx.followings.of_each([reader.id for reader in readers])
            standings = _standings(tx, readers, only)
        return [
            Dossier(
                subscriber=reader,
                standings=tuple(sorted(standings[reader.id].items())),
                followings=tuple(followings.get(reader.id, ())),
                consents=tuple(consents.get(reader.id, ())),
                suppression=suppressions.get(reader.email),
            )
            for reader in readers
        ]


def _standings(
    tx: Transaction, readers: Sequence[Subscriber], only: int | None
) -> Mapping[int, dict[str, Subscription]]:
    """Return how readers stand, by newsletter's name."""
    named = cache(lambda number: tx.newsletters.by_id(number).name)
    found: dict[int, dict[str, Subscription]] = {reader.id: {} for reader in readers}
    for (reader, newsletter_id), standing in tx.intake.subscriptions(list(found)).items():
        if only in {None, newsletter_id}:
            found[reader][named(newsletter_id)] = standing
    return found
