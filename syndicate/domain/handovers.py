"""How far did the handing over of a message get, as its worker wrote down?"""

from dataclasses import dataclass
from enum import StrEnum

Intent = tuple[str, int, int]
"""A delivery, its cohort and its reader: what is written down before its final dot."""


class Stage(StrEnum):
    """What is known of one message; the value is the journal's word for it.

    INTENT: the final dot was about to be sent, and no answer was written down:
    in doubt, if its worker is dead. ACCEPTED: the transport has it. REFUSED:
    the transport does not have it, so sending it again makes no duplicate.
    """

    INTENT = "intent"
    ACCEPTED = "accepted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """The last thing a journal says of a delivery; `reply` is the server's, or why not."""

    stage: Stage
    reply: str = ""
    server_id: str | None = None
