"""A grave change is in force at the next recipient, and who got older words gets its notice."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest

from syndicate.domain.articles import Kind
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.messages import Acceptance, Outgoing
from syndicate.domain.notices import MOST_UNCONFIRMED, Asked, NoticeStatus
from syndicate.transports.memory import MemoryMail, MemorySession
from tests.services.breaking_off import KilledError, Watched, die
from tests.services.press import DAY, MONDAY, Press

READERS = [f"r{number}@example.org" for number in range(6)]
OLD, NEW = "new Bridge r1", "new Bridge r2 [Eleven, not ten.]"
NOTICE = "notice: corrected Bridge r2 [Eleven, not ten.]"


@dataclass
class Interrupted:
    """A way out on which something happens while a certain message is on its way."""

    mail: MemoryMail
    happens: dict[int, Callable[[], object]] = field(default_factory=dict)

    def connect(self) -> "InterruptedSession":
        """Open a connection."""
        return InterruptedSession(self, self.mail.connect())


class InterruptedSession:
    """A connection of it."""

    def __init__(self, way: Interrupted, session: MemorySession) -> None:
        self._way = way
        self._session = session

    @property
    def usable(self) -> bool:
        """Tell whether it is open."""
        return self._session.usable

    def send(
        self,
        outgoing: Outgoing,
        before_commit: Callable[[], None],
        following: Outgoing | None = None,
    ) -> Acceptance:
        """Let happen what happens now, past the last look at this message, and send."""
        happens = self._way.happens.pop(len(self._way.mail.sent) + 1, lambda: None)

        def look_and_let_happen() -> None:
            before_commit()
            happens()

        return self._session.send(outgoing, look_and_let_happen, following)

    def close(self) -> None:
        """Close it."""
        self._session.close()


@pytest.fixture(params=[MOST_UNCONFIRMED, 0], ids=["few", "many"])
def planned(press: Press, request: pytest.FixtureRequest) -> Press:
    """Plan an edition for six readers."""
    press.followed_at_once = request.param
    if not request.param:
        press.post.moved_at_once = 2
    press.newsletter()
    for email in READERS:
        press.reader(email)
    press.publish("Bridge")
    press.at(MONDAY)
    press.tick()
    return press


def at_message(press: Press, number: int, happens: Callable[[], object]) -> None:
    """Let something happen while that message is on its way, and send."""
    press.post.transport = Interrupted(press.post.mail, {number: happens})
    for _ in range(4):
        press.send()
        press.tick()


def subjects(press: Press) -> list[list[str]]:
    """Return everything each reader got, a list of first lines a reader."""
    return [[mail[0] for mail in press.mailed(email)] for email in READERS]


def test_nothing_sent_after_a_correction_holds_the_old_words(planned: Press) -> None:
    at_message(planned, 3, lambda: planned.correct("bridge"))
    got = subjects(planned)
    assert sorted(got) == sorted([[OLD, NOTICE]] * 3 + [[NEW]] * 3)
    assert [report.notice.status for report in planned.notices.list()] == [NoticeStatus.SENT]
    assert [report.notice.told for report in planned.notices.list()] == [3]
    assert planned.edition().status == "sent"


def test_a_notice_waits_for_older_words_on_their_way_and_repeats_no_note_of_theirs(
    planned: Press,
) -> None:
    at_message(planned, 0, lambda: None)
    planned.change("bridge", Kind.CLARIFICATION, "One way.")
    planned.at(MONDAY + DAY)
    planned.tick()
    at_message(planned, 6 + 3, lambda: planned.correct("bridge"))
    got = subjects(planned)
    clarified = "clarified Bridge r2 [One way.]"
    both = "corrected Bridge r3 [Eleven, not ten.] [One way.]"
    notice = "notice: corrected Bridge r3 [Eleven, not ten.]"
    assert sorted(got) == sorted([[OLD, clarified, notice]] * 3 + [[OLD, both]] * 3)


@pytest.mark.parametrize("moment", [1, 2, 3])
def test_mails_move_a_few_readers_a_transaction_which_may_break_off_anywhere(
    planned: Press, moment: int
) -> None:
    planned.correct("bridge")
    (old,) = {delivery.cohort_id for delivery in planned.deliveries()}
    watched = Watched(planned.store, {moment: die})
    overtake = replace(planned.post.overtake, transactions=watched, readers_at_once=2)
    with pytest.raises(KilledError):
        overtake([old])
    left = [delivery for delivery in planned.deliveries() if delivery.cohort_id == old]
    assert len(left) == len(READERS) - 2 * (moment - 1)
    at_message(planned, 0, lambda: None)
    assert subjects(planned) == [[NEW]] * 6


def test_a_minor_change_stops_nothing(planned: Press) -> None:
    at_message(planned, 3, lambda: planned.change("bridge", Kind.UPDATE, "More."))
    assert subjects(planned) == [[OLD]] * 6


def test_an_edition_that_waits_tells_the_new_words_alone(planned: Press) -> None:
    planned.correct("bridge")
    at_message(planned, 0, lambda: None)
    assert subjects(planned) == [[NEW]] * 6


def test_a_taken_down_article_is_dropped_and_an_edition_left_empty_cancelled(
    planned: Press,
) -> None:
    at_message(planned, 2, lambda: planned.revise.withdraw("bridge", Kind.TAKEDOWN, "By order."))
    assert sorted(subjects(planned)) == [[], [], [], [], [OLD], [OLD]]
    statuses = list(planned.standing().values())
    assert statuses.count(DeliveryStatus.CANCELLED) == 4


def test_an_unpublished_article_is_dropped_and_the_rest_goes_out(press: Press) -> None:
    press.newsletter()
    for email in READERS:
        press.reader(email)
    press.publish("Bridge")
    press.publish("Tower")
    press.at(MONDAY)
    press.tick()
    at_message(press, 2, lambda: press.revise.unpublish("bridge"))
    assert sorted(map(len, (press.mailed(email)[0] for email in READERS))) == [1, 1, 1, 1, 2, 2]
    assert subjects(press).count(["new Tower r1"]) == 4


def test_a_newsletter_that_sends_empty_editions_still_does(press: Press) -> None:
    press.newsletter(send_empty=True)
    press.reader(READERS[0])
    press.publish("Bridge")
    press.at(MONDAY)
    press.tick()
    press.revise.withdraw("bridge", Kind.TAKEDOWN, "By order.")
    press.send()
    assert press.mailed(READERS[0]) == [[]]


def test_an_article_retracted_before_anybody_had_it_is_told_to_nobody(planned: Press) -> None:
    planned.revise.withdraw("bridge", Kind.RETRACTION, "It did not happen.")
    at_message(planned, 0, lambda: None)
    assert subjects(planned) == [[]] * 6


def test_who_gets_the_notice_does_not_get_the_correction_in_the_digest_too(press: Press) -> None:
    press.newsletter()
    for email in READERS:
        press.reader(email)
    press.publish("Bridge")
    press.run(MONDAY)
    press.publish("Tower")
    press.change("bridge", Kind.UPDATE, "More.")
    press.at(MONDAY + DAY)
    press.tick()
    at_message(press, 9, lambda: press.correct("bridge"))
    for got in (press.mailed(email)[1:] for email in READERS):
        lines = [line for mail in got for line in mail]
        assert sum("Eleven" in line for line in lines) == 1
        assert sum("Tower" in line for line in lines) == 1


def test_a_notice_overtaken_by_a_takedown_is_dropped(planned: Press) -> None:
    planned.send()
    planned.correct("bridge")
    at_message(
        planned,
        8,
        lambda: planned.revise.withdraw("bridge", Kind.TAKEDOWN, "By order.", Asked(notify=False)),
    )
    assert sorted(map(len, subjects(planned))) == [1, 1, 1, 1, 2, 2]


def test_a_batch_of_digests_gives_way_to_a_notice_within_a_message(planned: Press) -> None:
    planned.send()
    more = [f"s{number:03}@example.org" for number in range(150)]
    for email in more:
        planned.reader(email)
    planned.publish("Tower")
    planned.at(MONDAY + DAY)
    planned.tick()
    at_message(planned, 10, lambda: planned.correct("bridge"))
    notices = [
        place for place, sent in enumerate(planned.post.mail.sent) if b"In-Reply-To" in sent.data
    ]
    assert notices == list(range(11, 11 + len(READERS)))
    assert len(planned.post.mail.sent) == 2 * len(READERS) + len(more) + len(READERS)


def test_a_change_while_an_edition_is_being_planned_is_told_too(press: Press) -> None:
    press.newsletter()
    for email in READERS:
        press.reader(email)
    press.publish("Bridge")
    press.at(MONDAY)
    press.tick()
    with press.store.write() as tx:  # a planner that had looked before the change
        tx.connection.exec_driver_sql("UPDATE editions SET status = 'due'")
    press.correct("bridge")
    with press.store.write() as tx:
        tx.connection.exec_driver_sql("UPDATE editions SET status = 'sending'")
    press.send()
    assert subjects(press) == [[NEW]] * 6


def test_redacted_words_are_sent_to_nobody_else(planned: Press) -> None:
    planned.change("bridge", Kind.UPDATE, "More.")
    at_message(planned, 2, lambda: planned.revise.redact("bridge", 1, "privacy"))
    mails = [line for email in READERS for mail in planned.mailed(email) for line in mail]
    assert sorted(mails) == ["new Bridge r1"] * 2 + ["new Bridge r2 [More.]"] * 4


def told_the_next_day(press: Press, *notes: str) -> None:
    """Mail everybody the story, and plan an edition that tells these updates of it."""
    press.send()
    for note in notes:
        press.change("bridge", Kind.UPDATE, note)
    press.at(MONDAY + DAY)
    press.tick()


def test_a_redacted_note_is_sent_to_nobody_else(planned: Press) -> None:
    told_the_next_day(planned, "Quill opens it.", "More.")
    at_message(planned, len(READERS) + 2, lambda: planned.revise.redact("bridge", 2, "privacy"))
    mails = [mail for _, *rest in subjects(planned) for mail in rest]
    both = ["updated Bridge r3 [More.] [Quill opens it.]"] * 2
    assert sorted(mails) == sorted([*both, *["updated Bridge r3 [More.]"] * 4])


def test_redacted_words_that_others_are_compared_with_are_kept_in_no_mail(planned: Press) -> None:
    told_the_next_day(planned, "More.")
    at_message(planned, len(READERS) + 2, lambda: planned.revise.redact("bridge", 1, "privacy"))
    assert [len(mails) for mails in subjects(planned)] == [2] * 6
    with planned.store.read() as tx:
        told = {delivery.cohort_id for delivery in tx.deliveries.page()}
        bodies = [tx.cohorts.body(number) for number in sorted(told)]
    assert [body is None for body in bodies] == [True, True, False]


def test_what_has_no_words_left_is_dropped(planned: Press) -> None:
    planned.revise.redact("bridge", 1, "privacy")
    planned.send()
    assert set(planned.standing().values()) == {DeliveryStatus.CANCELLED}


def test_mail_whose_words_were_forgotten_may_have_held_an_error(planned: Press) -> None:
    planned.send()
    planned.revise.withdraw("bridge", Kind.TAKEDOWN, "By order.")
    planned.revise.reinstate("bridge", "The court changed its mind.")
    planned.correct("bridge", asked=Asked(wrong=("opens at ten",)))
    (report, *_) = planned.notices.list()
    assert report.notice.told == len(READERS)
