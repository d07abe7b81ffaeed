"""An edition that needs approval goes out once somebody approved of it, and never before."""

from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes, policy

import pytest

from syndicate.domain.editions import EditionStatus
from syndicate.errors import Refused
from syndicate.render.templating import Templates
from syndicate.render.transactional import TransactionalRenderer
from syndicate.services.ask_approval import AskApproval
from syndicate.services.status import TellStatus
from syndicate.settings.starting_files import templates_folder
from tests.services.post import SITE
from tests.services.press import DAY, HOUR, MONDAY, SECOND, Press

ADA, BOB = "ada@example.org", "bob@example.org"
LIMIT = 6 * HOUR


@pytest.fixture
def due(press: Press) -> Press:
    """Give an edition that is due and needs approval."""
    press.newsletter(approval=True)
    press.reader(ADA)
    press.reader(BOB)
    press.publish("Bridge")
    press.run(MONDAY)
    return press


def test_nothing_goes_out_unapproved_and_status_says_so(due: Press) -> None:
    assert due.post.mail.sent == []
    assert due.editions.show(due.edition().id).awaits_approval
    (told,) = TellStatus(transactions=due.store, clock=due.clock)().editions
    assert (told.newsletter, told.awaits_approval) == ("morning", True)


def test_an_approved_edition_tells_the_articles_as_they_then_stand(due: Press) -> None:
    due.at(MONDAY + HOUR)
    due.correct("bridge")
    assert not due.editions.approve(due.edition().id).awaits_approval
    due.run(MONDAY + 2 * HOUR)
    assert due.mailed(ADA) == [["new Bridge r2 [Eleven, not ten.]"]]
    assert due.edition().status is EditionStatus.SENT


def test_one_that_nobody_approved_in_time_is_missed_and_new_in_the_next(due: Press) -> None:
    due.run(MONDAY + LIMIT + SECOND)
    assert due.edition().status is EditionStatus.MISSED
    with pytest.raises(Refused, match="is missed: it cannot be approved any more"):
        due.editions.approve(due.edition().id)
    due.run(MONDAY + DAY)
    due.editions.approve(due.edition("2026-03-03T07:00").id)
    due.run(MONDAY + DAY + HOUR)
    assert due.mailed(BOB) == [["new Bridge r1"]]


def test_two_who_approve_at_once_have_the_effect_of_one(due: Press) -> None:
    number = due.edition().id
    with ThreadPoolExecutor(2) as pool:
        given = {r.edition.approved for r in pool.map(due.editions.approve, (number, number))}
    due.at(MONDAY + HOUR)
    assert due.editions.approve(number).edition.approved in given
    assert len(given) == 1
    due.run(MONDAY + HOUR)
    due.run(MONDAY + 2 * HOUR)
    assert len(due.post.mail.sent) == 2


def test_an_edition_cancelled_before_its_approval_never_goes_out(due: Press) -> None:
    number = due.edition().id
    due.editions.cancel(number)
    with pytest.raises(Refused, match="is cancelled"):
        due.editions.approve(number)
    due.run(MONDAY + HOUR)
    assert due.post.mail.sent == []


def test_the_first_approval_holds_for_every_wave(press: Press) -> None:
    press.newsletter(approval=True, reader_time=True)
    press.reader(ADA, "Europe/Berlin")
    press.reader(BOB, "America/New_York")
    press.publish("Bridge")
    press.run(MONDAY)
    press.editions.approve(press.edition().id)
    press.run(MONDAY + HOUR)
    press.run(MONDAY + 6 * HOUR)
    assert [sent.envelope.recipient for sent in press.post.mail.sent] == [ADA, BOB]


DESK = "desk@example.org"


def ask(press: Press, approver: str = DESK) -> None:
    """Ask whoever approves editions."""
    AskApproval(
        transactions=press.store,
        renderer=TransactionalRenderer(Templates([templates_folder()]), SITE),
        approver=approver,
    )(press.clock.now())


def asked(press: Press) -> list[str]:
    """Send what waits; return the text of what reached the desk."""
    press.send()
    mails = press.post.mail.sent
    return [_text(sent.data) for sent in mails if sent.envelope.recipient == DESK]


def _text(data: bytes) -> str:
    body = message_from_bytes(data, policy=policy.default).get_body()
    assert body is not None
    return str(body.get_content())


def test_whoever_approves_is_asked_once_for_each_edition(due: Press) -> None:
    for _ in range(2):
        ask(due)
    number = due.edition().id
    (mail,) = asked(due)
    assert f"syndicate edition approve {number}" in mail
    assert "2026-03-02 13:00 (Europe/Berlin)" in mail
    due.at(MONDAY + DAY)
    due.tick()
    ask(due)
    assert len(asked(due)) == 2


def test_several_tickers_ask_once(due: Press) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: ask(due), range(4)))
    assert len(asked(due)) == 1


def test_nobody_is_asked_about_what_is_approved_or_too_late_or_where_nobody_is_named(
    due: Press,
) -> None:
    ask(due, approver="")
    due.at(MONDAY + LIMIT + SECOND)
    ask(due)
    due.at(MONDAY)
    due.editions.approve(due.edition().id)
    ask(due)
    assert asked(due) == []
