"""How does a digest go out at once, outside its newsletter's schedule?"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from syndicate.clock import Clock
from syndicate.domain.editions import Edition, Newsletter, keys_by_hand
from syndicate.errors import Refused
from syndicate.services.transactions import Transactions


class Newsletters(Protocol):
    """What sending at once asks of the newsletters."""

    def get(self, name: str) -> Newsletter: ...


class Editions(Protocol):
    """What sending at once asks of the editions."""

    def of_period(self, newsletter_id: int, period_key: str) -> Edition | None: ...
    def open(self, newsletter_id: int, period_key: str, due: datetime) -> Edition: ...
    def add_wave(self, edition_id: int, due: datetime) -> None: ...


class Transaction(Protocol):
    """What sending at once sees of the store."""

    @property
    def newsletters(self) -> Newsletters: ...
    @property
    def editions(self) -> Editions: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SendNow:
    """Opens an edition with one wave, due now, for every reader wherever, and plans it."""

    transactions: Transactions[Transaction]
    clock: Clock
    open_editions: Callable[[datetime], None]
    plan_editions: Callable[[datetime], None]

    def __call__(self, name: str) -> int:
        """Return the edition's number; its mails wait to be sent. Raises NotFound.

        What the schedule has due goes first, so that nothing of it is skipped. Raises
        Refused for a paused newsletter.
        """
        now = self.clock.now()
        self.open_editions(now)
        with self.transactions.write() as tx:
            newsletter = tx.newsletters.get(name)
            _refuse_paused(newsletter)
            edition = _open(tx, newsletter, now)
        self.plan_editions(now)
        return edition.id


def _open(tx: Transaction, newsletter: Newsletter, now: datetime) -> Edition:
    to_second, exact = keys_by_hand(now, ZoneInfo(newsletter.timezone))
    taken = tx.editions.of_period(newsletter.id, to_second) is not None
    edition = tx.editions.open(newsletter.id, exact if taken else to_second, now)
    tx.editions.add_wave(edition.id, now)
    return edition


def _refuse_paused(newsletter: Newsletter) -> None:
    if newsletter.paused:
        raise Refused(
            f"the newsletter {newsletter.name!r} is paused; "
            f"resume it first: syndicate newsletter resume {newsletter.name}"
        )
