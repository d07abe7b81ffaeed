"""One thread keeps several connections busy: while some wait, the others are spoken over."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pytest

from syndicate.domain.deliveries import Claim, DeliveryStatus, Outcome, sent
from syndicate.domain.limits import Limit, Limits
from syndicate.domain.messages import Acceptance, Outgoing
from syndicate.errors import InDoubt, Temporary
from syndicate.services.in_turn import Ending, InTurn
from syndicate.services.lines import Session
from tests.services.claims import some_claims
from tests.services.press import MONDAY, Press

READERS = [f"r{number}@example.org" for number in range(5)]


class Wires:
    """A way out whose connections note what was begun, and what was answered, over which.

    No more than `most` can be opened; others are `refused`. The answer for the reader `lost`
    never comes, and that for `slow` after all others. `strays` counts messages sent where
    another one was announced.
    """

    def __init__(self, most: int = 2, lost: str = "", slow: str = "") -> None:
        self.most = most
        self.lost = lost
        self.slow = slow
        self.opened = self.refused = self.strays = 0
        self.steps: list[str] = []

    def connect(self) -> Session:
        """Open a connection, if there may be one more."""
        if self.opened == self.most:
            self.refused += 1
            raise Temporary("421 too many connections")
        self.opened += 1
        return Wire(self, self.opened)


class Wire:
    """One of them."""

    usable = True

    def __init__(self, wires: Wires, number: int) -> None:
        self._wires = wires
        self._number = number
        self._waits = False
        self._announced: Outgoing | None = None
        self.silence, self._unused = os.pipe()

    def send(
        self,
        outgoing: Outgoing,
        before_commit: Callable[[], None],
        following: Outgoing | None = None,
    ) -> Acceptance:
        """Begin, and wait."""
        return self.begin(outgoing, before_commit, following)()

    def begin(
        self,
        outgoing: Outgoing,
        before_commit: Callable[[], None],
        following: Outgoing | None = None,
    ) -> "Answer":
        """Note what is begun; nothing else may be waited for."""
        assert not self._waits
        self._wires.strays += self._announced is not None and self._announced is not outgoing
        self._announced = following
        before_commit()
        name = outgoing.envelope.recipient.partition("@")[0]
        self._waits = True
        self._wires.steps.append(f"{self._number}: {name}")
        return Answer(self, outgoing.envelope.recipient)

    def opens(self, outgoing: Outgoing) -> bool:
        """Tell that more has to be waited for before the words."""
        del outgoing
        return False

    def give(self, outgoing: Outgoing, following: Outgoing | None = None) -> "Answer":
        """Be given no words."""
        raise AssertionError(outgoing, following)

    def leave(self) -> None:
        """Be left by nobody."""
        raise AssertionError(self._number)

    def heard(self, recipient: str) -> bool:
        """Tell whether there is an answer for a reader already."""
        return recipient != self._wires.slow

    def answer(self, recipient: str) -> Acceptance:
        """Note whose answer is there."""
        self._waits = False
        if recipient == self._wires.lost:
            raise InDoubt("lost after the dot")
        name = recipient.partition("@")[0]
        self._wires.steps.append(f"{self._number}: {name} is there")
        return Acceptance(reply=f"250 kept {name}")

    def close(self) -> None:
        """End the connection."""
        os.close(self.silence)
        os.close(self._unused)


@dataclass
class Answer:
    """What the server says of one message."""

    wire: Wire
    recipient: str

    def __call__(self) -> Acceptance:
        """Wait for it."""
        return self.wire.answer(self.recipient)

    def heard(self) -> bool:
        """Tell whether it is there."""
        return self.wire.heard(self.recipient)

    def fileno(self) -> int:
        """Return where nothing ever comes."""
        return self.wire.silence


@pytest.fixture
def planned(press: Press) -> Press:
    """Give an edition for five readers that is ready to go out over two connections."""
    press.newsletter()
    for email in READERS:
        press.reader(email)
    press.publish("Bridge")
    press.at(MONDAY)
    press.tick()
    press.post.connections = 2
    return press


def test_while_one_connection_waits_for_its_answer_the_other_is_spoken_over(
    planned: Press,
) -> None:
    planned.post.transport = wires = Wires()
    assert planned.send() == len(READERS)
    assert not wires.strays
    assert wires.steps == [
        "1: r0",
        "2: r1",
        "1: r0 is there",
        "1: r2",
        "2: r1 is there",
        "2: r3",
        "1: r2 is there",
        "1: r4",
        "2: r3 is there",
        "1: r4 is there",
    ]


def test_a_slow_answer_holds_up_no_other_connection(planned: Press) -> None:
    planned.post.transport = wires = Wires(slow=READERS[0])
    assert planned.send() == len(READERS)
    assert not wires.strays
    assert wires.steps == [
        "1: r0",
        "2: r1",
        "2: r1 is there",
        "2: r3",
        "2: r3 is there",
        "2: r4",
        "2: r4 is there",
        "1: r0 is there",
        "1: r2",
        "1: r2 is there",
    ]


def test_each_delivery_keeps_its_own_answer(planned: Press) -> None:
    planned.post.transport = Wires()
    planned.send()
    replies = {delivery.email: delivery.reply for delivery in planned.deliveries()}
    assert replies == {email: f"250 kept {email.partition('@')[0]}" for email in READERS}


def test_where_a_second_connection_is_refused_the_first_one_sends_the_rest(planned: Press) -> None:
    planned.post.transport = wires = Wires(most=1)
    assert planned.send() == len(READERS)
    assert (wires.refused, wires.strays) == (1, 0)
    begun = [step for step in wires.steps if not step.endswith("is there")]
    assert begun == ["1: r0", "1: r2", "1: r4", "1: r3", "1: r1"]  # r1, which was refused, waits


def test_an_answer_that_never_comes_leaves_only_its_own_delivery_in_doubt(planned: Press) -> None:
    planned.post.transport = Wires(lost=READERS[1])
    planned.send()
    doubtful = {email for email, at in planned.standing().items() if at is not DeliveryStatus.SENT}
    assert doubtful == {READERS[1]}
    assert planned.standing()[READERS[1]] is DeliveryStatus.IN_DOUBT


def test_what_goes_where_connections_are_counted_goes_over_one(planned: Press) -> None:
    planned.post.transport = wires = Wires()
    planned.post.limits = Limits(by_name={"example.org": Limit(connections=1)})
    planned.send()
    assert wires.opened == 1
    assert len(wires.steps) == 2 * len(READERS)


@dataclass
class Done:
    """Notes that it was heard."""

    number: int
    heard_of: list[int]

    def __call__(self) -> Outcome:
        """Note it."""
        self.heard_of.append(self.number)
        return sent("250 kept")

    def heard(self) -> bool:
        """Tell that it is there."""
        return True

    def fileno(self) -> int:
        """Say that nobody has to wait here."""
        raise AssertionError("there was nothing to wait for")


def none_together(attempts: Sequence[Ending]) -> None:
    """Expect no messages that go together."""
    raise AssertionError(attempts)


class Hand:
    """Hands over nothing, and notes whose answers were heard."""

    broken = ""

    def __init__(self, heard: list[int]) -> None:
        self._heard = heard

    def __call__(self, claim: Claim, following: Claim | None = None) -> Ending:
        """Begin."""
        del following
        return Done(claim.id, self._heard)

    def ready(self, claim: Claim, following: Claim | None = None) -> Ending | None:
        """Have to wait before any words."""
        del claim, following
        return None


def test_what_is_under_way_is_heard_though_the_store_fails_meanwhile() -> None:
    heard: list[int] = []

    def enough(outcome: Outcome) -> bool:
        raise Temporary(f"the store is gone, after {outcome.reply}")

    with pytest.raises(Temporary):
        InTurn([Hand(heard), Hand(heard), Hand(heard)], none_together)(some_claims(5), enough)
    assert sorted(heard) == [1, 2, 3]


@dataclass
class Heard:
    """An answer that is waited for; nobody knows whether it is there but by looking."""

    of: "Speaking"
    claim: Claim

    def __call__(self) -> Outcome:
        """Note whose it is."""
        self.of.told.append(self.claim.id)
        return sent("250 kept")

    def heard(self) -> bool:
        """Tell that it was not looked for."""
        return False

    def fileno(self) -> int:
        """Return where it comes."""
        return self.of.ends[0]


@dataclass
class Speaking:
    """Hands over nothing, by a server that speaks at once, or never."""

    told: list[int]
    speaks: bool
    broken: str = ""
    ends: tuple[int, int] = field(default_factory=os.pipe)

    def __call__(self, claim: Claim, following: Claim | None = None) -> Ending:
        """Begin."""
        del following
        if self.speaks:
            os.write(self.ends[1], b"\0")
        return Heard(self, claim)

    def ready(self, claim: Claim, following: Claim | None = None) -> Ending | None:
        """Have to wait before any words."""
        del claim, following
        return None


def test_of_several_that_wait_the_one_that_was_spoken_to_goes_on() -> None:
    told: list[int] = []
    hands = [Speaking(told, speaks=each) for each in (False, False, True)]
    InTurn(hands, none_together)(some_claims(8), lambda _: len(told) == 2)
    assert set(told[2:]) >= {1, 2}  # they are heard at the end, when all are waited for
    for hand in hands:
        for end in hand.ends:
            os.close(end)
