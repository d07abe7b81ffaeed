"""What did somebody ask for by a form, to be done once the answer has gone?"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

BY_PAGE = "page"
"""How consents come about that are given on our pages."""

LEFT_AFTER = timedelta(minutes=1)
"""What was not done by then is another process's to do: the one that answered has died."""

GIVEN_UP = timedelta(days=1)
"""What could not be done for so long is not done any more."""


class Wanted(StrEnum):
    """What is asked for."""

    NEWSLETTERS = "newsletters"
    FOLLOWING = "following"
    PREFERENCES = "preferences"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked for an address: newsletters or a subject by `names`, each agreed to in `words`.

    `trace` is what to know the client again by. The number and the moment are the store's.
    """

    wanted: Wanted
    email: str
    names: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    timezone: str = ""
    trace: str = ""
    id: int = 0
    at: datetime | None = None
