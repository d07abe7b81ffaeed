"""While mail rests nobody is mailed anything, and nothing is forgotten."""

import pytest

from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.editions import EditionStatus
from syndicate.services.rest_mail import RestMail
from syndicate.services.status import TellStatus
from tests.services.press import MONDAY, SECOND, Press
from tests.services.test_run_editions import Meanwhile

READERS = ("ada@example.org", "bob@example.org", "cid@example.org")


@pytest.fixture
def planned(press: Press) -> Press:
    """Give an edition for three readers that is ready to go out."""
    press.newsletter()
    for email in READERS:
        press.reader(email)
    press.publish("Bridge")
    press.at(MONDAY)
    press.tick()
    return press


def rest_of(press: Press) -> RestMail:
    return RestMail(transactions=press.store, clock=press.clock)


def test_a_rest_is_in_force_at_the_next_recipient_and_resuming_sends_the_others(
    planned: Press,
) -> None:
    planned.post.transport = Meanwhile(planned, rest_of(planned).pause)
    assert planned.send() == 1
    planned.post.transport = None
    assert planned.send() == 0
    assert planned.edition().status is EditionStatus.SENDING
    assert rest_of(planned).resume()
    assert planned.send() == 2
    assert planned.edition().status is EditionStatus.SENT


def test_letters_rest_too(press: Press) -> None:
    press.letter("ada@example.org")
    rest_of(press).pause("restored")
    assert press.send() == 0
    told = TellStatus(transactions=press.store, clock=press.clock)()
    assert told.rest is not None
    assert told.rest.why == "restored"
    rest_of(press).resume()
    assert press.send() == 1


def test_the_first_reason_stays_and_resuming_twice_is_told(press: Press) -> None:
    rest_of(press).pause("restored")
    assert rest_of(press).pause().why == "restored"
    assert (rest_of(press).resume(), rest_of(press).resume()) == (True, False)


def test_editions_are_planned_while_mail_rests_so_that_what_waits_can_be_seen(
    press: Press,
) -> None:
    press.newsletter()
    press.reader(READERS[0])
    press.publish("Bridge")
    rest_of(press).pause()
    press.run(MONDAY)
    assert press.standing() == {READERS[0]: DeliveryStatus.PENDING}


def test_status_tells_how_fast_an_edition_goes_and_what_is_left(planned: Press) -> None:
    planned.post.transport = Meanwhile(planned, rest_of(planned).pause)
    planned.later(30 * SECOND)
    planned.send()
    (told,) = TellStatus(transactions=planned.store, clock=planned.clock)().editions
    assert (told.progress.sent, told.progress.waiting, told.progress.per_minute) == (1, 2, 2)
    assert told.progress.remaining is not None
