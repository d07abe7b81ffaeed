"""In which order does a restored store learn what happened since its backup?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from syndicate.domain.chronicle import Loss, Remembered
from syndicate.services.catch_up import CatchUp
from syndicate.services.losses import KeepLosses
from syndicate.services.redo import Redo, Redone


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """What a restored store learned: of how many mails, what was done again, what is lost."""

    mails: int
    redone: Redone
    losses: Sequence[Loss]


@dataclass(frozen=True, slots=True, kw_only=True)
class Learn:
    """Brings a restored store up to the chronicle; `notices` lets readers join those that are open.

    Each step stands on the ones before it. Numbers leap before any is given; heads are read
    before a withdrawal raises one. Who had which edition is known before an article is
    withdrawn again, since its notice goes to them; the readers of a notice have joined before
    it is written which of them were mailed. They leave last, and are known until then.
    """

    catch_up: CatchUp
    redo: Redo
    keep_losses: KeepLosses
    notices: Callable[[], object]

    def __call__(self, found: Remembered) -> Learned:
        """Return what was learned."""
        self.catch_up.leap(found)
        numbering = self.catch_up.numbering(found)
        mails = self.catch_up.editions(found, numbering)
        redone = self.redo.articles(found, numbering)
        self.notices()
        mails += self.catch_up.notices(found, redone.numbering)
        self.redo.readers(found, redone)
        losses = self.keep_losses(found, redone.numbering)
        return Learned(mails=mails, redone=redone, losses=losses)
