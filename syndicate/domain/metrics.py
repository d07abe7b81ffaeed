"""What is measured, in the words of Prometheus: families of samples, told apart by labels?"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

Labels = tuple[str, ...]
"""The values of a family's labels, in the order of their names."""


class Measure(StrEnum):
    """What a number is: one that only rises, or one that stands as it stands."""

    COUNTER = "counter"
    GAUGE = "gauge"


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Everything measured under one name. `about` is a sentence, `labels` are names.

    No label holds what there may be any number of: no address, slug, subscriber or host.
    """

    name: str
    measure: Measure
    about: str
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A family and its numbers by their labels."""

    family: Family
    numbers: Mapping[Labels, float]


def gauge(name: str, about: str, *labels: str) -> Family:
    """Return a family of what stands as it stands."""
    return Family(name=f"syndicate_{name}", measure=Measure.GAUGE, about=about, labels=labels)


def counter(name: str, about: str, *labels: str) -> Family:
    """Return a family of what only rises."""
    full = f"syndicate_{name}_total"
    return Family(name=full, measure=Measure.COUNTER, about=about, labels=labels)
