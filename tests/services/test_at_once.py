"""Messages for several connections set out after one question; each may be stopped still."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace

import pytest

from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.handovers import Intent, Stage
from syndicate.domain.messages import Acceptance, Outgoing
from syndicate.errors import Closed, InDoubt, Temporary
from syndicate.services.hand_over import Worker
from syndicate.services.looks import FRESH
from syndicate.transports.journal import Journal, read_journal
from tests.services.post import asking
from tests.services.press import MONDAY, Press

CONNECTIONS = 4
READERS = [f"r{number:02}@example.org" for number in range(24)]


@dataclass
class Prompt:
    """A way out whose servers answer at once, and want next what was announced.

    What is `planned` for a reader happens while its words are given. `given` are the readers
    whose words were, `left` counts connections that were left before the words they waited for.
    A server closes the connection over which it was to hear the words for who is in `ending`.
    """

    planned: dict[str, Callable[[], object]] = field(default_factory=dict)
    given: list[str] = field(default_factory=list)
    left: int = 0
    ending: set[str] = field(default_factory=set)

    def connect(self) -> "Wire":
        """Open a connection."""
        return Wire(self)


class Wire:
    """One connection."""

    def __init__(self, way: Prompt) -> None:
        self.usable = True
        self._way = way
        self._announced: Outgoing | None = None
        self.ends = os.pipe()

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
        """Say everything."""
        before_commit()
        return self.give(outgoing, following)

    def opens(self, outgoing: Outgoing) -> bool:
        """Tell whether it was announced."""
        if outgoing.envelope.recipient in self._way.ending:
            self._way.ending.clear()
            self.usable = False
            raise Closed("the server said goodbye")
        return self._announced is outgoing

    def give(self, outgoing: Outgoing, following: Outgoing | None = None) -> "Answer":
        """Let happen what is planned."""
        recipient = outgoing.envelope.recipient
        self._way.given.append(recipient)
        self._way.planned.pop(recipient, lambda: None)()
        self._announced = following
        os.write(self.ends[1], b"\0")
        return Answer(self)

    def leave(self) -> None:
        """Break off."""
        self._way.left += 1
        self.usable, self._announced = False, None

    def close(self) -> None:
        """End it."""
        for end in self.ends:
            os.close(end)


@dataclass
class Answer:
    """An answer that has come, of which nobody knows without looking."""

    wire: Wire

    def __call__(self) -> Acceptance:
        """Return it."""
        os.read(self.fileno(), 1)
        return Acceptance(reply="250 kept")

    def heard(self) -> bool:
        """Tell that nobody has looked."""
        return False

    def fileno(self) -> int:
        """Return where it comes."""
        return self.wire.ends[0]


@dataclass
class Holding:
    """Whether a worker holds its lock."""

    held: bool = True

    def __call__(self) -> bool:
        """Tell."""
        return self.held


@dataclass
class Moment:
    """A clock that goes on when it is told to."""

    passed: float = 0.0

    def __call__(self) -> float:
        """Tell the time."""
        return self.passed


@dataclass
class Counted:
    """A journal that counts the intents of each write, and has `room` for some writes of them."""

    journal: Journal
    writes: list[int] = field(default_factory=list)
    room: int = 1000

    def intent(self, delivery_id: str, cohort_id: int = 0, subscriber_id: int = 0) -> None:
        """Write one."""
        self.intents(((delivery_id, cohort_id, subscriber_id),))

    def intents(self, mails: Sequence[Intent]) -> None:
        """Write some."""
        if len(self.writes) == self.room:
            raise Temporary("no room")
        self.writes.append(len(mails))
        self.journal.intents(mails)

    def accepted(self, delivery_id: str, acceptance: Acceptance) -> None:
        """Write an acceptance."""
        self.journal.accepted(delivery_id, acceptance)

    def refused(self, delivery_id: str, reason: str) -> None:
        """Write a refusal."""
        self.journal.refused(delivery_id, reason)


@dataclass
class Round:
    """An edition for all readers, a worker, and the way out."""

    press: Press
    worker: Worker
    journal: Counted
    way: Prompt
    holding: Holding
    moment: Moment

    def send(self) -> int:
        """Send what is due; return how many were accepted."""
        counted = asking(replace(self.worker, journal=self.journal), self.holding)
        return self.press.post.deliver(counted)

    def sent(self) -> set[str]:
        """Return who has it."""
        standing = self.press.standing().items()
        return {email for email, status in standing if status is DeliveryStatus.SENT}

    def stages(self) -> list[Stage]:
        """Return how the last of each delivery stands in the journal."""
        return [step.stage for step in read_journal(self.journal.journal.path).values()]


@pytest.fixture
def due(press: Press) -> Iterator[Round]:
    """Have an edition ready to go out over four connections of one thread."""
    press.newsletter()
    for email in READERS:
        press.reader(email)
    press.publish("Bridge")
    press.at(MONDAY)
    press.tick()
    press.post.connections = CONNECTIONS
    press.post.transport = way = Prompt()
    press.post.moment = moment = Moment()
    with (
        press.post.worker() as worker,
        closing(Journal(press.post.journal(worker.name))) as journal,
    ):
        yield Round(press, worker, Counted(journal), way, Holding(), moment)


def test_those_whose_servers_want_words_are_written_down_together(due: Round) -> None:
    assert due.send() == len(READERS)
    first, together = due.journal.writes[:CONNECTIONS], due.journal.writes[CONNECTIONS:]
    assert first == [1] * CONNECTIONS  # nothing was announced yet
    assert together == [CONNECTIONS] * 5


def test_those_that_go_together_are_asked_for_once(due: Round) -> None:
    asked = []

    @dataclass
    class Asked:
        """A watch that counts questions."""

        held: bool = True

        def changed(self) -> bool:
            """Count."""
            asked.append(len(due.way.given))
            return False

        def close(self) -> None:
            """Do nothing."""

    due.worker = replace(due.worker, watch=Asked)
    counted = replace(due.worker, journal=due.journal)
    assert due.press.post.deliver(counted) == len(READERS)
    ahead, at_its_turn, *asked = asked
    assert (ahead, at_its_turn) == (0, 0)  # of the batch, before it is sent
    assert asked == [0, 1, 2, 3, *range(4, len(READERS), CONNECTIONS)]


def test_a_stop_is_in_force_at_the_next_recipient_of_each_connection(due: Round) -> None:
    edition = due.press.edition().id
    due.way.planned[READERS[8]] = lambda: due.press.editions.pause(edition)
    assert due.send() == 12  # one for each connection after the question that came before it
    assert due.way.given == READERS[:12]
    due.press.editions.resume(edition)
    assert due.send() == 12
    assert due.sent() == set(READERS)


def test_where_words_take_long_the_others_are_asked_for_anew(due: Round) -> None:
    edition = due.press.edition().id

    def slow() -> None:
        due.press.editions.pause(edition)
        due.moment.passed += FRESH

    due.way.planned[READERS[8]] = slow
    assert due.send() == 9
    assert due.way.given == READERS[:9]
    assert due.way.left == 3
    assert Stage.INTENT not in due.stages()
    due.press.editions.resume(edition)
    assert due.send() == 15
    assert sorted(due.way.given) == READERS


def test_a_worker_that_is_held_up_among_them_sends_nothing_that_is_another_s(due: Round) -> None:
    def held_up() -> None:
        due.holding.held = False
        due.moment.passed += FRESH

    due.way.planned[READERS[8]] = held_up
    due.send()
    assert due.way.given == READERS[:9]
    assert due.stages().count(Stage.REFUSED) == CONNECTIONS  # each finds out for itself


def test_of_a_worker_that_dies_among_them_each_connection_has_one_in_doubt(due: Round) -> None:
    died: list[Stage] = []
    due.way.planned[READERS[8]] = lambda: died.extend(due.stages())
    due.send()
    assert died.count(Stage.INTENT) == CONNECTIONS
    assert died.count(Stage.ACCEPTED) == 8


def test_without_room_for_their_intents_none_of_them_goes(due: Round) -> None:
    due.journal.room = CONNECTIONS + 1
    assert due.send() == 8
    assert due.way.given == READERS[:8]
    assert due.way.left == CONNECTIONS
    assert set(due.stages()) == {Stage.ACCEPTED}
    due.journal.room = 1000
    assert due.send() == 16


def test_a_connection_that_a_server_closes_before_the_words_is_replaced(due: Round) -> None:
    due.way.ending = {READERS[9]}
    assert due.send() == len(READERS)
    assert set(due.stages()) == {Stage.ACCEPTED}


def test_what_is_lost_while_its_words_are_given_leaves_the_others_alone(due: Round) -> None:
    def lost() -> None:
        raise InDoubt("lost after the dot")

    due.way.planned[READERS[9]] = lost
    assert due.send() == len(READERS) - 1
    assert due.sent() == {*READERS} - {READERS[9]}
    assert due.press.standing()[READERS[9]] is DeliveryStatus.IN_DOUBT


def test_what_breaks_off_among_them_is_heard_as_far_as_it_was_given(due: Round) -> None:
    class EndedError(BaseException):
        """The thread ends here."""

    def ends() -> None:
        raise EndedError

    due.way.planned[READERS[10]] = ends
    with pytest.raises(EndedError):
        due.send()
    assert due.way.given == READERS[:11]
    assert due.stages().count(Stage.ACCEPTED) == 10
    assert due.stages().count(Stage.INTENT) == 1
    assert due.stages().count(Stage.REFUSED) == 1
