"""How was a thing found that was looked at, and what is to be done about it?"""

from dataclasses import dataclass
from enum import StrEnum


class Order(StrEnum):
    """How one thing was found; a warning may pass by itself."""

    OK = "ok"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at, and what there is to say of it.

    `write` is a record as a zone file has it, where writing it would mend what is wrong.
    """

    what: str
    order: Order
    told: str
    write: str = ""
