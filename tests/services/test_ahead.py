"""Messages are made some at a time, each once, and none that may not go is announced."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic

import pytest

from syndicate.domain.deliveries import Claim, Clearance
from syndicate.domain.messages import Envelope, Outgoing, Words
from syndicate.errors import SettingsFault
from syndicate.services.ahead import MOST, Ahead
from syndicate.services.looks import Looks
from tests.services.claims import some_claims

CLAIMS = some_claims(40)


@dataclass
class Press:
    """Writes messages, and cannot write those of some readers."""

    broken: set[int] = field(default_factory=set)
    written: list[int] = field(default_factory=list)

    def message(self, claim: Claim) -> Outgoing:
        """Write a message."""
        self.written.append(claim.id)
        if claim.id in self.broken:
            raise SettingsFault("the template is broken")
        envelope = Envelope(sender="n@example.org", recipient=claim.email, message_id="<a@b.c>")
        return Outgoing(delivery_id=str(claim.id), envelope=envelope, words=Words.of(b"\r\n"))

    def messages(self, claims: Iterable[Claim]) -> Iterator[Outgoing]:
        """Write one after the other."""
        return map(self.message, claims)


@dataclass
class Desk:
    """A store of which only this is asked: who may be mailed, and whether that is `news`."""

    stopped: dict[int, Clearance] = field(default_factory=dict)
    news: bool = False
    held: bool = True

    @property
    def deliveries(self) -> "Desk":
        """Return what is asked."""
        return self

    def clearances(self, delivery_ids: Sequence[int]) -> Mapping[int, Clearance]:
        """Return what may go."""
        return {number: self.stopped.get(number, Clearance.GO) for number in delivery_ids}

    @contextmanager
    def read(self) -> Iterator["Desk"]:
        """Give a view."""
        yield self

    write = read

    def changed(self) -> bool:
        """Tell whether anything was committed."""
        return self.news

    def close(self) -> None:
        """End the watch."""


def ahead(press: Press, desk: Desk | None = None) -> Ahead:
    """Return the messages of a batch of forty."""
    desk = desk or Desk()
    return Ahead(press, Looks(desk, desk, [claim.id for claim in CLAIMS], monotonic), CLAIMS)


def test_a_message_that_was_announced_is_the_very_same_at_its_turn() -> None:
    press = Press()
    messages = ahead(press)
    foreseen = messages.foreseen(CLAIMS[0])
    assert foreseen is not None
    assert messages.take(CLAIMS[0]) is foreseen
    assert press.written.count(1) == 1


def test_some_are_made_in_a_row_and_each_once() -> None:
    press = Press()
    messages = ahead(press)
    messages.foreseen(CLAIMS[0])
    assert press.written == list(range(1, MOST + 1))
    for claim in CLAIMS[:MOST]:
        messages.take(claim)
    assert press.written == list(range(1, MOST + 1))
    messages.foreseen(CLAIMS[MOST])
    assert press.written == list(range(1, 2 * MOST + 1))


def test_without_being_announced_a_message_is_made_at_its_turn_alone() -> None:
    press = Press()
    assert ahead(press).take(CLAIMS[7]).delivery_id == "8"
    assert press.written == [8]


def test_one_that_may_not_go_has_none_of_those_after_it_made_again() -> None:
    """Else another line would send what it did not announce, and each is made many times."""
    press = Press()
    messages = ahead(press, Desk({3: Clearance.NEVER}))
    messages.foreseen(CLAIMS[0])
    announced = messages.foreseen(CLAIMS[3])
    assert messages.foreseen(CLAIMS[2]) is None
    assert messages.take(CLAIMS[3]) is announced
    assert len(press.written) == len(set(press.written))


def test_one_that_may_go_after_all_is_made_alone_where_the_others_are_there() -> None:
    press, desk = Press(), Desk({3: Clearance.NEVER})
    looks = Looks(desk, desk, [claim.id for claim in CLAIMS], monotonic)
    messages = Ahead(press, looks, CLAIMS)
    messages.foreseen(CLAIMS[0])
    desk.stopped.clear()
    desk.news = True
    looks.now(CLAIMS[0].id)
    assert messages.foreseen(CLAIMS[2]) is not None
    assert len(press.written) == len(set(press.written))


@pytest.mark.parametrize("why", [each for each in Clearance if each is not Clearance.GO])
def test_what_may_not_go_is_neither_made_nor_announced(why: Clearance) -> None:
    press = Press()
    messages = ahead(press, Desk({1: why, 3: why}))
    assert messages.foreseen(CLAIMS[0]) is None
    assert press.written == [n for n in range(1, MOST + 1) if n not in {1, 3}]


def test_one_that_cannot_be_made_is_met_at_its_own_turn_and_takes_no_other_with_it() -> None:
    press = Press(broken={2})
    messages = ahead(press)
    assert messages.foreseen(CLAIMS[0]) is not None
    assert press.written == [1, 2]
    assert messages.foreseen(CLAIMS[1]) is None
    with pytest.raises(SettingsFault):
        messages.take(CLAIMS[1])
    assert messages.foreseen(CLAIMS[2]) is not None
