"""Pausing, resuming and cancelling take effect at the next recipient; what is held waits."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest

from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.editions import EditionStatus
from syndicate.domain.messages import Acceptance, Outgoing
from syndicate.errors import InDoubt, NotFound, Refused, SettingsFault
from syndicate.services.lines import Session
from tests.services.press import DAY, HOUR, MONDAY, Press

READERS = [f"r{number}@example.org" for number in range(4)]
FAULT = "digests/default/body.html:7: 'digets' is undefined"


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


@dataclass
class Meanwhile:
    """A way out where something happens after the first message."""

    press: Press
    happens: Callable[[], object]

    def connect(self) -> Session:
        """Open a session."""
        return MeanwhileSession(self, self.press.post.mail.connect())


@dataclass
class MeanwhileSession:
    """A session that lets it happen, once."""

    way: Meanwhile
    session: Session
    happened: bool = False

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
        """Send; then let it happen."""
        acceptance = self.session.send(outgoing, before_commit, following)
        if not self.happened:
            self.happened = True
            self.way.happens()
        return acceptance

    def close(self) -> None:
        """End the session."""
        self.session.close()


def send_while(press: Press, happens: Callable[[], object]) -> int:
    """Send, with something happening after the first message."""
    press.post.transport = Meanwhile(press, happens)
    sent = press.send()
    press.post.transport = None
    return sent


def test_a_pause_is_in_force_at_the_next_recipient_and_resuming_sends_the_rest(
    planned: Press,
) -> None:
    edition = planned.edition().id
    assert send_while(planned, lambda: planned.editions.pause(edition)) == 1
    assert planned.send() == 0
    assert planned.edition().status is EditionStatus.PAUSED
    planned.editions.resume(edition)
    assert planned.send() == 3
    assert planned.edition().status is EditionStatus.SENT


def test_a_cancellation_is_in_force_at_the_next_recipient(planned: Press) -> None:
    edition = planned.edition().id
    assert send_while(planned, lambda: planned.editions.cancel(edition)) == 1
    assert planned.send() == 0
    report = planned.editions.show(edition)
    assert report.counts == {DeliveryStatus.SENT: 1, DeliveryStatus.CANCELLED: 3}
    assert report.edition.status is EditionStatus.CANCELLED


def test_what_a_cancelled_edition_did_not_tell_is_new_in_the_next(planned: Press) -> None:
    edition = planned.edition().id
    send_while(planned, lambda: planned.editions.cancel(edition))
    planned.run(MONDAY + DAY)
    assert [planned.mailed(email) for email in READERS] == [[["new Bridge r1"]]] * 4


def test_a_report_names_the_newsletter_and_counts(planned: Press) -> None:
    (report,) = planned.editions.list()
    assert (report.newsletter, report.counts) == ("morning", {DeliveryStatus.PENDING: 4})


def test_what_is_over_cannot_be_steered(planned: Press) -> None:
    planned.send()
    edition = planned.edition().id
    for steer in (planned.editions.pause, planned.editions.resume, planned.editions.cancel):
        with pytest.raises(Refused, match="is sent: it cannot be"):
            steer(edition)


def test_an_unknown_edition_is_told_to_be_so(press: Press) -> None:
    with pytest.raises(NotFound, match="there is no edition 7"):
        press.editions.pause(7)


def test_a_broken_template_holds_the_edition_and_says_where(planned: Press) -> None:
    planned.post.renderer.fault = SettingsFault(FAULT)
    assert planned.send() == 0
    edition = planned.edition()
    assert (edition.status, edition.fault) == (EditionStatus.HELD, FAULT)
    assert {d.status for d in planned.deliveries()} == {DeliveryStatus.PENDING}


def test_a_held_edition_goes_out_when_it_is_mended_and_resumed(planned: Press) -> None:
    planned.post.renderer.fault = SettingsFault(FAULT)
    planned.send()
    planned.post.renderer.fault = None
    assert planned.send() == 0
    planned.editions.resume(planned.edition().id)
    assert planned.send() == 4
    assert (planned.edition().status, planned.edition().fault) == (EditionStatus.SENT, "")


def test_a_held_edition_that_was_not_mended_is_held_again(planned: Press) -> None:
    planned.post.renderer.fault = SettingsFault(FAULT)
    planned.send()
    planned.editions.resume(planned.edition().id)
    assert planned.send() == 0
    assert planned.edition().status is EditionStatus.HELD


def test_a_fault_does_not_bring_a_cancelled_edition_back(planned: Press) -> None:
    edition = planned.edition().id

    def cancel_and_break() -> None:
        planned.editions.cancel(edition)
        for delivery in planned.deliveries()[1:2]:
            with planned.store.read() as tx:
                (claim,) = [c for c in tx.deliveries.claimed_by(1) if c.id == delivery.id]
            planned.post.postmaster.hold(claim, FAULT)

    send_while(planned, cancel_and_break)
    assert planned.edition().status is EditionStatus.CANCELLED


def test_a_title_that_no_header_can_carry_holds_the_edition(press: Press) -> None:
    press.newsletter(sender="")
    with press.store.write() as tx:
        tx.newsletters.mark("morning", title="Two\nlines")  # type: ignore[arg-type]
    press.reader(READERS[0])
    press.publish("Bridge")
    press.run(MONDAY)
    assert press.edition().status is EditionStatus.HELD
    assert "line break" in press.edition().fault


def test_what_was_held_past_the_late_limit_is_missed_and_new_in_the_next(planned: Press) -> None:
    planned.post.renderer.fault = SettingsFault(FAULT)
    planned.send()
    planned.run(MONDAY + 6 * HOUR)
    assert planned.edition().status is EditionStatus.HELD
    planned.run(MONDAY + 6 * HOUR + timedelta(seconds=1))
    assert (planned.edition().status, planned.edition().fault) == (EditionStatus.MISSED, FAULT)
    assert set(planned.standing().values()) == {DeliveryStatus.CANCELLED}
    planned.post.renderer.fault = None
    planned.run(MONDAY + DAY)
    assert [planned.mailed(email) for email in READERS] == [[["new Bridge r1"]]] * 4


def test_an_edition_held_halfway_ends_as_sent_with_the_rest_cancelled(planned: Press) -> None:
    edition = planned.edition().id
    send_while(planned, lambda: planned.editions.pause(edition))
    with planned.store.write() as tx:
        tx.editions.set_status(edition, EditionStatus.HELD, FAULT)
    planned.run(MONDAY + 7 * HOUR)
    assert planned.edition().status is EditionStatus.SENT
    planned.run(MONDAY + DAY)
    assert [planned.mailed(email) for email in READERS] == [[["new Bridge r1"]]] * 4


def doubtful(press: Press) -> int:
    """Send, one message ending in doubt; return its number."""
    press.post.mail.plan(READERS[1], InDoubt("lost"))
    press.send()
    (found,) = press.editions.deliveries(None, DeliveryStatus.IN_DOUBT)
    return found.id


def test_what_is_in_doubt_can_be_resolved_as_sent(planned: Press) -> None:
    planned.editions.resolve(doubtful(planned), resend=False)
    assert planned.standing()[READERS[1]] is DeliveryStatus.SENT
    assert planned.send() == 0


def test_what_is_in_doubt_can_be_sent_again_though_its_edition_was_over(planned: Press) -> None:
    planned.editions.resolve(doubtful(planned), resend=True)
    assert planned.edition().status is EditionStatus.SENDING
    assert planned.send() == 1
    assert planned.edition().status is EditionStatus.SENT
    assert planned.post.mail.doubtful[0] == planned.post.mail.sent[-1]


def test_a_mail_outside_editions_in_doubt_can_be_sent_again(press: Press) -> None:
    number = press.letter(READERS[1])
    assert doubtful(press) == number
    press.editions.resolve(number, resend=True)
    assert press.send() == 1


def test_nothing_of_a_cancelled_edition_is_sent_again(planned: Press) -> None:
    number = doubtful(planned)
    edition = planned.edition().id
    with planned.store.write() as tx:
        tx.editions.set_status(edition, EditionStatus.CANCELLED)
    with pytest.raises(Refused, match="nothing of it is sent again"):
        planned.editions.resolve(number, resend=True)
    planned.editions.resolve(number, resend=False)


@pytest.mark.parametrize("resend", [True, False])
def test_only_what_is_in_doubt_can_be_resolved(planned: Press, *, resend: bool) -> None:
    planned.send()
    for number in (1, 999):
        with pytest.raises(NotFound, match="is not in doubt"):
            planned.editions.resolve(number, resend=resend)
    assert planned.edition().status is EditionStatus.SENT
