"""What happened, as told to whatever follows from it?"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from syndicate.domain.changes import Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An outbox row: a change of an article, written in the transaction that made it.

    `seq` orders the events of one article; it is 0 until stored. `number` is
    the revision that was appended, or the head where none was.
    """

    seq: int = 0
    article_id: UUID
    change: Change
    number: int
    recorded: datetime
    quiet: bool = False
