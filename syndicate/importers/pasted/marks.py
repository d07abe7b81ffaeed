"""What was decided about a line, and why?"""

from collections.abc import Mapping
from dataclasses import dataclass

from syndicate.domain.stories import Field


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The field a line goes to. `why` is shown to the person who pasted the story."""

    field: Field
    why: str
    sure: bool = True


Marks = Mapping[int, Mark]
"""Marks by the index of their row; a row without one is still open."""


def added(marks: Marks, new: Marks) -> dict[int, Mark]:
    """Return both; what was decided before stays decided."""
    return {**new, **marks}
