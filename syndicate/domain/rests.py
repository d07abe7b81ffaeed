"""Since when does all mail rest, and why?"""

from dataclasses import dataclass
from datetime import datetime

BY_OPERATOR = "syndicate pause"
RESTORED = "the store was restored from a backup"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """Nothing is mailed to anybody until somebody resumes it; planning goes on."""

    since: datetime
    why: str
