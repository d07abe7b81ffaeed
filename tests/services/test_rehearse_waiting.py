"""A rehearsal counts mails that wait by what becomes of them, and no mail that cannot go."""

import pytest

from syndicate.domain.articles import Content, Kind, Severity
from syndicate.domain.changes import DigestAs
from syndicate.domain.foretelling import Foretold
from syndicate.domain.publication import Declared
from syndicate.errors import Temporary
from tests.services.press import DAY, HOUR, MONDAY, Press

ADA, BOB, CLEO = "ada@example.org", "bob@example.org", "cleo@example.org"
OTHER = Content(headline="Bridge", section="Town", body_html="<p>Other words.</p>")
MAJOR = Declared(kind=Kind.CORRECTION, note="Eleven, not ten.", severity=Severity.MAJOR)


@pytest.fixture
def planned(press: Press) -> Press:
    """Plan an edition with a story for two readers."""
    press.newsletter(late_limit=3 * DAY)
    press.reader(ADA)
    press.reader(BOB)
    press.publish("Bridge")
    press.at(MONDAY)
    press.tick()
    return press


def major(press: Press) -> Foretold:
    """Rehearse a grave correction."""
    return press.rehearse("bridge", OTHER, MAJOR)


def test_a_mail_that_waits_for_an_address_that_must_not_be_mailed_is_not_counted(
    planned: Press,
) -> None:
    planned.suppress(BOB)
    (telling,) = major(planned).tellings
    assert telling.unsent == {DigestAs.NEW: 1}


def test_of_two_mails_that_wait_for_a_reader_the_earlier_one_tells_it(planned: Press) -> None:
    planned.post.mail.plan(ADA, Temporary("451 4.3.0 try again later"))
    planned.send()
    planned.change("bridge", Kind.UPDATE, "More.")
    planned.at(MONDAY + DAY)
    planned.tick()
    foretold = major(planned)
    (telling,) = foretold.tellings
    assert telling.unsent == {DigestAs.NEW: 1, DigestAs.DROPPED: 2}
    assert foretold.notice is not None
    assert foretold.notice.told == 1
    planned.correct("bridge", MAJOR.note)
    for _ in range(9):
        planned.later(HOUR)
        planned.send()
    assert planned.mailed(ADA) == [["new Bridge r3 [Eleven, not ten.] [More.]"]]
    assert len(planned.mailed(BOB)) == 2


def test_notices_that_wait_are_told_as_what_becomes_of_them(planned: Press) -> None:
    planned.send()
    planned.follow(ADA, "bridge")
    planned.change("bridge", Kind.UPDATE, "One way.")
    planned.send()
    planned.follow(CLEO, "bridge")
    planned.change("bridge", Kind.UPDATE, "Both ways.")  # waits for the window to pass
    mild = planned.rehearse("bridge", OTHER, Declared(kind=Kind.CLARIFICATION, note="Two lanes."))
    assert mild.unsent == {DigestAs.NOTHING: 2}
    grave = major(planned)
    assert grave.notice is not None
    assert grave.notice.told == 2  # Ada and Bob, who were mailed the words; Cleo was not
    assert grave.unsent == {DigestAs.DROPPED: 1, DigestAs.CORRECTED: 1}
    planned.correct("bridge", MAJOR.note)
    planned.later(HOUR)
    planned.send()
    assert [mail[0] for mail in planned.mailed(CLEO)] == [
        "notice: corrected Bridge r4 [Eleven, not ten.] [Both ways.]"
    ]
    assert len(planned.mailed(ADA)) == 3


def test_a_taken_down_article_has_notices_of_it_withdrawn(planned: Press) -> None:
    planned.send()
    planned.correct("bridge")
    foretold = planned.rehearse.withdraw("bridge", Kind.TAKEDOWN, "By order.")
    assert foretold.unsent == {DigestAs.DROPPED: 2}


def test_a_taken_down_article_with_another_slug_changes_no_feed_and_pushes_nothing(
    press: Press,
) -> None:
    press.publish("Bridge")
    press.revise.withdraw("bridge", Kind.TAKEDOWN, "By order.")
    foretold = press.rehearse.rename("bridge", "span")
    assert (foretold.feeds, foretold.push) == ((), None)


def test_a_draft_with_another_slug_changes_nothing_that_anybody_sees(press: Press) -> None:
    press.schedule("Bridge", MONDAY)
    press.newsletter()
    foretold = press.rehearse.rename("bridge", "span")
    assert (foretold.feeds, foretold.push, foretold.tellings) == ((), None, ())


def test_readers_in_a_zone_that_is_still_to_come_are_due_next(press: Press) -> None:
    press.newsletter(reader_time=True)
    press.reader(ADA)
    press.reader(BOB, zone="America/New_York")
    press.publish("Bridge")
    press.run(MONDAY)
    (telling,) = press.rehearse("bridge", OTHER, Declared(kind=Kind.UPDATE, note="More.")).tellings
    assert telling.due == MONDAY + 6 * HOUR


def test_whom_the_notice_tells_instead_of_the_next_edition_are_no_longer_told_by_that(
    planned: Press,
) -> None:
    planned.send()
    planned.change("bridge", Kind.CLARIFICATION, "Two lanes.")
    (telling,) = major(planned).tellings
    assert telling.readers == {DigestAs.DROPPED: 2}


@pytest.fixture
def retracted(planned: Press) -> Press:
    """Retract the story that two readers were mailed; the notice still waits for Ada."""
    planned.send()
    planned.post.mail.plan(ADA, Temporary("451 4.3.0 try again later"))
    planned.revise.withdraw("bridge", Kind.RETRACTION, "It never opened.")
    planned.later(HOUR)
    planned.send()
    assert len(planned.mailed(BOB)) == 2
    assert len(planned.mailed(ADA)) == 1
    return planned


def test_whose_notice_has_nothing_left_to_tell_is_told_by_the_next_edition(
    retracted: Press,
) -> None:
    foretold = retracted.rehearse.reinstate("bridge", "It did.")
    assert foretold.unsent == {DigestAs.DROPPED: 1}
    (telling,) = foretold.tellings
    assert telling.readers == {DigestAs.UPDATED: 2}
    retracted.revise.reinstate("bridge", "It did.")
    retracted.later(HOUR)
    retracted.send()
    retracted.run(MONDAY + DAY)
    assert retracted.mailed(ADA)[1:] == [["updated Bridge r3 [It did.] [It never opened.]"]]
    assert retracted.mailed(BOB)[2:] == [["updated Bridge r3 [It did.]"]]


def test_an_edition_does_not_pass_by_whose_notice_has_nothing_left_to_tell(
    retracted: Press,
) -> None:
    retracted.revise.reinstate("bridge", "It did.")
    retracted.at(MONDAY + DAY)
    retracted.tick()  # before any sender has met the notice's mail
    retracted.send()
    assert retracted.mailed(ADA)[1:] == [["updated Bridge r3 [It did.] [It never opened.]"]]
