"""What happened to readers, articles and editions that no older store may undo?

A fact names what it is about by what that is: a reader by a fingerprint of the address, a
newsletter by its name, an article by its id. Numbers of rows may be given anew.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

from syndicate.domain.articles import Status
from syndicate.domain.audience import SuppressionReason


class What(StrEnum):
    """What happened."""

    LEFT = "left"
    BACK = "back"
    UNFOLLOWED = "unfollowed"
    BARRED = "barred"
    ALLOWED = "allowed"
    WITHDRAWN = "withdrawn"
    REDACTED = "redacted"
    CANCELLED = "cancelled"
    SILENCED = "silenced"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that happened, and what to: names, ids and codes; the last may have blanks.

    Its first word is an address until it is written down, where it is about a reader.
    """

    what: What
    about: tuple[str, ...]

    @property
    def subject(self) -> tuple[str, ...]:
        """Return the words that tell what it is about; the others tell how."""
        return self.about[: _NAMED[self.what]]

    @property
    def erases(self) -> bool:
        """Tell whether words went that nobody is to find any more, in whatever file."""
        return self.what is What.REDACTED or (self.what, *self.about[1:2]) in _ERASING

    def line(self) -> str:
        """Return it as the chronicle has it."""
        return " ".join((self.what, *self.about))


_ERASING = frozenset(
    {(What.BARRED, SuppressionReason.FORGOTTEN), (What.WITHDRAWN, Status.TAKEN_DOWN)}
)

OF_READERS = frozenset({What.LEFT, What.BACK, What.UNFOLLOWED, What.BARRED, What.ALLOWED})


def instant_of(text: str) -> datetime:
    """Read an instant with its zone. Raises ValueError for anything else."""
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(f"{text} tells no zone")
    return instant.astimezone(UTC)


def fact_of(words: Sequence[str]) -> Fact:
    """Read a fact that was split at blanks. Raises ValueError where it is none, or not whole."""
    what, about = What(words[0]), words[1:]
    shape = _SHAPES[what]
    told = (*about[: len(shape) - 1], " ".join(about[len(shape) - 1 :]))
    for read, word in zip(shape, told, strict=True):
        if not word:
            raise ValueError(words)
        read(word)
    return Fact(what, told)


_NAMED: Mapping[What, int] = {
    What.LEFT: 2,
    What.BACK: 2,
    What.UNFOLLOWED: 2,
    What.BARRED: 1,
    What.ALLOWED: 1,
    What.WITHDRAWN: 1,
    What.REDACTED: 2,
    What.CANCELLED: 2,
    What.SILENCED: 2,
}

_SHAPES: Mapping[What, Sequence[Callable[[str], object]]] = {
    What.LEFT: (str, str),
    What.BACK: (str, str),
    What.UNFOLLOWED: (str, str),
    What.BARRED: (str, SuppressionReason),
    What.ALLOWED: (str,),
    What.WITHDRAWN: (UUID, Status, int),
    What.REDACTED: (UUID, int, str),
    What.CANCELLED: (str, str, instant_of),
    What.SILENCED: (UUID, int),
}
"""How each word is read."""
