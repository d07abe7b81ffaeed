"""What a worker left when it died is settled by its journal, once, and never a live one's."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from syndicate.domain.deliveries import MOST_ATTEMPTS, DeliveryStatus, Outcome, Uncertain
from syndicate.domain.handovers import Intent, Stage
from syndicate.domain.messages import Acceptance
from syndicate.errors import Temporary
from syndicate.services.hand_over import Worker
from syndicate.services.recover import LOST_AFTER
from syndicate.store.locks import Locks
from syndicate.transports.journal import read_journal
from tests.services.post import asking
from tests.services.press import HOUR, MONDAY, Press

READERS = [f"r{number}@example.org" for number in range(4)]
NOTHING, INTENT, ACCEPTED, REFUSED = READERS
MINUTE = timedelta(minutes=1)
GIVEN = "<1@server.example>"


@pytest.fixture
def planned(press: Press) -> Press:
    """Give an edition for four readers that is ready to go out."""
    press.newsletter()
    for email in READERS:
        press.reader(email)
    press.publish("Bridge")
    press.at(MONDAY)
    press.tick()
    return press


def die(press: Press) -> str:
    """Die with a batch claimed, each delivery at another point; return the worker's name."""
    with press.post.worker() as worker:
        _claim(press, worker)
        numbers = {d.email: str(d.id) for d in press.deliveries()}
        worker.journal.intent(numbers[INTENT])
        worker.journal.intent(numbers[ACCEPTED])
        worker.journal.accepted(numbers[ACCEPTED], Acceptance(reply="250 Ok 1", server_id=GIVEN))
        worker.journal.intent(numbers[REFUSED])
        worker.journal.refused(numbers[REFUSED], "452 too many")
    return worker.name


def _claim(press: Press, worker: Worker) -> int:
    with press.store.write() as tx:
        batch = tx.batches.open(worker.name, press.clock.now())
        tx.deliveries.claim(batch, 10, press.clock.now())
    return batch


def test_the_journal_tells_what_became_of_each(planned: Press) -> None:
    die(planned)
    assert planned.post.recover() == 1
    assert planned.standing() == {
        NOTHING: DeliveryStatus.PENDING,
        INTENT: DeliveryStatus.IN_DOUBT,
        ACCEPTED: DeliveryStatus.SENT,
        REFUSED: DeliveryStatus.PENDING,
    }


def test_the_journal_keeps_what_the_server_called_it(planned: Press) -> None:
    die(planned)
    planned.post.recover()
    called = {d.email: d.server_id for d in planned.deliveries()}
    assert called == {NOTHING: None, INTENT: None, ACCEPTED: GIVEN, REFUSED: None}


def test_what_was_not_handed_over_is_sent_then_and_the_rest_not_again(planned: Press) -> None:
    die(planned)
    planned.post.recover()
    planned.send()
    assert [sent.envelope.recipient for sent in planned.post.mail.sent] == [NOTHING, REFUSED]
    assert planned.edition().status == "sent"


def test_where_that_is_wished_what_is_in_doubt_is_sent_again_under_its_id(planned: Press) -> None:
    planned.post.uncertain = Uncertain.RESEND
    die(planned)
    planned.post.recover()
    planned.send()
    reached = {s.envelope.recipient: s.envelope.message_id for s in planned.post.mail.sent}
    assert reached.keys() == {NOTHING, INTENT, REFUSED}
    edition = planned.edition().id
    reader = {d.email: d.subscriber_id for d in planned.deliveries()}[INTENT]
    assert reached[INTENT].startswith(f"<e{edition}.s{reader}.")


def test_what_kills_every_worker_is_not_sent_for_ever(planned: Press) -> None:
    planned.post.uncertain = Uncertain.RESEND
    for _ in range(MOST_ATTEMPTS):
        die(planned)
        planned.post.recover()
    assert planned.standing()[INTENT] is DeliveryStatus.IN_DOUBT


def test_recovering_twice_has_the_effect_of_once(planned: Press) -> None:
    name = die(planned)
    planned.post.recover()
    before = planned.deliveries()
    assert not planned.post.journal(name).exists()
    planned.later(HOUR)
    assert planned.post.recover() == 0
    assert planned.deliveries() == before


def test_a_recoverer_that_dies_before_it_forgets_the_journal_does_no_harm(planned: Press) -> None:
    name = die(planned)
    lines = planned.post.journal(name).read_bytes()
    planned.post.recover()
    planned.post.journal(name).write_bytes(lines)
    before = planned.deliveries()
    assert planned.post.recover() == 0
    assert planned.deliveries() == before


def test_the_journal_of_a_worker_that_died_between_two_batches_is_put_away(planned: Press) -> None:
    with planned.post.worker() as worker:
        worker.journal.intent("1", 1, 1)
        planned.post.recover()
        assert planned.post.journal(worker.name).exists()
    planned.post.recover()
    assert not planned.post.journal(worker.name).exists()


def test_a_live_workers_batch_is_never_touched(planned: Press) -> None:
    with planned.post.worker() as worker:
        _claim(planned, worker)
        assert planned.post.recover() == 0
        assert set(planned.standing().values()) == {DeliveryStatus.CLAIMED}


def test_of_two_recoverers_one_leaves_the_work_to_the_other(planned: Press) -> None:
    name = die(planned)
    with Locks(planned.engines).hold(name):
        assert planned.post.recover() == 0
    assert planned.post.recover() == 1


def test_without_its_journal_nothing_of_a_worker_is_sent_again(planned: Press) -> None:
    planned.post.journal(die(planned)).unlink()
    planned.post.recover()
    assert set(planned.standing().values()) == {DeliveryStatus.IN_DOUBT}
    assert planned.send() == 0


def test_a_worker_whose_journal_lies_on_another_machine_is_left_to_it(planned: Press) -> None:
    planned.post.one_machine = False
    name = die(planned)
    journal = planned.post.journal(name)
    kept = journal.read_bytes()
    journal.unlink()
    recover = planned.post.recover
    assert recover() == 0
    planned.later(MINUTE)
    assert recover() == 0
    journal.write_bytes(kept)
    assert recover() == 1
    assert planned.standing()[ACCEPTED] is DeliveryStatus.SENT
    assert planned.standing()[NOTHING] is DeliveryStatus.PENDING


def test_a_machine_that_does_not_come_back_leaves_its_mails_in_doubt(planned: Press) -> None:
    planned.post.one_machine = False
    planned.post.journal(die(planned)).unlink()
    recover = planned.post.recover
    assert recover() == 0
    planned.later(LOST_AFTER)
    assert recover() == 1
    assert set(planned.standing().values()) == {DeliveryStatus.IN_DOUBT}


def test_a_journal_that_cannot_be_read_stops_nobody_elses_mail(planned: Press) -> None:
    broken = planned.post.journal(die(planned))
    broken.write_text("no line of a journal\n")
    planned.letter("ada@example.org")
    assert planned.post.recover() == 0
    assert broken.exists()
    assert planned.send() == 1


def test_what_was_cancelled_under_a_worker_that_died_comes_to_its_end(planned: Press) -> None:
    die(planned)
    planned.editions.cancel(planned.edition().id)
    planned.post.recover()
    planned.send()
    assert planned.post.mail.sent == []
    assert planned.standing()[NOTHING] is DeliveryStatus.CANCELLED


@dataclass
class Stalling:
    """A worker's lock that is lost after some looks at it, upon which something happens."""

    looks: int
    then: Callable[[], object] = lambda: None
    lost: bool = field(default=False, init=False)

    def __call__(self) -> bool:
        """Tell whether the lock is held, this time."""
        self.looks -= 1
        if self.looks < 0 and not self.lost:
            self.lost = True
            self.then()
        return not self.lost


def test_a_worker_that_lost_its_lock_sends_nothing_more(planned: Press) -> None:
    with planned.post.worker(Stalling(looks=2)) as worker:  # one to begin, one for a message
        assert planned.post.deliver(worker) == 1
    assert [s.envelope.recipient for s in planned.post.mail.sent] == [NOTHING]
    assert {d.attempts for d in planned.deliveries() if d.email != NOTHING} == {0}
    assert planned.send() == 3


def test_a_stalled_worker_leaves_alone_what_another_has_taken_over(planned: Press) -> None:
    planned.post.mail.plan(ACCEPTED, Temporary("busy"))

    def take_over() -> None:
        with planned.store.write() as tx:
            for name in tx.batches.open_workers():
                for batch in tx.batches.open_of(name):
                    claims = tx.deliveries.claimed_by(batch)
                    held = Outcome(status=DeliveryStatus.IN_DOUBT, reply="taken over")
                    tx.deliveries.settle(
                        batch, {claim.id: held for claim in claims}, planned.clock.now()
                    )
                    tx.batches.close(batch, planned.clock.now())

    with planned.post.worker(Stalling(looks=2, then=take_over)) as worker:
        planned.post.deliver(worker)
    assert {d.reply for d in planned.deliveries()} == {"taken over"}


def test_it_is_asked_for_the_last_time_whose_mail_it_is_after_the_intent_is_written(
    planned: Press,
) -> None:
    """Else whoever is held up in between sends what another has taken over, and sends, too."""
    begun = []
    with planned.post.worker() as worker:

        def still() -> bool:
            steps = read_journal(planned.post.journal(worker.name)).values()
            begun.append(sum(step.stage is Stage.INTENT for step in steps))
            return True

        assert planned.post.deliver(asking(worker, still)) == 4
    assert begun.count(1) == 4


def test_a_mail_that_cannot_be_looked_at_after_its_intent_is_in_no_doubt(planned: Press) -> None:
    with planned.post.worker() as worker:

        def fails() -> bool:
            steps = read_journal(planned.post.journal(worker.name)).values()
            if any(step.stage is Stage.INTENT for step in steps):
                raise OSError("the lock's keeper is away")
            return True

        assert planned.post.deliver(asking(worker, fails)) == 0
        steps = read_journal(planned.post.journal(worker.name)).values()
        assert {step.stage for step in steps} == {Stage.REFUSED}
    assert set(planned.standing().values()) == {DeliveryStatus.PENDING}


def test_a_full_journal_stops_the_worker_and_costs_no_attempt(planned: Press) -> None:
    with planned.post.worker() as worker:
        full = replace(worker, journal=Full())
        assert planned.post.deliver(full) == 0
    assert planned.post.mail.sent == []
    assert {(d.status, d.attempts, d.reply) for d in planned.deliveries()} == {
        (DeliveryStatus.PENDING, 0, "no room")
    }
    assert planned.send() == 4


def test_an_acceptance_that_finds_no_room_in_the_journal_is_settled_all_the_same(
    planned: Press,
) -> None:
    with planned.post.worker() as worker:
        full = replace(worker, journal=Full(after=1))
        assert planned.post.deliver(full) == 1
    assert planned.standing()[NOTHING] is DeliveryStatus.SENT


@dataclass
class Full:
    """A journal on a disk that has room for some lines, and then for none."""

    after: int = 0

    def intents(self, mails: Sequence[Intent]) -> None:
        """Write what they are about to do."""
        for each in mails:
            self.intent(*each)

    def intent(self, delivery_id: str, cohort_id: int = 0, subscriber_id: int = 0) -> None:
        """Write a line, or fail."""
        del delivery_id, cohort_id, subscriber_id
        self._write()

    def accepted(self, delivery_id: str, acceptance: Acceptance) -> None:
        """Write a line, or fail."""
        del delivery_id, acceptance
        self._write()

    def refused(self, delivery_id: str, reason: str) -> None:
        """Write a line, or fail."""
        del delivery_id, reason
        self._write()

    def _write(self) -> None:
        self.after -= 1
        if self.after < 0:
            raise Temporary("no room")
