"""What do the pages ask of and tell the people who read by mail?"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from itertools import groupby

from syndicate.domain.wishes import Wishes


class Done(StrEnum):
    """What a reader has just finished."""

    CONFIRMED = "confirmed"
    SAVED = "saved"
    UNSUBSCRIBED = "unsubscribed"
    FOLLOWING = "following"
    STOPPED = "stopped"


class FormFault(StrEnum):
    """What is wrong with a form as it was sent. The pages have the words for it."""

    ADDRESS = "address"
    NOTHING_CHOSEN = "nothing-chosen"
    NOT_OFFERED = "not-offered"
    ZONE = "zone"

    @property
    def field(self) -> str:
        """Return the name of the field that it is about."""
        fields = {FormFault.ADDRESS: "email", FormFault.ZONE: "timezone"}
        return fields.get(self, "newsletter")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One box that can be ticked: `value` is sent when it is.

    What was chosen and is not public any more has no `label`.
    """

    value: str
    label: str
    chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscribeForm:
    """The subscription form as it stands: empty, or as sent with what was wrong about it.

    `fault` is a sentence for the reader, in the site's language, about the field named `field`.
    With `zones` the form asks for the reader's time zone.
    """

    email: str = ""
    chosen: tuple[str, ...] = ()
    zone: str = ""
    zones: tuple[str, ...] = ()
    fault: str = ""
    field: str = "email"


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowForm:
    """The form to follow something, by its name: empty, or as sent with what was wrong."""

    subject: str
    email: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """What a reader has chosen. `reader` names the address without giving it away.

    `paused_until` is the day, in the reader's zone, on which a pause ends, and `last_day` the
    last one that it may end on. `day_refused` tells that the day as sent is none of these.
    """

    reader: str
    newsletters: tuple[Choice, ...]
    followings: tuple[Choice, ...] = ()
    sections: tuple[Choice, ...] = ()
    zone: str
    zones: tuple[str, ...]
    wishes: Wishes = field(default_factory=Wishes)
    paused_until: str = ""
    last_day: datetime | None = None
    day_refused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What a reader chose in the form of preferences, with a day that cannot be taken."""

    newsletters: Collection[str]
    followings: Collection[str]
    wishes: Wishes
    zone: str
    day: str


def as_sent(shown: Preferences, sent: Sent) -> Preferences:
    """Return the form as it was sent, to be sent again with another day."""
    return replace(
        shown,
        newsletters=_ticked(shown.newsletters, sent.newsletters),
        followings=_ticked(shown.followings, sent.followings),
        sections=_ticked(shown.sections, sent.wishes.sections),
        zone=sent.zone,
        wishes=sent.wishes,
        paused_until=sent.day,
        day_refused=True,
    )


def _ticked(choices: Sequence[Choice], chosen: Collection[str]) -> tuple[Choice, ...]:
    return tuple(replace(choice, chosen=choice.value in chosen) for choice in choices)


def by_region(zones: Sequence[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Arrange time zones under the first part of their names."""
    regions = groupby(sorted(zones), key=lambda zone: zone.partition("/")[0])
    return tuple((region, tuple(names)) for region, names in regions)


def masked(email: str) -> str:
    """Name an address so that its owner knows it and others do not: "a***@example.org"."""
    local, _, domain = email.rpartition("@")
    return f"{local[:1]}***@{domain}"
