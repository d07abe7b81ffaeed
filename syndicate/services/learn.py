"""In which order is a restored store brought up to date, before it may be served and mail?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from syndicate.clock import Clock
from syndicate.domain.chronicle import Loss, Remembered
from syndicate.domain.rests import RESTORED
from syndicate.services.catch_up import CatchUp
from syndicate.services.losses import KeepLosses
from syndicate.services.redo import Redo, Redone
from syndicate.services.transactions import Transactions
from syndicate.services.verify import Verified


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """What a restored store learned: of how many mails, what was done again, what is lost."""

    mails: int
    redone: Redone
    losses: Sequence[Loss]


@dataclass(frozen=True, slots=True, kw_only=True)
class BroughtBack:
    """What a restored store learned, and that its revisions are whole."""

    learned: Learned
    verified: Verified


@dataclass(frozen=True, slots=True, kw_only=True)
class Learn:
    """Brings a restored store up to the chronicle; `notices` lets readers join those that are open.

    Each step stands on the ones before it. Numbers leap before any is given; heads are read,
    and losses listed by them, before a withdrawal raises one. Who had which edition is known
    before an article is withdrawn again, since its notice goes to them; the readers of a
    notice have joined before it is written which of them were mailed. They leave last, and
    are known until then.
    """

    catch_up: CatchUp
    redo: Redo
    keep_losses: KeepLosses
    notices: Callable[[], object]

    def __call__(self, found: Remembered) -> Learned:
        """Return what was learned."""
        self.catch_up.leap(found)
        numbering = self.catch_up.numbering(found)
        losses = self.keep_losses(found, numbering)
        mails = self.catch_up.editions(found, numbering)
        redone = self.redo.articles(found, numbering)
        self.notices()
        mails += self.catch_up.notices(found, redone.numbering)
        self.redo.readers(found, redone)
        return Learned(mails=mails, redone=redone, losses=losses)


class FeedChanges(Protocol):
    """Where it is counted how often feeds have changed."""

    def leap(self, now: datetime) -> None: ...


class Batches(Protocol):
    """Where it is counted how many mails were sent."""

    def recount(self, now: datetime) -> None: ...


class Transaction(Protocol):
    """What bringing back sees of the store."""

    @property
    def batches(self) -> Batches: ...

    @property
    def feed_changes(self) -> FeedChanges: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class BringBack:
    """Brings a staged store to where it may take the place of the one that was lost.

    Feeds tell what was done again before their count leaps: whoever keeps them as files sees
    another life of the store. Mail rests before the store is anybody's; that it is whole is
    asked last, of all that it holds.
    """

    transactions: Transactions[Transaction]
    clock: Clock
    learn: Learn
    relay: Callable[[], object]
    rest: Callable[[str], object]
    verify: Callable[[], Verified]

    def __call__(self, found: Remembered) -> BroughtBack:
        """Return what was learned. Raises Broken for a store that is not whole."""
        learned = self.learn(found)
        self.relay()
        with self.transactions.write() as tx:
            tx.feed_changes.leap(self.clock.now())
            tx.batches.recount(self.clock.now())
        self.rest(RESTORED)
        return BroughtBack(learned=learned, verified=self.verify())
