"""A correction is mailed at once to everyone who was mailed the error, and to nobody else."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes

import pytest

from syndicate.domain.articles import Kind, Severity
from syndicate.domain.audience import Subscription, SubscriptionKey, SubscriptionStatus
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.messages import Outgoing
from syndicate.domain.notices import MOST_UNCONFIRMED, Asked, Notice, NoticeStatus, Untold
from syndicate.domain.publication import Declared
from syndicate.errors import Refused
from tests.contracts.ledger import fill
from tests.services.press import DAY, MONDAY, SECOND, Press

ADA, BOB, CLEO = "ada@example.org", "bob@example.org", "cleo@example.org"
TOLD = "notice: corrected Bridge r2 [Eleven, not ten.]"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def mailed(press: Press) -> Press:
    """Mail three readers an article, and a minute later have nothing more to send."""
    press.newsletter()
    for email in (ADA, BOB, CLEO):
        press.reader(email)
    press.publish("Bridge")
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


def test_everyone_mailed_the_error_is_told_at_once_and_once(mailed: Press) -> None:
    mailed.correct("bridge")
    finish(mailed)
    finish(mailed)
    for email in (ADA, BOB, CLEO):
        assert told(mailed, email) == [TOLD]
    (notice,) = notices(mailed)
    assert (notice.status, notice.told, notice.untold) == (NoticeStatus.SENT, 3, {})


def test_a_notice_threads_under_the_mail_that_carried_the_error(mailed: Press) -> None:
    mailed.correct("bridge")
    mailed.send()
    digest, notice = (message_from_bytes(sent.data) for sent in messages(mailed, ADA))
    assert notice["In-Reply-To"] == notice["References"] == digest["Message-ID"]
    assert notice["Message-ID"] != digest["Message-ID"]
    assert notice["List-Unsubscribe"] == digest["List-Unsubscribe"]
    assert notice["Feedback-ID"] == "morning:notice:harbour.example"


def test_the_next_digest_does_not_tell_again_what_a_notice_told(mailed: Press) -> None:
    mailed.correct("bridge")
    mailed.send()
    mailed.run(MONDAY + DAY)
    assert len(mailed.mailed(ADA)) == 2


def test_who_left_or_must_not_be_mailed_is_not_told_and_counted(mailed: Press) -> None:
    mailed.unsubscribe(ADA)
    mailed.suppress(BOB)
    mailed.correct("bridge")
    finish(mailed)
    assert [told(mailed, email) for email in (ADA, BOB, CLEO)] == [[], [], [TOLD]]
    (notice,) = notices(mailed)
    assert notice.untold == {Untold.UNSUBSCRIBED: 1, Untold.SUPPRESSED: 1}


def test_who_leaves_before_the_notice_is_sent_is_not_told(mailed: Press) -> None:
    mailed.correct("bridge")
    mailed.unsubscribe(ADA)
    mailed.suppress(BOB)
    finish(mailed)
    assert [told(mailed, email) for email in (ADA, BOB, CLEO)] == [[], [], [TOLD]]


def test_who_was_never_mailed_the_article_is_not_told(mailed: Press) -> None:
    mailed.reader("dora@example.org")
    mailed.correct("bridge")
    finish(mailed)
    assert mailed.mailed("dora@example.org") == []


@pytest.mark.parametrize(("wrong", "count"), [("  BRIDGE  r1", 3), ("ten metres", 0)])
def test_only_those_are_told_whose_words_as_mailed_held_the_error(
    mailed: Press, wrong: str, count: int
) -> None:
    mailed.correct("bridge", asked=Asked(wrong=(wrong,)))
    (notice,) = notices(mailed)
    assert notice.told == count
    assert notice.untold == ({} if count else {Untold.WITHOUT: 3})


def test_readers_of_faultless_older_revisions_are_not_told(mailed: Press) -> None:
    mailed.unsubscribe(ADA)
    mailed.change("bridge", Kind.UPDATE, "Ten metres.")
    mailed.run(MONDAY + DAY)
    mailed.reader(ADA)
    mailed.correct("bridge", asked=Asked(since=2))
    finish(mailed)
    assert told(mailed, ADA) == []
    assert told(mailed, BOB) == ["notice: corrected Bridge r3 [Eleven, not ten.]"]


def test_a_reader_mailed_older_and_newer_words_is_told_what_came_since(mailed: Press) -> None:
    mailed.change("bridge", Kind.UPDATE, "More.")
    mailed.unsubscribe(ADA)
    mailed.run(MONDAY + DAY)
    mailed.reader(ADA)
    mailed.correct("bridge", asked=Asked(wrong=("new Bridge r1",)))
    finish(mailed)
    assert told(mailed, ADA) == ["notice: corrected Bridge r3 [Eleven, not ten.] [More.]"]
    assert told(mailed, BOB) == ["notice: corrected Bridge r3 [Eleven, not ten.]"]


def test_a_reader_of_two_newsletters_is_told_once_under_one_still_wanted(mailed: Press) -> None:
    mailed.newsletter("evening", created=MONDAY - DAY)
    mailed.reader(ADA, newsletter="evening")
    mailed.run(MONDAY + DAY)
    mailed.unsubscribe(ADA)
    mailed.correct("bridge")
    finish(mailed)
    assert told(mailed, ADA) == [TOLD]
    assert b"evening" in messages(mailed, ADA)[-1].data


def test_a_minor_correction_waits_for_the_next_digest(mailed: Press) -> None:
    mailed.change("bridge", Kind.CORRECTION, "Eleven.")
    assert notices(mailed) == []


def test_a_retraction_is_told_to_everyone_mailed_it(mailed: Press) -> None:
    mailed.revise.withdraw("bridge", Kind.RETRACTION, "It did not happen.")
    finish(mailed)
    assert told(mailed, ADA) == ["notice: retracted Bridge r2 [It did not happen.]"]


@pytest.mark.parametrize("kind", [Kind.RETRACTION, Kind.TAKEDOWN])
def test_what_was_taken_back_before_it_was_told_is_told_to_nobody_at_once(
    mailed: Press, kind: Kind
) -> None:
    mailed.revise.withdraw("bridge", kind, "It did not happen.", Asked(notify=True))
    mailed.tick()
    mailed.later(MINUTE)
    mailed.revise.reinstate("bridge", "It did.")
    finish(mailed)
    assert [told(mailed, email) for email in (ADA, BOB, CLEO)] == [[], [], []]
    mailed.run(MONDAY + DAY)
    assert mailed.mailed(ADA)[1:] == [["updated Bridge r3 [It did.] [It did not happen.]"]]


def test_a_correction_still_waiting_is_told_although_a_retraction_was_taken_back(
    mailed: Press,
) -> None:
    mailed.correct("bridge", "Eleven.")
    mailed.revise.withdraw("bridge", Kind.RETRACTION, "It did not happen.")
    mailed.tick()
    mailed.revise.reinstate("bridge", "It did.")
    finish(mailed)
    (line,) = told(mailed, ADA)
    assert line.startswith("notice: corrected Bridge r4 [It did.]")


@pytest.mark.parametrize("notify", [True, False])
def test_a_takedown_is_told_if_the_editor_says_so_and_names_nothing(
    mailed: Press, *, notify: bool
) -> None:
    mailed.revise.withdraw("bridge", Kind.TAKEDOWN, "By order.", Asked(notify=notify))
    finish(mailed)
    assert told(mailed, ADA) == ["notice: dropped - r2"] * notify


def test_the_wrong_words_are_repeated_only_where_that_is_asked_for(mailed: Press) -> None:
    note = "Not Bridge  R1 but two."
    mailed.correct("bridge", note, Asked(wrong=("bridge r1",)))
    finish(mailed)
    assert mailed.mailed(ADA)[-1] == ["notice: corrected Bridge r2 [Not […] but two.]"]


def test_wrong_words_that_are_repeated_stand_in_the_notice(mailed: Press) -> None:
    asked = Asked(wrong=("bridge r1",), repeat_error=True)
    mailed.correct("bridge", "Not bridge r1.", asked)
    finish(mailed)
    told_ = ["notice: corrected Bridge r2 [Not bridge r1.]", "bridge r1"]
    assert mailed.mailed(ADA)[-1] == told_


def test_a_quiet_revision_is_told_to_nobody(mailed: Press) -> None:
    declared = Declared(kind=Kind.CORRECTION, note="Eleven.", severity=Severity.MAJOR, quiet=True)
    mailed.revise("bridge", mailed._content("Bridge", "Local"), declared)  # noqa: SLF001
    assert notices(mailed) == []


def test_a_dry_run_foretells_the_notice_and_opens_none(mailed: Press) -> None:
    mailed.unsubscribe(ADA)
    declared = Declared(kind=Kind.CORRECTION, note="Eleven.", severity=Severity.MAJOR)
    content = mailed._content("Bridge", "Local")  # noqa: SLF001
    foretold = mailed.rehearse("bridge", content, declared)
    assert foretold.notice is not None
    assert (foretold.notice.told, foretold.notice.untold) == (2, {Untold.UNSUBSCRIBED: 1})
    assert notices(mailed) == []
    assert DeliveryStatus.PENDING not in mailed.standing().values()
    with mailed.store.read() as tx:
        assert tx.articles.by_slug("bridge").head == 1


def test_another_number_than_will_be_told_is_refused_and_nothing_changes(mailed: Press) -> None:
    with pytest.raises(Refused, match="say --confirm-count 3"):
        mailed.correct("bridge", asked=Asked(confirm_count=2))
    with mailed.store.read() as tx:
        assert tx.articles.by_slug("bridge").head == 1
    mailed.correct("bridge", asked=Asked(confirm_count=3))
    assert notices(mailed)[0].told == 3


def test_many_readers_wait_two_minutes_for_their_notice(mailed: Press) -> None:
    with mailed.store.write() as tx:  # as if the three were more than a thousand
        newsletter = tx.newsletters.get("morning")
        (delivery, *_) = tx.deliveries.page()
        for number in range(998):
            email = f"r{number}@example.org"
            reader = tx.subscribers.ensure(email, "UTC", MONDAY)
            active = SubscriptionStatus.ACTIVE
            tx.subscribers.stand(
                Subscription(
                    subscriber_id=reader.id,
                    newsletter_id=newsletter.id,
                    status=active,
                    since=MONDAY,
                )
            )
            fill(tx, delivery.edition_id or 0, delivery.cohort_id, [reader.id])
        tx.connection.exec_driver_sql("UPDATE deliveries SET status = 'sent'")
    with pytest.raises(Refused, match="say --confirm-count 1001"):
        mailed.correct("bridge")
    mailed.correct("bridge", asked=Asked(confirm_count=1001))
    finish(mailed)
    assert told(mailed, ADA) == []
    mailed.later(2 * MINUTE)
    finish(mailed)
    assert told(mailed, ADA) == [TOLD]
    assert [(n.status, n.told) for n in notices(mailed)] == [(NoticeStatus.SENT, 1001)]


def test_a_revision_that_is_none_cannot_be_the_first_faulty_one(mailed: Press) -> None:
    with pytest.raises(Refused, match="--since 2 names no earlier revision: they are 1 to 1"):
        mailed.correct("bridge", asked=Asked(since=2))


def test_in_doubt_counts_as_mailed(mailed: Press) -> None:
    with mailed.store.write() as tx:
        tx.connection.exec_driver_sql("UPDATE deliveries SET status = 'in-doubt'")
    mailed.correct("bridge")
    assert notices(mailed)[0].told == 3


def test_two_editors_notes_within_ten_minutes_make_one_more_notice(mailed: Press) -> None:
    asked = Asked(notify=True)

    def note(text: str) -> None:
        mailed.later(MINUTE)
        content = mailed._content(f"Bridge {text}", "")  # noqa: SLF001
        mailed.revise("bridge", content, Declared(kind=Kind.EDITORS_NOTE, note=text), asked=asked)
        mailed.tick()
        mailed.send()

    for text in ("One", "Two", "Three"):
        note(text)
    assert told(mailed, ADA) == ["notice: updated Bridge One r2 [One]"]
    mailed.later(10 * MINUTE)
    finish(mailed)
    assert told(mailed, ADA)[1:] == ["notice: updated Bridge Three r4 [Three] [Two]"]
    assert {notice.status for notice in notices(mailed)} == {NoticeStatus.SENT}


def add_note(press: Press, text: str) -> None:
    """Publish an editor's note that is told at once."""
    press.later(MINUTE)
    content = replace(press._content("Bridge", ""), body_html=f"<p>{text}</p>")  # noqa: SLF001
    declared = Declared(kind=Kind.EDITORS_NOTE, note=text)
    press.revise("bridge", content, declared, asked=Asked(notify=True))


def test_an_editors_note_reaches_those_too_whose_edition_only_waits(press: Press) -> None:
    press.newsletter()
    press.reader(ADA)
    press.publish("Bridge")
    press.at(MONDAY)
    press.tick()
    add_note(press, "The builder is our owner.")
    press.tick()
    press.send()
    press.later(10 * MINUTE)
    finish(press)
    assert press.mailed(ADA) == [["new Bridge r2 [The builder is our owner.]"]]


def test_an_editors_note_is_not_followed_by_older_words_that_waited(mailed: Press) -> None:
    mailed.change("bridge", Kind.UPDATE, "It opened.")
    mailed.publish("Tunnel")
    mailed.at(MONDAY + DAY)
    mailed.tick()
    add_note(mailed, "The builder is our owner.")
    finish(mailed)
    assert mailed.mailed(ADA)[1:] == [
        ["notice: updated Bridge r3 [The builder is our owner.] [It opened.]"],
        ["new Tunnel r1"],
    ]


def test_a_major_correction_is_never_delayed_by_another_notice(mailed: Press) -> None:
    mailed.correct("bridge", "Eleven.")
    mailed.send()
    mailed.correct("bridge", "Twelve.")
    mailed.send()
    assert told(mailed, ADA)[1:] == ["notice: corrected Bridge r3 [Twelve.]"]


def test_a_notice_overtaken_before_it_went_tells_everything_once(mailed: Press) -> None:
    mailed.correct("bridge", "Eleven.")
    mailed.correct("bridge", "Twelve.")
    finish(mailed)
    assert told(mailed, ADA) == ["notice: corrected Bridge r3 [Twelve.] [Eleven.]"]


def test_a_withdrawn_notice_is_sent_to_nobody_else(mailed: Press) -> None:
    mailed.correct("bridge")
    (notice,) = notices(mailed)
    assert mailed.notices.withdraw(notice.id).notice.status is NoticeStatus.WITHDRAWN
    finish(mailed)
    assert told(mailed, ADA) == []
    with pytest.raises(Refused, match="is withdrawn: nothing of it waits"):
        mailed.notices.withdraw(notice.id)
    mailed.run(MONDAY + DAY)
    assert mailed.mailed(ADA)[1:] == [["corrected Bridge r2 [Eleven, not ten.]"]]


def test_a_notice_goes_before_the_digest_of_an_edition(mailed: Press) -> None:
    mailed.publish("Tower")
    mailed.at(MONDAY + DAY - SECOND)
    mailed.correct("bridge")
    mailed.at(MONDAY + DAY)
    mailed.tick()
    mailed.send()
    assert [lines[0].split(":")[0] for lines in mailed.mailed(ADA)[1:]] == [
        "notice",
        "new Tower r1",
    ]


@pytest.fixture(params=[MOST_UNCONFIRMED, 0], ids=["few", "many"])
def twice(press: Press, request: pytest.FixtureRequest) -> Press:
    """Mail one reader the same article under two newsletters."""
    press.followed_at_once = request.param
    for name in ("morning", "evening"):
        press.newsletter(name)
        press.reader(ADA, newsletter=name)
    press.publish("Bridge")
    press.run(MONDAY)
    press.later(MINUTE)
    assert len(press.mailed(ADA)) == 2
    return press


def leave(press: Press, email: str, newsletter: str) -> None:
    """End a subscription as a reader does, who takes back what waits."""
    press.unsubscribe(email, newsletter)
    with press.store.write() as tx:
        key = SubscriptionKey(
            subscriber_id=tx.subscribers.ensure(email, "UTC", MONDAY).id,
            newsletter_id=tx.newsletters.get(newsletter).id,
        )
        tx.deliveries.cancel_for(key, "the reader unsubscribed", press.clock.now())


@pytest.mark.parametrize("name", ["morning", "evening"])
@pytest.mark.parametrize("ending", [leave, Press.unsubscribe])
def test_who_leaves_one_of_two_newsletters_is_told_once_under_the_other(
    twice: Press, name: str, ending: Callable[[Press, str, str], None]
) -> None:
    twice.correct("bridge")
    ending(twice, ADA, name)
    finish(twice)
    finish(twice)
    other = {"morning": b"evening", "evening": b"morning"}[name]
    assert told(twice, ADA) == [TOLD]
    assert other in messages(twice, ADA)[-1].data
    (notice,) = notices(twice)
    assert (notice.status, notice.told, notice.untold) == (NoticeStatus.SENT, 1, {})


def test_who_leaves_everything_is_not_told_and_counted_as_unsubscribed(twice: Press) -> None:
    twice.correct("bridge")
    leave(twice, ADA, "morning")
    twice.tick()
    leave(twice, ADA, "evening")
    finish(twice)
    assert told(twice, ADA) == []
    (notice,) = notices(twice)
    standing = (notice.status, notice.told, notice.untold)
    assert standing == (NoticeStatus.SENT, 0, {Untold.UNSUBSCRIBED: 1})


def test_two_processes_place_a_reader_anew_once(twice: Press) -> None:
    twice.correct("bridge")
    leave(twice, ADA, "morning")
    one, other = twice.notices, twice.notices
    assert [one(), other(), one(), other()] == [1, 0, 0, 0]
    twice.send()
    assert [other(), one()] == [0, 0]
    finish(twice)
    assert told(twice, ADA) == [TOLD]


def test_who_left_is_told_by_the_latest_of_two_open_notices_alone(twice: Press) -> None:
    twice.correct("bridge", "Eleven.")
    twice.correct("bridge", "Twelve.")
    leave(twice, ADA, "morning")
    finish(twice)
    assert told(twice, ADA) == ["notice: corrected Bridge r3 [Twelve.] [Eleven.]"]
    assert {notice.status for notice in notices(twice)} == {NoticeStatus.SENT}


def test_a_mail_cancelled_for_another_reason_is_not_placed_anew(twice: Press) -> None:
    twice.correct("bridge")
    twice.suppress(ADA)
    finish(twice)
    with twice.store.write() as tx:
        tx.connection.exec_driver_sql("DELETE FROM suppressions")
    finish(twice)
    assert told(twice, ADA) == []


def test_nothing_is_written_while_nobody_else_is_owed_an_open_notice(mailed: Press) -> None:
    mailed.correct("bridge")
    follow = mailed.notices
    follow()
    before = mailed.store.generation
    assert [follow(), follow(), mailed.notices()] == [0, 0, 0]
    assert mailed.store.generation == before
    mailed.send()
    follow()
    assert notices(mailed)[0].status is NoticeStatus.SENT
    assert mailed.store.generation > before


def test_the_readers_are_looked_through_again_only_when_a_mail_has_settled(mailed: Press) -> None:
    mailed.correct("bridge")
    follow = mailed.notices
    follow()
    (number,) = follow.looked
    seen = dict(follow.looked)
    follow()
    assert follow.looked == seen
    leave(mailed, ADA, "morning")
    follow()
    flying, older, cancelled = seen[number]
    assert follow.looked == {number: (flying, older, cancelled + 1)}
    assert notices(mailed)[0].untold == {Untold.UNSUBSCRIBED: 1}
