"""A large notice is queued step by step, may break off anywhere, and comes to the same."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from syndicate.domain.articles import Content, Kind
from syndicate.domain.changes import DEFAULT_POLICY
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.notices import Asked, NoticeStatus, Untold
from syndicate.domain.publication import Declared
from syndicate.services.queue_notices import QueueNotices
from tests.services.breaking_off import KilledError, Watched, die
from tests.services.press import DAY, MONDAY, SECOND, Press

READERS = [f"r{number}@example.org" for number in range(5)]
LEFT, BARRED, NEW = READERS[1], READERS[3], "new@example.org"
OWED = [READERS[0], READERS[2], READERS[4]]
TOLD = "notice: corrected Bridge r2 [Eleven, not ten.]"
LAST = 4  # three steps of two readers, one to count again


@pytest.fixture
def opened(press: Press) -> Press:
    """Correct what five readers were mailed, two of whom get no mail any more; queue nobody yet."""
    press.queued_at_once = 1
    press.newsletter()
    for email in READERS:
        press.reader(email)
    press.publish("Bridge")
    press.run(MONDAY)
    press.unsubscribe(LEFT)
    press.suppress(BARRED)
    press.reader(NEW)
    press.correct("bridge")
    return press


def queue(press: Press, before: Mapping[int, Callable[[], object]] | None = None) -> Watched:
    """Queue what is to be queued, two readers at once."""
    watched = Watched(press.store, before or {})
    QueueNotices(
        transactions=watched, policy=DEFAULT_POLICY, clock=press.clock, readers_at_once=2
    )()
    return watched


def break_off(press: Press, moment: int) -> None:
    """Queue, and die before the writing transaction of this number."""
    with pytest.raises(KilledError):
        queue(press, {moment: die})


def finish(press: Press) -> None:
    """Tick and send until nothing is due."""
    for _ in range(2):
        press.tick()
        press.send()
    press.tick()


def told(press: Press) -> Counter[str]:
    """Count the notices that reached each address."""
    return Counter(
        email
        for email in (*READERS, NEW)
        for mail in press.mailed(email)
        if mail[0].startswith("notice:")
    )


def digests(press: Press, email: str) -> list[str]:
    """Return the lines of the last digest that reached an address."""
    every = [mail for mail in press.mailed(email) if not mail[0].startswith("notice:")]
    return every[-1]


def assert_told_right(press: Press) -> None:
    """Hold that those owed the notice have it, once, and the report says so."""
    assert told(press) == dict.fromkeys(OWED, 1)
    (report,) = press.notices.list()
    assert (report.notice.told, report.notice.untold) == (
        3,
        {Untold.SUPPRESSED: 1, Untold.UNSUBSCRIBED: 1},
    )
    assert report.notice.status is NoticeStatus.SENT
    assert report.counts == {DeliveryStatus.SENT: 3}


def test_a_notice_is_counted_when_it_is_opened_and_queued_a_few_readers_a_transaction(
    opened: Press,
) -> None:
    (report,) = opened.notices.list()
    assert (report.notice.told, report.counts) == (3, {})
    assert queue(opened).writes == LAST
    (report,) = opened.notices.list()
    assert report.counts == {DeliveryStatus.PENDING: 3}
    assert queue(opened).writes == 0
    finish(opened)
    assert_told_right(opened)


@pytest.mark.parametrize("moment", range(1, LAST + 1))
def test_a_queueing_that_broke_off_goes_on_and_tells_everybody_once(
    opened: Press, moment: int
) -> None:
    break_off(opened, moment)
    finish(opened)
    assert_told_right(opened)


@pytest.mark.parametrize("moment", [2, LAST])
def test_another_process_that_queues_meanwhile_changes_nothing(opened: Press, moment: int) -> None:
    queue(opened, {moment: lambda: queue(opened)})
    finish(opened)
    assert_told_right(opened)


def test_what_is_withdrawn_while_it_is_queued_is_told_to_nobody_and_by_the_next_digest(
    opened: Press,
) -> None:
    (report,) = opened.notices.list()
    queue(opened, {3: lambda: opened.notices.withdraw(report.notice.id)})
    finish(opened)
    assert not told(opened)
    opened.run(MONDAY + DAY)
    assert digests(opened, OWED[0])[0] == "corrected Bridge r2 [Eleven, not ten.]"


@pytest.fixture
def silenced(opened: Press) -> Press:
    """Queue it, and withdraw it; die before anything that waits of it is cancelled."""
    queue(opened)
    opened.followed_at_once = 1
    (report,) = opened.notices.list()
    with pytest.raises(KilledError):
        replace(opened.notices, queue=die).withdraw(report.notice.id)
    (report,) = opened.notices.list()
    assert report.counts == {DeliveryStatus.PENDING: 3}
    return opened


def test_what_was_withdrawn_and_is_not_cancelled_yet_goes_to_nobody(silenced: Press) -> None:
    silenced.send()
    assert not told(silenced)


@pytest.mark.parametrize("moment", range(1, LAST + 1))
def test_a_withdrawal_that_broke_off_goes_on_and_digests_tell_everybody(
    silenced: Press, moment: int
) -> None:
    break_off(silenced, moment)
    finish(silenced)
    (report,) = silenced.notices.list()
    assert report.counts == {DeliveryStatus.CANCELLED: 3}
    assert (report.notice.status, report.notice.queued_to) == (NoticeStatus.WITHDRAWN, None)
    silenced.run(MONDAY + DAY)
    assert not told(silenced)
    for email in OWED:
        assert digests(silenced, email)[0] == "corrected Bridge r2 [Eleven, not ten.]"


def test_an_edition_waits_for_a_withdrawal_and_tells_what_the_notice_would_have(
    silenced: Press,
) -> None:
    silenced.at(MONDAY + DAY)
    silenced.open(silenced.clock.now())
    silenced.plan(silenced.clock.now())
    silenced.send()
    for email in OWED:
        assert digests(silenced, email)[0] == "corrected Bridge r2 [Eleven, not ten.]"


def test_what_is_withdrawn_is_cancelled_a_few_readers_a_transaction(silenced: Press) -> None:
    assert queue(silenced).writes == LAST
    assert queue(silenced).writes == 0


def test_what_a_takedown_ends_goes_to_nobody_and_is_cancelled_a_few_readers_a_transaction(
    opened: Press,
) -> None:
    queue(opened)
    opened.followed_at_once = 1
    opened.revise.withdraw("bridge", Kind.TAKEDOWN, "By order.")
    (report,) = opened.notices.list()
    assert report.notice.status is NoticeStatus.WITHDRAWN
    assert report.counts == {DeliveryStatus.PENDING: 3}
    opened.send()
    assert not told(opened)
    queue(opened)
    (report,) = opened.notices.list()
    assert report.counts == {DeliveryStatus.CANCELLED: 3}
    opened.run(MONDAY + DAY)
    assert not told(opened)


def test_who_leaves_while_it_is_queued_is_not_told_and_counted_so(opened: Press) -> None:
    queue(opened, {2: lambda: opened.unsubscribe(READERS[4])})
    finish(opened)
    assert told(opened) == dict.fromkeys(OWED[:2], 1)
    (report,) = opened.notices.list()
    assert (report.notice.told, report.notice.untold[Untold.UNSUBSCRIBED]) == (2, 2)


def test_an_edition_waits_for_the_notice_and_does_not_tell_its_readers_again(
    opened: Press,
) -> None:
    break_off(opened, 2)
    opened.publish("Ferry")
    opened.at(MONDAY + DAY)
    opened.open(opened.clock.now())
    opened.plan(opened.clock.now())
    opened.send()
    finish(opened)
    for email in OWED:
        assert [line for line in digests(opened, email) if "Bridge" in line] == []
    assert [line for line in digests(opened, NEW) if "Bridge" in line] == [
        "new Bridge r2 [Eleven, not ten.]"
    ]
    assert_told_right(opened)


def test_old_words_that_wait_are_moved_once_it_is_known_whom_the_notice_tells(
    press: Press,
) -> None:
    press.queued_at_once = 1
    press.newsletter()
    for email in READERS:
        press.reader(email)
    press.publish("Bridge")
    press.run(MONDAY)
    press.change("bridge", Kind.UPDATE, "A second lane.")
    press.at(MONDAY + DAY)
    press.tick()  # the edition waits with the update
    press.correct("bridge")
    break_off(press, 2)
    press.send()
    finish(press)
    assert told(press) == dict.fromkeys(READERS, 1)
    lines = [line for email in READERS for mail in press.mailed(email) for line in mail]
    assert sum("r3" in line for line in lines) == len(READERS)
    assert not any("r2" in line for line in lines)


def test_whom_a_later_notice_tells_the_rest_of_an_older_one_does_not(press: Press) -> None:
    press.newsletter()
    for email in READERS:
        press.reader(email)
    press.publish("Bridge")
    press.run(MONDAY)
    press.queued_at_once = 1
    note(press, "A second lane.")
    break_off(press, 2)
    press.queued_at_once = 10
    note(press, "A third lane.")
    finish(press)
    press.later(timedelta(minutes=11))
    finish(press)
    assert told(press) == dict.fromkeys(READERS, 1)


def note(press: Press, words: str) -> None:
    """Publish an editor's note that readers are mailed, which takes a second."""
    press.later(SECOND)
    content = Content(headline="Bridge", body_html=f"<p>{words}</p>")
    declared = Declared(kind=Kind.EDITORS_NOTE, note=words)
    press.revise("bridge", content, declared, asked=Asked(notify=True))
