"""How does a story stand in the replay's newsroom, between two changes?"""

from dataclasses import dataclass, field

from syndicate.domain.articles import Status
from syndicate.domain.replaying import Stand


@dataclass(slots=True, kw_only=True)
class Desk:
    """A story as the newsroom has it on its desk.

    `words` is the revision whose words stand, `errors` what is wrong in them, by the
    revision that brought it.
    """

    number: int
    slug: str = ""
    stem: str = ""
    status: Status | None = None
    identity: str = ""
    head: int = 0
    words: int = 0
    stand: Stand = field(default_factory=Stand)
    errors: dict[int, str] = field(default_factory=dict)


def desks_for(count: int) -> list[Desk]:
    """Return an empty desk for each story."""
    return [Desk(number=number) for number in range(count)]
