"""What is claimed while another batch is sent goes by what holds when its turn comes."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from threading import Event

import pytest

from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.limits import Limit, Limits
from syndicate.domain.messages import Acceptance, Outgoing
from syndicate.errors import Temporary, Throttled
from syndicate.services.batch import nearly_done
from syndicate.services.desks import JOBS_A_DESK, Desks
from syndicate.services.hand_over import Worker
from syndicate.services.lines import Session
from tests.flows.bridge_edition import wait_until
from tests.services.breaking_off import Watched
from tests.services.post import asking
from tests.services.press import MONDAY, Press

A_JOB = 2
READERS = [f"r{number}@example.org" for number in range(3 * A_JOB)]
FIRST, SECOND, AHEAD = READERS[0], READERS[1], READERS[2:4]
PENDING, CLAIMED, SENT = DeliveryStatus.PENDING, DeliveryStatus.CLAIMED, DeliveryStatus.SENT


@dataclass
class Office:
    """A worker with one connection, whose jobs are for two mails each, two at once."""

    press: Press
    happens: dict[str, Callable[[], object]] = field(default_factory=dict)
    over: bool = False
    failed: list[BaseException] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    store: Watched | None = None

    def connect(self) -> Session:
        """Open a connection on which something happens before the last look at a message."""
        return OfficeSession(self, self.press.post.mail.connect())

    def run(self) -> list[str]:
        """Carry out jobs, two at a time, until nothing is due; return who was mailed, in order."""
        self.press.post.transport = self
        deliver = self.press.post.deliver
        if self.store:
            deliver = replace(deliver, transactions=self.store)
        desks = Desks(
            deliver=deliver, hire=self.hire, mails_a_job=A_JOB, seek=deliver.due, rest=lambda: None
        )
        with ThreadPoolExecutor(JOBS_A_DESK) as pool:
            for _ in READERS:
                done = [pool.submit(desks) for _ in range(JOBS_A_DESK)]
                self.failed += [error for each in done if (error := each.exception())]
        desks.close()
        return [sent.envelope.recipient for sent in self.press.post.mail.sent]

    @contextmanager
    def hire(self) -> Iterator[Worker]:
        """Give a worker that is stopped once it is over; note after which fault it was left.

        Its journal is given away where there was none.
        """
        with self.press.post.worker() as worker:
            try:
                yield asking(worker, lambda: worker.still() and not self.over)
            except Temporary as error:
                self.left.append(str(error))
                raise

    def meanwhile(self, happens: Callable[[], object]) -> None:
        """Let something happen before the second mail, once the next batch is claimed."""

        def wait_and_let_happen() -> None:
            wait_until(lambda: self.claimed() >= set(AHEAD))
            happens()

        self.happens[SECOND] = wait_and_let_happen

    def claimed(self) -> set[str]:
        """Return whose mails somebody has claimed."""
        return {email for email, how in self.press.standing().items() if how is CLAIMED}


@dataclass
class OfficeSession:
    """A session of it."""

    office: Office
    session: Session

    @property
    def usable(self) -> bool:
        """Tell whether another message can be sent."""
        return self.session.usable

    def send(
        self,
        outgoing: Outgoing,
        before_commit: Callable[[], None],
        following: Outgoing | None = None,
    ) -> Acceptance:
        """Let happen what happens now, and send."""
        self.office.happens.pop(outgoing.envelope.recipient, lambda: None)()
        return self.session.send(outgoing, before_commit, following)

    def close(self) -> None:
        """End the session."""
        self.session.close()


@pytest.fixture
def office(press: Press) -> Office:
    """Give an edition for six readers that is ready to go out."""
    press.newsletter()
    for email in READERS:
        press.reader(email)
    press.publish("Bridge")
    press.at(MONDAY)
    press.tick()
    return Office(press)


def standing(office: Office) -> Counter[DeliveryStatus]:
    """Return how many mails stand how."""
    return Counter(office.press.standing().values())


def open_batches(office: Office) -> int:
    """Return how many batches nobody has settled."""
    with office.press.store.write() as tx:
        return sum(len(tx.batches.open_of(worker)) for worker in tx.batches.open_workers())


def test_the_next_batch_is_claimed_while_one_is_sent(office: Office) -> None:
    office.meanwhile(lambda: None)  # which waits for that
    assert office.run() == READERS
    assert standing(office) == {SENT: len(READERS)}
    assert open_batches(office) == 0


def test_an_edition_that_is_paused_meanwhile_rests_at_the_next_recipient(office: Office) -> None:
    edition = office.press.edition().id
    office.meanwhile(lambda: office.press.editions.pause(edition))
    assert office.run() == [FIRST]
    assert standing(office) == {SENT: 1, PENDING: 5}
    office.press.editions.resume(edition)
    assert sorted(office.run()) == READERS


def test_an_edition_that_is_cancelled_meanwhile_goes_to_nobody_else(office: Office) -> None:
    office.meanwhile(lambda: office.press.editions.cancel(office.press.edition().id))
    assert office.run() == [FIRST]
    assert standing(office) == {SENT: 1, DeliveryStatus.CANCELLED: 5}


def test_a_reader_who_leaves_meanwhile_is_not_mailed(office: Office) -> None:
    office.meanwhile(lambda: office.press.unsubscribe(AHEAD[0]))
    assert office.run() == [each for each in READERS if each != AHEAD[0]]
    assert office.press.standing()[AHEAD[0]] is DeliveryStatus.CANCELLED


def test_words_that_are_corrected_meanwhile_go_to_nobody_else(office: Office) -> None:
    office.meanwhile(lambda: office.press.correct("bridge", "Eleven, not ten."))
    assert sorted(office.run()) == READERS
    first, *others = (office.press.mailed(email) for email in READERS)
    assert first == [["new Bridge r1"]]
    assert others == [[["new Bridge r2 [Eleven, not ten.]"]]] * 5


def test_what_is_more_urgent_goes_before_what_was_claimed_ahead(office: Office) -> None:
    office.meanwhile(lambda: office.press.letter("ada@example.org"))
    assert office.run() == [FIRST, SECOND, "ada@example.org", *READERS[2:]]


def test_a_worker_that_is_stopped_gives_back_what_it_has_claimed(office: Office) -> None:
    office.meanwhile(lambda: setattr(office, "over", True))
    assert office.run() == [FIRST]
    assert standing(office) == {SENT: 1, PENDING: 5}
    assert open_batches(office) == 0
    office.over = False
    assert sorted(office.run()) == READERS


def test_a_destination_that_takes_no_more_gets_nothing_of_what_was_claimed_ahead(
    office: Office,
) -> None:
    for email in (FIRST, SECOND):
        office.press.post.mail.plan(email, Throttled("421 4.7.0 too much"))
    office.meanwhile(lambda: None)
    assert office.run() == []
    assert office.press.post.mail.tried == [FIRST, SECOND]
    assert standing(office) == {PENDING: 6}


def test_where_connections_are_limited_nothing_is_claimed_ahead(office: Office) -> None:
    office.press.post.limits = Limits(by_name={"example.org": Limit(connections=1)})
    seen: list[int] = []
    for email in READERS:
        office.happens[email] = lambda: seen.append(open_batches(office))
    assert office.run() == READERS
    assert seen == [1] * len(READERS)


def test_a_rate_holds_for_what_is_claimed_ahead(office: Office) -> None:
    office.press.post.limits = Limits(by_name={"example.org": Limit(per_minute=3, burst=3)})
    assert office.run() == READERS[:3]
    office.press.later(timedelta(minutes=1))
    assert office.run() == READERS


def test_a_batch_that_could_not_be_settled_is_settled_by_the_journal_of_its_desk(
    office: Office,
) -> None:
    failed = Event()

    def fail() -> None:
        failed.set()
        raise Temporary("the database is away")

    office.store = Watched(office.press.store, {3: fail})  # after two claims
    office.meanwhile(lambda: None)
    office.happens[AHEAD[0]] = lambda: failed.wait(60)
    assert office.run() == READERS
    assert [str(error) for error in office.failed] == office.left == ["the database is away"]
    assert standing(office) == {SENT: 4, CLAIMED: 2}
    assert office.press.post.recover() == 1
    assert standing(office) == {SENT: 6}


@pytest.mark.parametrize(
    ("done", "seconds", "near"),
    [
        (0, 0, True),
        (0, 1, False),
        (100, 0.1, True),
        (250, 1, True),
        (249, 1, False),
        (499, 600, False),
    ],
)
def test_a_batch_is_nearly_done_when_the_rest_takes_a_second(
    done: int, seconds: float, near: bool
) -> None:
    assert nearly_done(done, 500, timedelta(seconds=seconds)) == near
