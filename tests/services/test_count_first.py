"""The readers of a large notice are counted where nobody waits for it, and what was said holds."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import pytest
from sqlalchemy import event, text

from syndicate.domain.articles import Article, Content, Kind, Severity
from syndicate.domain.audience import SubscriptionKey
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.notices import Asked, Untold
from syndicate.domain.publication import Declared
from syndicate.errors import Refused
from syndicate.services.carry_out import CarryOut
from syndicate.services.revise import Revise
from syndicate.store.transaction import Transaction
from tests.services.breaking_off import KilledError, Watched, die
from tests.services.press import DAY, MONDAY, Press

READERS = [f"r{number}@example.org" for number in range(4)]
LEFT, NEW = READERS[-1], "new@example.org"
TOLD = "notice: corrected Bridge r2 [Eleven.]"
ALL, NOBODY = len(READERS), 0
SECOND_TRY = 2
LOOKING_AT_READERS = "followers"
"""What only statements name that look at each reader of a notice."""


@dataclass
class Listening(Watched):
    """A store that keeps what is asked while others wait to write."""

    asked: list[str] = field(default_factory=list)

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """Listen for as long as the transaction is open."""

        def note(_: object, __: object, statement: str, *___: object) -> None:
            self.asked.append(statement)

        with super().write() as tx:
            event.listen(tx.connection, "before_cursor_execute", note)
            yield tx


@pytest.fixture
def mailed(press: Press) -> Press:
    """Mail four readers an article; more than one reader is many here."""
    press.queued_at_once = 1
    press.newsletter()
    for email in READERS:
        press.reader(email)
    press.publish("Bridge")
    press.run(MONDAY)
    return press


def correct(
    press: Press,
    confirmed: int,
    before: Mapping[int, Callable[[], object]] | None = None,
    slug: str = "bridge",
) -> Listening:
    """Publish a major correction, and queue nobody; return where it was written."""
    store = Listening(press.store, before or {})
    own: Revise[Article] = press.revise
    assert isinstance(own.carry, CarryOut)
    revise = replace(own, carry=replace(own.carry, transactions=store))
    declared = Declared(kind=Kind.CORRECTION, note="Eleven.", severity=Severity.MAJOR)
    content = Content(headline=press.words(slug), body_html="<p>Eleven.</p>")
    revise(slug, content, declared, asked=Asked(confirm_count=confirmed))
    return store


def hold_back(press: Press, email: str) -> None:
    """Have everything sent but what waits for one address."""
    waiting = "SELECT id FROM subscribers WHERE email = :email"
    with press.store.write() as tx:
        tx.connection.execute(
            text(f"UPDATE deliveries SET status = 'sent' WHERE subscriber_id NOT IN ({waiting})"),  # noqa: S608 - a constant
            {"email": email},
        )


def cancel(press: Press, email: str) -> None:
    """Take back what waits for one reader of the newsletter that carried the error."""
    with press.store.write() as tx:
        key = SubscriptionKey(
            subscriber_id=tx.subscribers.ensure(email, "UTC", MONDAY).id,
            newsletter_id=tx.newsletters.get("morning").id,
        )
        tx.deliveries.cancel_for(key, "the reader unsubscribed", press.clock.now())


def told(press: Press) -> tuple[int, Mapping[Untold, int]]:
    """Return what the one report says."""
    (report,) = press.notices.list()
    return report.notice.told, report.notice.untold


def head(press: Press) -> int:
    """Return the number of the newest revision."""
    with press.store.read() as tx:
        return tx.articles.by_slug("bridge").head


def test_no_reader_is_looked_at_while_others_wait_to_write(mailed: Press) -> None:
    store = correct(mailed, ALL)
    assert (store.writes, told(mailed)) == (SECOND_TRY, (ALL, {}))
    assert [asked for asked in store.asked if LOOKING_AT_READERS in asked] == []


def test_few_readers_are_counted_as_the_change_is_published(mailed: Press) -> None:
    mailed.queued_at_once = ALL
    store = correct(mailed, ALL)
    assert (store.writes, told(mailed)) == (1, (ALL, {}))
    assert [asked for asked in store.asked if LOOKING_AT_READERS in asked]


@pytest.mark.parametrize("confirmed", [NOBODY, ALL - 1, ALL + 1])
def test_another_number_than_that_of_the_readers_changes_nothing(
    mailed: Press, confirmed: int
) -> None:
    with pytest.raises(Refused, match=f"say --confirm-count {ALL}$"):
        correct(mailed, confirmed)
    assert (head(mailed), mailed.notices.list()) == (1, [])


def test_who_dies_once_the_readers_are_counted_has_changed_nothing(mailed: Press) -> None:
    with pytest.raises(KilledError):
        correct(mailed, ALL, {SECOND_TRY: die})
    assert (head(mailed), mailed.notices.list()) == (1, [])
    correct(mailed, ALL)
    assert (head(mailed), told(mailed)) == (2, (ALL, {}))


def test_who_leaves_once_they_are_counted_is_not_told_and_the_report_says_so(
    mailed: Press,
) -> None:
    correct(mailed, ALL, {SECOND_TRY: lambda: mailed.unsubscribe(LEFT)})
    assert told(mailed) == (ALL, {})
    mailed.tick()
    mailed.send()
    assert told(mailed) == (ALL - 1, {Untold.UNSUBSCRIBED: 1})
    (report,) = mailed.notices.list()
    assert report.counts == {DeliveryStatus.SENT: ALL - 1}


def test_who_is_mailed_the_error_once_they_are_counted_is_told_too(mailed: Press) -> None:
    mailed.reader(NEW)
    mailed.publish("Ferry")
    mailed.at(MONDAY + DAY)
    mailed.tick()
    hold_back(mailed, NEW)
    correct(mailed, ALL, {SECOND_TRY: mailed.send}, slug="ferry")
    assert told(mailed) == (ALL, {})
    mailed.tick()
    mailed.send()
    assert told(mailed) == (ALL + 1, {})
    assert [mail[0] for mail in mailed.mailed(NEW)][1:] == ["notice: corrected Ferry r2 [Eleven.]"]


def test_another_revision_that_came_meanwhile_has_the_readers_counted_anew(
    mailed: Press,
) -> None:
    store = correct(
        mailed, ALL, {SECOND_TRY: lambda: mailed.change("bridge", Kind.UPDATE, "A second lane.")}
    )
    assert (store.writes, head(mailed), told(mailed)) == (SECOND_TRY + 1, 3, (ALL, {}))


def test_what_is_foretold_is_what_is_told(mailed: Press) -> None:
    mailed.unsubscribe(LEFT)
    declared = Declared(kind=Kind.CORRECTION, note="Eleven.", severity=Severity.MAJOR)
    content = Content(headline="Bridge", body_html="<p>Eleven.</p>")
    foretold = mailed.rehearse("bridge", content, declared).notice
    assert foretold is not None
    correct(mailed, foretold.told)
    assert told(mailed) == (foretold.told, foretold.untold)
    mailed.tick()
    assert told(mailed) == (foretold.told, foretold.untold)


def test_who_is_owed_a_large_notice_later_is_found_while_nobody_waits(mailed: Press) -> None:
    mailed.newsletter("evening", created=MONDAY)
    mailed.reader(LEFT, newsletter="evening")
    correct(mailed, ALL)
    mailed.tick()
    mailed.followed_at_once = 1
    mailed.unsubscribe(LEFT)
    cancel(mailed, LEFT)
    store = Listening(mailed.store)
    follow = replace(mailed.notices, transactions=store)
    assert [follow(), follow()] == [1, 0]
    assert [asked for asked in store.asked if LOOKING_AT_READERS in asked] == []
    mailed.send()
    assert [mail[0] for mail in mailed.mailed(LEFT)][1:] == [TOLD]
    assert told(mailed) == (ALL, {})
