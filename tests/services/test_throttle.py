"""Each destination gets what it takes, whoever sends; nothing is lost, and nobody else waits."""

from collections import Counter
from datetime import timedelta

import pytest

from syndicate.domain.deliveries import LONGEST_PATIENCE, DeliveryStatus
from syndicate.domain.destinations import PROBES, TOO_MUCH
from syndicate.domain.limits import Limit, Limits
from syndicate.errors import PutOff, SyndicateError, Throttled
from syndicate.services.status import TellStatus
from tests.services.press import MONDAY, Press

MINUTE = timedelta(minutes=1)
GMAIL = Limits(
    by_name={"gmail.com": Limit(per_minute=4, burst=4)}, parts={"googlemail.com": "gmail.com"}
)
WAITING, SENT = DeliveryStatus.PENDING, DeliveryStatus.SENT


@pytest.fixture
def planned(press: Press) -> Press:
    """Give an edition for ten readers with the same provider, and two with others."""
    press.newsletter()
    for number in range(10):
        press.reader(f"r{number}@{'googlemail.com' if number % 2 else 'gmail.com'}")
    for email in ("ada@example.org", "bob@example.net"):
        press.reader(email)
    press.publish("Bridge")
    press.at(MONDAY)
    press.tick()
    return press


def sent_to(press: Press) -> Counter[str]:
    """Return how many were sent to each domain."""
    recipients = [sent.envelope.recipient for sent in press.post.mail.sent]
    return Counter(address.rpartition("@")[2].replace("google", "g") for address in recipients)


def mail(press: Press, error: SyndicateError, times: int = 1) -> None:
    """Let a provider's first answers about each reader be so."""
    for delivery in press.deliveries():
        if "mail.com" in delivery.email:
            press.post.mail.plan(delivery.email, *[error] * times)


def hold_back(press: Press) -> None:
    """Have a provider held back: mail to two of its readers was too much."""
    for email in ("r0@gmail.com", "r1@googlemail.com"):
        press.post.mail.plan(email, Throttled("421 4.7.0 too much"))
    press.send()


def test_a_limited_destination_gets_its_burst_and_then_its_rate_and_nobody_else_waits(
    planned: Press,
) -> None:
    planned.post.limits = GMAIL
    planned.send()
    assert sent_to(planned) == {"gmail.com": 4, "example.org": 1, "example.net": 1}
    assert planned.send() == 0
    planned.later(MINUTE / 4)
    assert planned.send() == 1
    planned.later(MINUTE)
    assert planned.send() == 4
    planned.later(MINUTE)
    assert planned.send() == 1
    assert planned.edition().status == "sent"


def test_a_limit_holds_for_all_connections_and_workers_together(planned: Press) -> None:
    planned.post.limits = GMAIL
    planned.post.connections = 4
    for _ in range(3):
        planned.send()
    assert sent_to(planned)["gmail.com"] == 4


def test_what_waits_costs_no_attempt_and_says_why_and_until_when(planned: Press) -> None:
    planned.post.limits = GMAIL
    planned.send()
    waiting = [d for d in planned.deliveries() if d.status is WAITING]
    assert {d.attempts for d in waiting} == {0}
    assert {d.reply for d in waiting} == {
        "waits for its turn: gmail.com is given 4 messages a minute"
    }
    assert {d.not_before for d in waiting} == {MONDAY + MINUTE / 4}


def test_a_limit_taken_away_lets_out_what_waited(planned: Press) -> None:
    planned.post.limits = GMAIL
    planned.send()
    planned.post.limits = Limits()
    planned.later(MINUTE)
    assert planned.send() == 6


def test_a_letter_goes_before_the_digests_that_wait_for_the_same_destination(
    planned: Press,
) -> None:
    planned.post.limits = GMAIL
    planned.send()
    planned.letter("cleo@gmail.com")
    planned.later(MINUTE / 4)
    planned.send()
    planned.later(MINUTE / 4)
    planned.send()
    assert "cleo@gmail.com" in {s.envelope.recipient for s in planned.post.mail.sent}


def test_no_more_connections_carry_mail_to_a_destination_than_it_takes(planned: Press) -> None:
    planned.post.limits = Limits(by_name={"gmail.com": Limit(connections=1)}, parts=GMAIL.parts)
    with planned.post.store.write() as tx:
        batch = tx.batches.open("another", MONDAY)
        tx.destinations.locked(["gmail.com"])
        tx.destinations.seat("gmail.com", batch)
    planned.send()
    assert sent_to(planned) == {"example.org": 1, "example.net": 1}
    with planned.post.store.write() as tx:
        tx.batches.close(batch, MONDAY)
    planned.later(MINUTE)
    planned.send()
    assert sent_to(planned)["gmail.com"] == 10


def test_a_default_holds_for_each_domain_of_its_own(planned: Press) -> None:
    planned.post.limits = Limits(default=Limit(per_minute=2, burst=2))
    planned.send()
    domains = Counter(s.envelope.recipient.rpartition("@")[2] for s in planned.post.mail.sent)
    assert domains == {"gmail.com": 2, "googlemail.com": 2, "example.org": 1, "example.net": 1}


def test_a_destination_that_takes_no_more_is_left_at_once_and_the_others_are_served(
    planned: Press,
) -> None:
    planned.post.limits = Limits(parts=GMAIL.parts)
    mail(planned, Throttled("421 4.7.0 too much"))
    planned.send()
    assert sent_to(planned) == {"example.org": 1, "example.net": 1}
    assert len(planned.post.mail.tried) == 2 + TOO_MUCH
    held = [d for d in planned.deliveries() if d.status is WAITING]
    assert Counter(d.attempts for d in held) == {0: 9, 1: 1}, "only the first to be told"
    planned.later(MINUTE / 2)
    assert planned.send() == 0


def test_a_held_destination_is_tried_with_a_few_and_let_in_when_it_takes_them(
    planned: Press,
) -> None:
    planned.post.limits = Limits(parts=GMAIL.parts)
    hold_back(planned)
    planned.later(MINUTE)
    planned.send()
    assert sent_to(planned)["gmail.com"] == 10
    with planned.post.store.read() as tx:
        assert tx.destinations.troubled() == []


def test_a_probe_refused_keeps_the_rest_back_for_longer(planned: Press) -> None:
    planned.post.limits = Limits(parts=GMAIL.parts)
    mail(planned, Throttled("421 4.7.0 too much"))
    planned.send()
    tried = len(planned.post.mail.tried)
    planned.later(MINUTE)
    planned.send()
    assert 1 <= len(planned.post.mail.tried) - tried <= PROBES
    planned.later(MINUTE)
    assert planned.send() == 0
    for _ in range(15):
        planned.later(60 * MINUTE)
        planned.send()
    assert sent_to(planned)["gmail.com"] == 10
    assert {d.status for d in planned.deliveries()} == {SENT}
    assert planned.post.bounced == []


def test_one_reader_for_whom_all_is_too_much_holds_up_no_other(planned: Press) -> None:
    planned.post.limits = Limits(parts=GMAIL.parts)
    planned.post.mail.plan("r4@gmail.com", *[Throttled("421 4.7.0 too much")] * 1000)
    assert planned.send() == 11
    for _ in range(100):
        planned.later(60 * MINUTE)
        planned.send()
    with planned.post.store.read() as tx:
        assert tx.destinations.troubled() == []
    assert planned.post.mail.tried.count("r4@gmail.com") < 40


def test_one_reader_for_whom_all_is_too_much_keeps_no_destination_held_back(
    planned: Press,
) -> None:
    planned.post.limits = Limits(parts=GMAIL.parts)
    planned.post.mail.plan("r0@gmail.com", *[Throttled("421 4.7.0 too much")] * 1000)
    planned.post.mail.plan("r1@googlemail.com", Throttled("421 4.7.0 too much"))
    planned.send()
    assert sent_to(planned)["gmail.com"] == 0
    planned.later(MINUTE)
    planned.send()
    assert sent_to(planned)["gmail.com"] == 9


def test_a_storm_of_put_offs_holds_a_destination_back(planned: Press) -> None:
    planned.post.limits = Limits(parts=GMAIL.parts)
    mail(planned, PutOff("451 4.3.0 local error"))
    planned.send()
    with planned.post.store.read() as tx:
        (place,) = tx.destinations.troubled()
    assert (place.name, place.trips, place.said) == ("gmail.com", 1, "451 4.3.0 local error")


def test_what_a_destination_said_to_one_reader_names_nobody_where_others_read_it(
    planned: Press,
) -> None:
    planned.post.limits = Limits(parts=GMAIL.parts)
    for email in ("r0@gmail.com", "r1@googlemail.com"):
        planned.post.mail.plan(email, Throttled(f"421 4.7.0 too much for {email}"))
    planned.send()
    with planned.post.store.read() as tx:
        (place,) = tx.destinations.troubled()
    assert place.said.startswith("421 4.7.0 too much for …@g")
    kept = {d.reply for d in planned.deliveries() if d.reply and "is held back" in d.reply}
    assert kept == {f"gmail.com is held back, it said: {place.said}"}


def test_a_destination_that_throttles_for_days_is_given_up_and_is_no_bounce(
    planned: Press,
) -> None:
    planned.post.mail.plan("ada@example.org", *[Throttled("421 4.7.0 too much")] * 1000)
    for _ in range(3):
        planned.send()
        planned.later(LONGEST_PATIENCE / 2 + MINUTE)
    assert planned.standing()["ada@example.org"] is DeliveryStatus.FAILED
    assert planned.post.bounced == []


def test_without_limits_and_trouble_no_destination_is_written_down(planned: Press) -> None:
    planned.send()
    with planned.post.store.write() as tx:
        assert tx.destinations.ready(MONDAY) == []
        assert tx.destinations.waiting() == {}


def test_status_tells_what_is_held_back_and_what_waits(planned: Press) -> None:
    planned.post.limits = Limits(parts=GMAIL.parts)
    hold_back(planned)
    report = TellStatus(transactions=planned.store, clock=planned.clock)()
    (place,) = report.held_back
    assert (place.name, place.since, place.said) == ("gmail.com", MONDAY, "421 4.7.0 too much")
    assert report.kept == {"gmail.com": 8}
