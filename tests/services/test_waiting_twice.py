"""Two mails of one newsletter that wait for one reader tell a revision once between them."""

import pytest

from syndicate.domain.articles import Kind
from syndicate.errors import Temporary
from tests.services.press import DAY, HOUR, MONDAY, Press

ADA, BOB = "ada@example.org", "bob@example.org"
NEW = "new Bridge r3 [Eleven, not ten.] [More.]"


@pytest.fixture
def behind(press: Press) -> Press:
    """Plan two editions with a story while Ada's server takes nothing; Bob gets his mails."""
    press.newsletter(late_limit=3 * DAY)
    press.reader(ADA)
    press.reader(BOB)
    press.publish("Bridge")
    press.post.mail.plan(ADA, *[Temporary("451 4.3.0 try again later")] * 6)
    press.run(MONDAY)
    press.change("bridge", Kind.UPDATE, "More.")
    press.at(MONDAY + DAY)
    press.tick()
    return press


def catch_up(press: Press) -> None:
    """Have the server take everything again, and all that waits go out."""
    for _ in range(30):
        press.later(HOUR)
        press.send()


def test_only_the_earlier_one_tells_a_correction(behind: Press) -> None:
    behind.correct("bridge")
    catch_up(behind)
    assert behind.mailed(ADA) == [[NEW]]


def test_a_later_cohort_that_others_meet_first_leaves_it_to_the_earlier_one(behind: Press) -> None:
    behind.correct("bridge")
    behind.later(HOUR / 60)
    behind.send()  # Bob's mail of the second edition is met while Ada's first one waits still
    assert behind.mailed(BOB)[1:] == [["notice: corrected Bridge r3 [Eleven, not ten.] [More.]"]]
    catch_up(behind)
    assert behind.mailed(ADA) == [[NEW]]


def test_an_edition_planned_after_the_correction_leaves_it_to_the_one_that_waits(
    press: Press,
) -> None:
    press.newsletter(late_limit=3 * DAY)
    press.reader(ADA)
    press.publish("Bridge")
    press.post.mail.plan(ADA, *[Temporary("451 4.3.0 try again later")] * 6)
    press.run(MONDAY)
    press.correct("bridge")
    press.publish("Tower")
    press.at(MONDAY + DAY)
    press.tick()
    catch_up(press)
    assert press.mailed(ADA) == [["new Bridge r2 [Eleven, not ten.]"], ["new Tower r1"]]


def test_what_was_retracted_before_the_earlier_one_went_is_in_neither(behind: Press) -> None:
    behind.revise.withdraw("bridge", Kind.RETRACTION, "It did not happen.")
    catch_up(behind)
    assert behind.mailed(ADA) == []
