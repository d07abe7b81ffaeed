"""Each delivery comes to its one end; no fault of one is another's, or is tried for ever."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from syndicate.domain.deliveries import MOST_ATTEMPTS, DeliveryStatus, Uncertain
from syndicate.domain.messages import Acceptance, Outgoing
from syndicate.errors import (
    AddressRefused,
    InDoubt,
    MessageRefused,
    SettingsFault,
    SyndicateError,
    Temporary,
)
from syndicate.services.lines import Session
from syndicate.transports.memory import MemorySession
from tests.services.press import DAY, MONDAY, Press

ADA, BOB, CLEO = "ada@example.org", "bob@example.org", "cleo@example.org"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def planned(press: Press) -> Press:
    """Give an edition for three readers that is ready to go out."""
    press.newsletter()
    for email in (ADA, BOB, CLEO):
        press.reader(email)
    press.publish("Bridge")
    press.at(MONDAY)
    press.tick()
    return press


def attempts(press: Press) -> dict[str, int]:
    """Return how often each delivery was tried."""
    return {delivery.email: delivery.attempts for delivery in press.deliveries()}


def test_everybody_is_mailed_once_and_the_edition_is_over(planned: Press) -> None:
    assert planned.send() == 3
    assert planned.send() == 0
    assert sorted(s.envelope.recipient for s in planned.post.mail.sent) == [ADA, BOB, CLEO]
    assert planned.edition().status == "sent"


def test_the_ledger_keeps_what_the_server_said(planned: Press) -> None:
    planned.send()
    assert {delivery.reply for delivery in planned.deliveries()} == {"250 kept"}


def test_when_nothing_is_due_nothing_is_written_and_nobody_is_connected_to(press: Press) -> None:
    before = press.post.store.generation
    press.post.send()
    assert press.post.store.generation == before
    assert press.post.mail.connections == 0


@pytest.mark.parametrize("error", [AddressRefused("no such user"), MessageRefused("too big")])
def test_a_refusal_for_good_fails_that_delivery_alone(planned: Press, error: Exception) -> None:
    assert isinstance(error, SyndicateError)
    planned.post.mail.plan(BOB, error)
    assert planned.send() == 2
    assert planned.standing()[BOB] is DeliveryStatus.FAILED
    planned.later(DAY)
    assert planned.send() == 0


def test_only_a_refusal_of_the_address_counts_against_it(planned: Press) -> None:
    planned.post.mail.plan(ADA, MessageRefused("550 5.7.1 spam"))
    planned.post.mail.plan(BOB, AddressRefused("550 5.1.1 no such user"))
    planned.send()
    assert planned.post.bounced == [(BOB, "550 5.1.1 no such user")]


def test_an_address_that_no_message_can_carry_fails_alone(planned: Press) -> None:
    planned.letter("no address at all")
    assert planned.send() == 3
    assert planned.standing()["no address at all"] is DeliveryStatus.FAILED


def test_a_passing_fault_is_tried_again_after_a_while_on_the_same_connection(
    planned: Press,
) -> None:
    planned.post.mail.plan(ADA, Temporary("greylisted"), Temporary("greylisted"))
    assert planned.send() == 2
    assert planned.post.mail.connections == 1
    planned.later(MINUTE - timedelta(seconds=1))
    assert planned.send() == 0
    planned.later(timedelta(seconds=1))
    assert planned.send() == 0
    planned.later(2 * MINUTE)
    assert planned.send() == 1
    assert attempts(planned) == {ADA: 3, BOB: 1, CLEO: 1}


def test_after_many_attempts_it_is_given_up(planned: Press) -> None:
    planned.post.mail.plan(ADA, *[Temporary("mailbox busy")] * MOST_ATTEMPTS)
    for _ in range(MOST_ATTEMPTS):
        planned.send()
        planned.later(timedelta(hours=4))
    (last,) = [d for d in planned.deliveries() if d.email == ADA]
    assert (last.status, last.attempts) == (DeliveryStatus.FAILED, MOST_ATTEMPTS)
    assert last.reply == f"gave up after {MOST_ATTEMPTS}: mailbox busy"
    assert planned.edition().status == "sent"


@pytest.mark.parametrize("error", [Temporary("no route"), SettingsFault("login refused")])
def test_an_unreachable_server_costs_no_attempt(planned: Press, error: SyndicateError) -> None:
    planned.post.mail.unreachable = error
    planned.post.connections = 4
    assert planned.send() == 0
    assert set(attempts(planned).values()) == {0}
    assert {d.reply for d in planned.deliveries()} == {str(error)}
    planned.post.mail.unreachable = None
    assert planned.send() == 3


def test_a_server_that_takes_fewer_connections_than_wished_gets_all_mail_over_those(
    planned: Press,
) -> None:
    planned.post.transport = OnlyOne(planned)
    planned.post.connections = 4
    planned.send()
    assert set(planned.standing().values()) == {DeliveryStatus.SENT}


class OnlyOne:
    """A way out that takes one connection at a time."""

    def __init__(self, press: Press) -> None:
        self._press = press
        self._taken = False

    def connect(self) -> Session:
        """Open the one connection, or refuse."""
        if self._taken:
            raise Temporary("421 too many connections")
        self._taken = True
        return self._press.post.mail.connect()


def test_a_message_in_doubt_is_held_and_not_sent_again(planned: Press) -> None:
    planned.post.mail.plan(BOB, InDoubt("lost after the final dot"))
    assert planned.send() == 2
    planned.later(DAY)
    assert planned.send() == 0
    assert planned.standing()[BOB] is DeliveryStatus.IN_DOUBT
    assert planned.edition().status == "sent"


def test_a_message_in_doubt_counts_as_mailed(planned: Press) -> None:
    planned.post.mail.plan(BOB, InDoubt("lost after the final dot"))
    planned.send()
    planned.publish("Tunnel")
    planned.run(MONDAY + DAY)
    assert planned.mailed(BOB) == [["new Tunnel r1"]]


def test_a_message_in_doubt_is_sent_again_later_under_its_id_where_that_is_wished(
    planned: Press,
) -> None:
    planned.post.uncertain = Uncertain.RESEND
    planned.post.mail.plan(BOB, InDoubt("lost after the final dot"))
    assert planned.send() == 2
    planned.later(MINUTE)
    assert planned.send() == 1
    (doubtful,) = planned.post.mail.doubtful
    assert planned.post.mail.sent[-1] == doubtful


def test_a_server_that_never_answers_the_dot_is_not_mailed_for_ever(planned: Press) -> None:
    planned.post.uncertain = Uncertain.RESEND
    planned.post.mail.plan(BOB, *[InDoubt("lost")] * 50)
    for _ in range(50):
        planned.send()
        planned.later(timedelta(hours=4))
    assert len(planned.post.mail.doubtful) == MOST_ATTEMPTS
    assert planned.standing()[BOB] is DeliveryStatus.IN_DOUBT


def test_a_foreign_error_before_the_dot_is_tried_again(planned: Press) -> None:
    planned.post.transport = Strange(planned, after_dot=False)
    planned.send()
    assert {d.reply for d in planned.deliveries()} == {"KeyError('strange')"}
    planned.post.transport = None
    planned.later(MINUTE)
    assert planned.send() == 3


def test_a_foreign_error_after_the_dot_leaves_the_message_in_doubt(planned: Press) -> None:
    planned.post.transport = Strange(planned, after_dot=True)
    planned.send()
    assert set(planned.standing().values()) == {DeliveryStatus.IN_DOUBT}


class Strange:
    """A way out with an error that nobody thought of, before or after the final dot."""

    def __init__(self, press: Press, *, after_dot: bool) -> None:
        self._press = press
        self.after_dot = after_dot

    def connect(self) -> Session:
        """Open a session that fails."""
        return StrangeSession(self, self._press.post.mail.connect())


class StrangeSession:
    """A session that fails."""

    def __init__(self, way: Strange, session: MemorySession) -> None:
        self._way = way
        self._session = session
        self.usable = True

    def send(
        self,
        outgoing: Outgoing,
        before_commit: Callable[[], None],
        following: Outgoing | None = None,
    ) -> Acceptance:
        """Send, perhaps, and fail."""
        if self._way.after_dot:
            self._session.send(outgoing, before_commit, following)
        raise KeyError("strange")

    def close(self) -> None:
        """End the session."""
        self._session.close()


def test_a_mail_outside_editions_goes_to_readers_of_nothing(press: Press) -> None:
    press.letter(ADA)
    assert press.post.send() == 1


def test_a_mail_outside_editions_does_not_go_to_the_suppressed(press: Press) -> None:
    press.letter(ADA)
    press.suppress(ADA)
    assert press.post.send() == 0
    assert press.standing() == {ADA: DeliveryStatus.CANCELLED}


def test_a_fault_of_settings_makes_a_mail_outside_editions_wait(press: Press) -> None:
    press.letter(ADA)
    press.post.mail.plan(ADA, SettingsFault("the server wants a login"))
    assert press.post.send() == 0
    assert attempts(press) == {ADA: 0}
    press.later(MINUTE)
    assert press.post.send() == 1


def test_mails_of_a_newsletter_reach_a_reader_in_their_order(press: Press) -> None:
    press.newsletter(schedule="0 * * * *", late_limit=DAY)
    press.reader(ADA)
    press.publish("Bridge")
    press.post.mail.plan(ADA, *[Temporary("busy")] * 7)  # for two hours
    press.run(MONDAY)
    press.publish("Tunnel")
    for _ in range(30):
        press.later(timedelta(minutes=5))
        press.tick()
        press.send()
    assert press.mailed(ADA) == [["new Bridge r1"], ["new Tunnel r1"]]
    assert [d.status for d in press.deliveries()] == [DeliveryStatus.SENT] * 2


def test_mail_of_one_newsletter_does_not_wait_for_another(planned: Press) -> None:
    planned.newsletter("evening", schedule="daily 18:00")
    planned.reader(ADA, newsletter="evening")
    planned.post.mail.plan(ADA, Temporary("busy"))
    planned.send()
    planned.letter(ADA)
    assert planned.send() == 1


def test_four_connections_share_the_work_without_sending_anything_twice(press: Press) -> None:
    press.newsletter()
    for number in range(150):
        press.reader(f"r{number}@example.org")
    press.publish("Bridge")
    press.post.connections = 4
    press.run(MONDAY)
    recipients = [sent.envelope.recipient for sent in press.post.mail.sent]
    assert len(recipients) == len(set(recipients)) == 150
    assert len(press.post.renderer.rendered) == 1
