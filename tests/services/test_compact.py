"""When the days of receipts are over, counts are left, and nobody is told anything twice."""

import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select, text, update

from syndicate.domain.bounces import Bounce, BounceKind
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.digests import RenderedDigest
from syndicate.domain.notices import Untold
from syndicate.domain.receipts import Holders
from syndicate.errors import AddressRefused
from syndicate.services.compact import Compact
from syndicate.services.tell_holders import TellHolders
from syndicate.store.engines import open_engines
from syndicate.store.tables import (
    bounces,
    cohort_items,
    cohorts,
    deliveries,
    notice_carriers,
    subscriptions,
    tallies,
)
from tests.services.press import DAY, MONDAY, SECOND, Press

ADA, BOB, CARL = "ada@example.org", "bob@example.org", "carl@example.org"
DAYS = 30
LATER = MONDAY + (DAYS + 2) * DAY
SENT, FAILED = DeliveryStatus.SENT, DeliveryStatus.FAILED


def compact(press: Press, **limits: int) -> Compact:
    """Return what compacts, after thirty days."""
    return Compact(
        transactions=press.store, clock=press.clock, days=DAYS, prune=lambda: None, **limits
    )


def later(press: Press) -> None:
    """Let the days pass, and something be mailed that is more than a day old by then."""
    press.at(LATER - DAY - SECOND)
    words = RenderedDigest(subject="Hello", text="Hello.", html="", item_words=())
    with press.store.write() as tx:
        tx.cohorts.letter(words, press.clock.now())
    press.at(LATER)


@pytest.fixture
def mailed(press: Press) -> Press:
    """Give a press whose first edition went to two readers, and not to a third."""
    return with_edition(press)


@pytest.fixture
def on_postgresql(postgresql_url: str, tmp_path: Path) -> Iterator[Press]:
    """Give the same on PostgreSQL, where two write at once."""
    with closing(open_engines(postgresql_url)) as engines:
        yield with_edition(Press(engines, tmp_path))


def with_edition(press: Press) -> Press:
    """Have the first edition go out."""
    press.newsletter()
    for email in (ADA, BOB, CARL):
        press.reader(email)
    press.post.mail.plan(CARL, AddressRefused("550 no"))
    press.publish("Bridge")
    press.run(MONDAY)
    return press


def counts(press: Press) -> Mapping[DeliveryStatus, int]:
    """Return how the mails of the first edition stand."""
    return press.editions.show(press.edition().id).counts


def holders(press: Press) -> Holders:
    """Return who has the first article."""
    return TellHolders(transactions=press.store).count("bridge")


def test_within_the_days_everything_is_kept(mailed: Press) -> None:
    mailed.at(MONDAY + DAYS * DAY)
    assert compact(mailed)() == 0
    assert len(mailed.deliveries()) == 3
    assert (holders(mailed).readers, holders(mailed).unnamed) == (2, 0)


def test_after_them_only_counts_are_left(mailed: Press) -> None:
    before = counts(mailed)
    later(mailed)
    assert compact(mailed)() == 3
    assert mailed.deliveries() == []
    assert counts(mailed) == before == {SENT: 2, FAILED: 1}
    assert (holders(mailed).readers, holders(mailed).unnamed) == (0, 2)
    (carrier,) = holders(mailed).carriers
    assert (carrier.sent, carrier.named) == (2, 0)
    with mailed.store.read() as tx:
        assert tx.standing.deliveries() == before
        its = select(cohorts.c.html).where(cohorts.c.edition_id.is_not(None))
        assert list(tx.connection.execute(its).scalars()) == [None]
        assert list(tx.connection.execute(select(cohort_items.c.words)).scalars()) == [None]
    assert compact(mailed)() == 0


def test_a_clock_that_runs_years_ahead_for_a_while_deletes_nothing(mailed: Press) -> None:
    mailed.publish("Tunnel")
    mailed.run(MONDAY + 9 * (DAYS + 2) * DAY)
    assert compact(mailed)() == 0
    mailed.at(MONDAY + DAY)
    assert compact(mailed)() == 0
    assert len(mailed.deliveries()) == 3 + 3


def test_nobody_is_told_again_what_is_not_known_any_more(mailed: Press) -> None:
    later(mailed)
    compact(mailed)()
    mailed.publish("Tunnel")
    mailed.run(mailed.clock.now() + DAY)
    assert mailed.mailed(ADA) == [["new Bridge r1"], ["new Tunnel r1"]]
    mailed.run(mailed.clock.now() + DAY)
    assert len(mailed.mailed(ADA)) == 2


def test_a_correction_reaches_whoever_was_mailed_the_error_within_the_days(mailed: Press) -> None:
    mailed.at(MONDAY + DAYS * DAY)
    compact(mailed)()
    mailed.correct("bridge")
    mailed.send()
    assert [len(mailed.mailed(email)) for email in (ADA, BOB)] == [2, 2]


def test_after_the_days_it_reaches_nobody_at_once(mailed: Press) -> None:
    later(mailed)
    compact(mailed)()
    mailed.correct("bridge")
    mailed.send()
    assert len(mailed.mailed(ADA)) == 1
    with mailed.store.read() as tx:
        (notice,) = tx.notices.newest(1)
    assert (notice.told, notice.untold) == (0, {Untold.LONG_AGO: 2})


def test_what_a_notice_still_corrects_waits_for_its_end(mailed: Press) -> None:
    mailed.at(MONDAY + DAYS * DAY - SECOND)
    mailed.correct("bridge")
    later(mailed)
    assert compact(mailed)() == 0
    mailed.send()
    mailed.notices()
    assert compact(mailed)() == 3


def test_what_a_notice_begins_to_correct_meanwhile_waits_too(on_postgresql: Press) -> None:
    press = on_postgresql
    press.at(MONDAY + DAYS * DAY - SECOND)
    press.correct("bridge")
    with press.store.write() as tx:  # as if its transaction were not that far yet
        tx.connection.execute(delete(notice_carriers))
    later(press)
    with ThreadPoolExecutor(1) as pool:
        with press.store.write() as tx:
            tx.notices.find_carriers(tx.notices.newest(1)[0])
            gone = pool.submit(compact(press))
            wait_for_one_that_waits(press)
        assert gone.result() == 0
    assert len(press.deliveries()) == 5


def wait_for_one_that_waits(press: Press) -> None:
    """Return once a session waits for another one's lock."""
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    for _ in range(2_000):
        with press.store.read() as tx:
            if tx.connection.execute(waiting).scalar():
                return
        time.sleep(0.005)
    pytest.fail("nobody waits")


def test_who_was_told_by_a_notice_alone_counts_as_told_up_to_it(mailed: Press) -> None:
    mailed.correct("bridge")
    mailed.send()
    mailed.notices()
    with mailed.store.write() as tx:  # as if they had paused since before the correction
        tx.connection.execute(update(subscriptions).values(told_until=MONDAY))
    later(mailed)
    compact(mailed)()
    mailed.run(LATER + DAY)
    told = [len(mailed.mailed(email)) for email in (ADA, BOB)]
    assert told == [2, 2]


def test_a_process_that_dies_between_two_steps_loses_no_count(mailed: Press) -> None:
    before = counts(mailed)
    later(mailed)
    left = []
    for _ in range(5):
        compact(mailed, at_once=1, steps=1)()
        left.append(len(mailed.deliveries()))
        assert counts(mailed) == before
    assert left[:3] == [2, 1, 0]
    with mailed.store.read() as tx:
        its = select(cohorts.c.compacted).where(cohorts.c.edition_id.is_not(None))
        assert None not in set(tx.connection.execute(its).scalars())


def test_several_at_once_count_each_mail_once(mailed: Press) -> None:
    before = counts(mailed)
    later(mailed)
    with ThreadPoolExecutor(4) as pool:
        gone = list(pool.map(lambda _: compact(mailed, at_once=1)(), range(4)))
    assert sum(gone) == 3
    assert counts(mailed) == before


def test_a_letter_goes_whole(press: Press) -> None:
    press.letter(ADA)
    press.send()
    later(press)
    assert compact(press)() == 1
    with press.store.read() as tx:
        for table, left in ((deliveries, 0), (cohorts, 1), (tallies, 0)):
            count = select(func.count()).select_from(table)
            assert tx.connection.execute(count).scalar() == left  # of the later one


def test_what_waits_or_is_under_way_is_never_deleted(press: Press) -> None:
    press.letter(ADA)
    press.newsletter()
    press.reader(BOB)
    press.publish("Bridge")
    press.at(MONDAY)
    press.tick()
    later(press)
    assert compact(press)() == 0
    assert {d.email for d in press.deliveries()} == {ADA, BOB}


def test_reports_of_mails_that_came_back_go_after_the_same_days(mailed: Press) -> None:
    with mailed.store.write() as tx:
        carl = tx.subscribers.by_email(CARL).id
        for day, key in ((MONDAY, "old"), (LATER - DAY, "young")):
            tx.bounces.add(Bounce(subscriber_id=carl, kind=BounceKind.SOFT, at=day, key=key))
    later(mailed)
    compact(mailed)()
    with mailed.store.read() as tx:
        assert list(tx.connection.execute(select(bounces.c.key)).scalars()) == ["young"]
