"""What is withdrawn while an edition goes out is in force at the next recipient (invariant 8)."""

from collections.abc import Callable

import pytest

from syndicate.domain.articles import Kind
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.editions import EditionStatus
from tests.services.press import DAY, MONDAY, SECOND, Press
from tests.services.test_run_editions import send_while

READERS = [f"r{number}@example.org" for number in range(4)]
WITHDRAWALS: list[Callable[[Press], object]] = [
    lambda press: press.revise.withdraw("bridge", Kind.TAKEDOWN, "Legal."),
    lambda press: press.revise.withdraw("bridge", Kind.RETRACTION, "All false."),
    lambda press: press.revise.unpublish("bridge"),
]
withdrawals = pytest.mark.parametrize("withdraw", WITHDRAWALS)


def planned(press: Press, *headlines: str, send_empty: bool = False) -> Press:
    """Plan an edition that tells four readers of these."""
    press.newsletter(send_empty=send_empty)
    for email in READERS:
        press.reader(email)
    for headline in headlines:
        press.publish(headline)
    press.at(MONDAY)
    press.tick()
    press.later(SECOND)
    return press


@withdrawals
def test_what_is_withdrawn_after_planning_is_left_out_of_what_is_sent(
    press: Press, withdraw: Callable[[Press], object]
) -> None:
    planned(press, "Bridge", "Tunnel")
    withdraw(press)
    assert press.send() == len(READERS)
    assert [press.mailed(email) for email in READERS] == [[["new Tunnel r1"]]] * 4
    assert len(press.post.renderer.rendered) == 1


@withdrawals
def test_what_is_withdrawn_while_it_goes_out_is_left_out_from_the_next_recipient_on(
    press: Press, withdraw: Callable[[Press], object]
) -> None:
    planned(press, "Bridge", "Tunnel")
    send_while(press, lambda: withdraw(press))
    assert press.mailed(READERS[0]) == [["new Bridge r1", "new Tunnel r1"]]
    assert [press.mailed(email) for email in READERS[1:]] == [[["new Tunnel r1"]]] * 3
    assert press.edition().status is EditionStatus.SENT


@withdrawals
def test_where_nothing_is_left_to_tell_nothing_is_sent(
    press: Press, withdraw: Callable[[Press], object]
) -> None:
    planned(press, "Bridge")
    withdraw(press)
    assert press.send() == 0
    assert set(press.standing().values()) == {DeliveryStatus.CANCELLED}
    press.run(MONDAY + DAY)
    assert press.post.mail.sent == []


def test_where_nothing_is_left_a_newsletter_that_is_sent_empty_goes_out_so(press: Press) -> None:
    planned(press, "Bridge", send_empty=True)
    press.revise.unpublish("bridge")
    press.send()
    assert [press.mailed(email) for email in READERS] == [[[]]] * 4


def test_a_retraction_after_planning_is_told_at_once_to_those_who_have_the_article_and_once(
    press: Press,
) -> None:
    planned(press, "Bridge").send()
    press.change("bridge", Kind.UPDATE, "It opened.")
    press.at(MONDAY + DAY)
    press.tick()
    press.revise.withdraw("bridge", Kind.RETRACTION, "All false.")
    press.send()
    press.run(MONDAY + 2 * DAY)
    told = ["notice: retracted Bridge r3 [All false.] [It opened.]"]
    assert press.mailed(READERS[0])[1:] == [told]
