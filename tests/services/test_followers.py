"""Who follows an article is told of its updates, who follows a tag of its new articles."""

from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes

import pytest

from syndicate.domain.articles import Kind
from syndicate.domain.audience import SubscriptionStatus
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.messages import Outgoing
from syndicate.domain.notices import WITHDRAWABLE, Asked, Notice, NoticeStatus, Untold
from syndicate.domain.publication import Declared
from syndicate.errors import Refused
from tests.services.press import DAY, MONDAY, SECOND, Press

ADA, BOB = "ada@example.org", "bob@example.org"
MINUTE = timedelta(minutes=1)
PENDING, ACTIVE, LAPSED, ENDED = SubscriptionStatus


@pytest.fixture
def followed(press: Press) -> Press:
    """Publish an article that Ada follows, and Bob gets in a newsletter."""
    press.newsletter()
    press.reader(BOB)
    press.publish("Bridge")
    press.follow(ADA, "bridge")
    press.run(MONDAY)
    press.later(MINUTE)
    return press


def notices(press: Press) -> list[Notice]:
    """Return the notices, oldest first."""
    return [report.notice for report in reversed(press.notices.list())]


def told(press: Press, email: str) -> list[str]:
    """Return the first line of each notice that reached an address."""
    return [mail[0] for mail in press.mailed(email) if mail[0].startswith("notice:")]


def messages(press: Press, email: str) -> list[Outgoing]:
    """Return what reached an address, as it was sent."""
    return [sent for sent in press.post.mail.sent if sent.envelope.recipient == email]


def finish(press: Press) -> None:
    """Tick and send until nothing is due."""
    for _ in range(3):
        press.tick()
        press.send()
    press.tick()


def update(press: Press, note: str) -> None:
    """Publish an update, and send what is due."""
    press.change("bridge", Kind.UPDATE, note)
    press.tick()
    press.send()


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        (Kind.UPDATE, ["notice: updated Bridge r2 [More.]"]),
        (Kind.MINOR, []),
        (Kind.CORRECTION, []),
        (Kind.CLARIFICATION, []),
        (Kind.EDITORS_NOTE, []),
    ],
)
def test_followers_are_told_of_updates_alone(followed: Press, kind: Kind, line: list[str]) -> None:
    followed.change("bridge", kind, "More.")
    finish(followed)
    assert (told(followed, ADA), told(followed, BOB)) == (line, [])


def test_a_major_correction_is_told_to_those_mailed_the_error_alone(followed: Press) -> None:
    followed.correct("bridge")
    finish(followed)
    assert told(followed, ADA) == []
    assert told(followed, BOB) == ["notice: corrected Bridge r2 [Eleven, not ten.]"]


def test_what_a_follower_was_mailed_is_corrected_once_below_it(followed: Press) -> None:
    update(followed, "More.")
    followed.correct("bridge", asked=Asked(wrong=("bridge r2",)))
    finish(followed)
    assert told(followed, ADA)[1:] == ["notice: corrected Bridge r3 [Eleven, not ten.]"]
    assert told(followed, BOB) == []
    first, second = (message_from_bytes(sent.data) for sent in messages(followed, ADA))
    assert second["In-Reply-To"] == first["Message-ID"] != second["Message-ID"]


def test_who_was_mailed_and_follows_too_gets_one_notice_of_a_revision(followed: Press) -> None:
    followed.follow(BOB, "bridge")
    update(followed, "More.")
    followed.correct("bridge")
    finish(followed)
    assert told(followed, BOB) == [
        "notice: updated Bridge r2 [More.]",
        "notice: corrected Bridge r3 [Eleven, not ten.]",
    ]


def test_an_editors_note_that_editors_want_told_is_told_to_followers_too(followed: Press) -> None:
    content = followed._content("Bridge", "")  # noqa: SLF001
    declared = Declared(kind=Kind.EDITORS_NOTE, note="A word.")
    followed.revise("bridge", content, declared, asked=Asked(notify=True))
    finish(followed)
    assert told(followed, ADA) == told(followed, BOB) == ["notice: updated Bridge r2 [A word.]"]


def test_an_editors_note_on_an_error_is_told_to_those_mailed_it_alone(followed: Press) -> None:
    content = followed._content("Bridge", "")  # noqa: SLF001
    declared = Declared(kind=Kind.EDITORS_NOTE, note="A word.")
    asked = Asked(notify=True, wrong=("bridge r1",))
    followed.revise("bridge", content, declared, asked=asked)
    finish(followed)
    assert told(followed, ADA) == []
    assert len(told(followed, BOB)) == 1


def test_the_mail_of_a_following_can_stop_that_following_and_nothing_else(followed: Press) -> None:
    update(followed, "More.")
    (sent,) = messages(followed, ADA)
    message = message_from_bytes(sent.data)
    address = message["List-Unsubscribe"].strip("<>").partition("/unfollow/")[2]
    number = followed.post.tokens.read_unfollow(address)
    with followed.store.read() as tx:
        assert tx.followings.by_id(number).subject.startswith("articles/")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Feedback-ID"] == "following:notice:harbour.example"


@pytest.mark.parametrize("status", [PENDING, LAPSED, ENDED])
def test_who_does_not_follow_yet_or_any_more_is_not_told(
    followed: Press, status: SubscriptionStatus
) -> None:
    followed.follow(ADA, "bridge", status)
    update(followed, "More.")
    assert told(followed, ADA) == []
    assert notices(followed) == []


def test_a_suppressed_follower_is_not_told_and_counted(followed: Press) -> None:
    followed.suppress(ADA)
    update(followed, "More.")
    assert told(followed, ADA) == []
    assert notices(followed)[0].untold == {Untold.SUPPRESSED: 1}


@pytest.mark.parametrize("late", ["stopped", "suppressed"])
def test_who_stops_before_the_notice_is_sent_is_not_told(followed: Press, late: str) -> None:
    followed.change("bridge", Kind.UPDATE, "More.")
    if late == "stopped":
        followed.follow(ADA, "bridge", ENDED)
    else:
        followed.suppress(ADA)
    finish(followed)
    assert told(followed, ADA) == []
    assert DeliveryStatus.CANCELLED in followed.standing().values()


def test_a_lapsed_following_still_brings_the_correction_of_what_it_brought(
    followed: Press,
) -> None:
    update(followed, "More.")
    followed.follow(ADA, "bridge", LAPSED)
    followed.correct("bridge")
    finish(followed)
    assert told(followed, ADA)[1:] == ["notice: corrected Bridge r3 [Eleven, not ten.]"]


def test_an_ended_following_brings_no_correction(followed: Press) -> None:
    update(followed, "More.")
    followed.follow(ADA, "bridge", ENDED)
    followed.correct("bridge")
    finish(followed)
    assert len(told(followed, ADA)) == 1
    assert notices(followed)[-1].untold == {Untold.UNSUBSCRIBED: 1}


def test_who_follows_later_is_told_what_came_since_then(followed: Press) -> None:
    followed.change("bridge", Kind.CORRECTION, "Eleven.")
    followed.later(SECOND)
    followed.follow("cleo@example.org", "bridge")
    update(followed, "More.")
    assert told(followed, "cleo@example.org") == ["notice: updated Bridge r3 [More.]"]
    assert told(followed, ADA) == ["notice: updated Bridge r3 [More.] [Eleven.]"]


def test_who_begins_to_follow_after_a_change_is_not_told_of_it(followed: Press) -> None:
    followed.change("bridge", Kind.UPDATE, "More.")
    followed.later(SECOND)
    followed.follow(BOB, "bridge")
    finish(followed)
    assert told(followed, BOB) == []


def test_updates_within_ten_minutes_make_one_more_notice(followed: Press) -> None:
    for note in ("One", "Two", "Three"):
        update(followed, note)
        followed.later(MINUTE)
    assert told(followed, ADA) == ["notice: updated Bridge r2 [One]"]
    followed.later(10 * MINUTE)
    finish(followed)
    assert told(followed, ADA)[1:] == ["notice: updated Bridge r4 [Three] [Two]"]


def test_an_update_that_went_to_nobody_yet_is_told_with_the_next_and_at_once(
    followed: Press,
) -> None:
    followed.change("bridge", Kind.UPDATE, "One")
    followed.change("bridge", Kind.UPDATE, "Two")
    finish(followed)
    assert told(followed, ADA) == ["notice: updated Bridge r3 [Two] [One]"]


def test_a_retraction_takes_the_place_of_an_update_that_waits(followed: Press) -> None:
    update(followed, "One")
    update(followed, "Two")
    followed.revise.withdraw("bridge", Kind.RETRACTION, "It did not happen.")
    finish(followed)
    assert told(followed, ADA)[1:] == ["notice: retracted Bridge r4 [It did not happen.] [Two]"]


@pytest.mark.parametrize("gone", ["takedown", "unpublish"])
def test_nothing_of_a_withdrawn_article_goes_out_any_more(followed: Press, gone: str) -> None:
    followed.change("bridge", Kind.UPDATE, "More.")
    if gone == "takedown":
        followed.revise.withdraw("bridge", Kind.TAKEDOWN, "By order.")
    else:
        followed.revise.unpublish("bridge")
    finish(followed)
    assert messages(followed, ADA) == []


def test_a_grave_change_overtakes_an_update_that_a_follower_waits_for(press: Press) -> None:
    press.publish("Bridge")
    press.follow(ADA, "bridge")
    press.change("bridge", Kind.UPDATE, "More.")
    press.correct("bridge")
    finish(press)
    assert told(press, ADA) == ["notice: corrected Bridge r3 [Eleven, not ten.] [More.]"]


def test_a_new_article_is_told_to_followers_of_its_tags_once(press: Press) -> None:
    for subject in ("tags/ferry", "tags/harbour"):
        press.follow(ADA, subject)
    press.follow(BOB, "tags/town")
    press.publish("Bridge", tags=("Ferry", "Harbour"))
    finish(press)
    assert told(press, ADA) == ["notice: new Bridge r1"]
    assert told(press, BOB) == []


def test_followers_of_a_tag_are_not_told_of_updates(press: Press) -> None:
    press.follow(ADA, "tags/ferry")
    press.publish("Bridge", tags=("Ferry",))
    finish(press)
    press.change("bridge", Kind.UPDATE, "More.")
    finish(press)
    assert told(press, ADA) == ["notice: new Bridge r1"]


def test_what_is_imported_is_told_to_nobody(press: Press) -> None:
    press.follow(ADA, "tags/ferry")
    press.publish("Bridge", tags=("Ferry",), announce=False)
    finish(press)
    assert press.mailed(ADA) == []


def test_a_correction_of_a_new_article_before_it_is_told_is_told_with_it(press: Press) -> None:
    press.follow(ADA, "tags/ferry")
    press.publish("Bridge", tags=("Ferry",))
    press.correct("bridge")
    finish(press)
    assert told(press, ADA) == ["notice: new Bridge r2 [Eleven, not ten.]"]


def test_following_is_apart_from_newsletters(followed: Press) -> None:
    followed.follow(BOB, "bridge")
    update(followed, "More.")
    followed.run(MONDAY + DAY)
    assert followed.mailed(BOB)[1:] == [
        ["notice: updated Bridge r2 [More.]"],
        ["updated Bridge r2 [More.]"],
    ]


def test_a_quiet_change_is_told_to_nobody(followed: Press) -> None:
    declared = Declared(kind=Kind.UPDATE, note="More.", quiet=True)
    followed.revise("bridge", followed._content("Bridges", ""), declared)  # noqa: SLF001
    finish(followed)
    assert told(followed, ADA) == []


def test_a_dry_run_counts_followers_as_the_change_does(followed: Press) -> None:
    followed.follow("cleo@example.org", "bridge")
    followed.suppress(ADA)
    followed.later(SECOND)
    content = followed._content("Bridges", "")  # noqa: SLF001
    declared = Declared(kind=Kind.UPDATE, note="More.")
    foretold = followed.rehearse("bridge", content, declared).notice
    followed.revise("bridge", content, declared)
    (notice,) = notices(followed)
    assert foretold is not None
    assert (foretold.told, foretold.untold) == (notice.told, notice.untold)
    assert (notice.told, notice.untold) == (1, {Untold.SUPPRESSED: 1})


def test_many_followers_need_their_number_and_wait_two_minutes(press: Press) -> None:
    ferry = press.follow(ADA, "tags/ferry")
    with press.store.write() as tx:
        for number in range(1_000):
            reader = tx.subscribers.ensure(f"r{number}@example.org", "UTC", ferry.since)
            tx.followings.put(replace(ferry, subscriber_id=reader.id))
    with pytest.raises(Refused, match="say --confirm-count 1001"):
        press.publish("Bridge", tags=("Ferry",))
    assert notices(press) == []


def test_many_followers_of_what_waits_for_its_moment_are_confirmed_when_it_is_scheduled(
    press: Press,
) -> None:
    ferry = press.follow(ADA, "tags/ferry")
    with press.store.write() as tx:
        for number in range(1_000):
            reader = tx.subscribers.ensure(f"r{number}@example.org", "UTC", ferry.since)
            tx.followings.put(replace(ferry, subscriber_id=reader.id))
    with pytest.raises(Refused, match=r"notice at 2026-03-02T06:00.*say --confirm-count 1001"):
        press.schedule("Bridge", MONDAY, tags=("Ferry",))
    press.schedule("Ferry", MONDAY, tags=("Ferry",), confirm_count=1_001)
    assert notices(press) == []
    press.follow(BOB, "tags/ferry")
    press.at(MONDAY)
    press.publishing.due()
    (notice,) = notices(press)
    assert (notice.told, notice.due - notice.created) == (1_002, WITHDRAWABLE)


def test_a_wrong_number_of_followers_schedules_nothing(press: Press) -> None:
    press.follow(ADA, "tags/ferry")
    with pytest.raises(Refused, match="say --confirm-count 1"):
        press.schedule("Bridge", MONDAY, tags=("Ferry",), confirm_count=7)
    press.at(MONDAY)
    assert press.publishing.due() == 0


def test_a_notice_to_followers_comes_to_its_end(followed: Press) -> None:
    update(followed, "More.")
    finish(followed)
    assert [n.status for n in notices(followed)] == [NoticeStatus.SENT]


def test_who_has_an_article_as_a_follower_is_listed_among_those_who_have_it(
    followed: Press,
) -> None:
    followed.follow(BOB, "bridge")
    update(followed, "More.")
    with followed.store.read() as tx:
        article = tx.articles.by_slug("bridge")
        holders = tx.article_receipts.holders(article.id)
    assert holders.readers == 2
    told_ = [(c.carrier.newsletter, c.carrier.revision, c.sent) for c in holders.carriers]
    assert told_ == [("morning", 1, 1), (f"articles/{article.id}", 2, 2)]
