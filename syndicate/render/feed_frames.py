"""What stands in a document around its entries, which stays when an entry comes?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A document's bytes but for its date, which comes after `before`, and its entries.

    `date` writes the date; where there are entries, they stand between `first` and `last`.
    """

    before: bytes
    date: Callable[[datetime], str]
    opening: bytes
    first: bytes
    between: bytes
    last: bytes
    closing: bytes

    def around(self, entries: Sequence[bytes], updated: datetime) -> bytes:
        """Return the document with these entries, `updated` being its newest change."""
        within = (self.first, self.between.join(entries), self.last) if entries else ()
        date = self.date(updated).encode()
        return b"".join((self.before, date, self.opening, *within, self.closing))
