"""However a store was analyzed, a notice's readers are gone through once."""

import re
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from sqlalchemy import Connection, event, text

from syndicate.domain.changes import DigestAs
from syndicate.domain.digests import CohortPlace, ItemKey, RenderedDigest
from syndicate.domain.notices import Notice, told
from syndicate.store.engines import Engines, open_engines
from syndicate.store.unit_of_work import Store
from tests.contracts.ledger import HOUR, NOW, Ledger, item

pytestmark = pytest.mark.unused_database

READERS, LETTERS = 30, 150
Plan = list[tuple[int, int, int, str]]


@pytest.fixture
def engines(sqlite_url: str) -> Iterator[Engines]:
    """Open a migrated SQLite database."""
    with closing(open_engines(sqlite_url)) as opened:
        yield opened


OVER_ALL = {"SCAN under", "SCAN places"}
"""What a statement goes through once: whom the notice tells, and in which cohorts."""
MANY = {"deliveries", "cohorts", "subscriptions", "followings", "subscribers", "revisions"}
"""What there is too much of to be gone through."""


@pytest.fixture
def ledger(engines: Engines) -> Ledger:
    """Fill a store of SQLite."""
    return filled(engines)


def filled(engines: Engines) -> Ledger:
    """Mail an article to thirty readers, and many letters; then let SQLite look at everything."""
    ledger = Ledger(Store(engines))
    readers = ledger.readers(READERS)
    edition, wave = ledger.edition()
    article = ledger.article(NOW, NOW)
    ledger.fill(edition, ledger.cohort(edition, wave, item(article)), readers)
    with ledger.store.write() as tx:
        for number in range(LETTERS):
            body = RenderedDigest(subject=str(number), text="Hello", html="", item_words=())
            tx.deliveries.add(tx.cohorts.letter(body, NOW), readers[0])
        tx.connection.execute(text("UPDATE deliveries SET status = 'sent'"))
        tx.connection.execute(text("ANALYZE"))
    return ledger


def plans(connection: Connection, begins: str) -> Plan:
    """Return a list that fills with how SQLite goes about statements that begin so."""
    found: Plan = []

    def look(_: object, __: object, statement: str, parameters: object, *___: object) -> None:
        if statement.startswith(begins):
            raw = connection.connection.cursor()
            raw.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)  # type: ignore[arg-type]
            found.extend(raw.fetchall())

    event.listen(connection, "before_cursor_execute", look)
    return found


def test_neither_mails_nor_cohorts_are_looked_through_for_each_reader(ledger: Ledger) -> None:
    with ledger.store.write() as tx:
        (article,) = tx.revisions.fresh_articles(NOW - HOUR, NOW)
        notice = tx.notices.add(Notice(article_id=article, revision=2, created=NOW, due=NOW))
        tx.notices.find_carriers(notice)
        groups = told(tx.notices.groups(notice))
        for group in groups:
            place = CohortPlace(notice_id=notice.id, newsletter_id=group.newsletter_id)
            told_anew = ItemKey(
                article_id=article, revision=2, status=DigestAs.CORRECTED, since=group.newest
            )
            tx.cohorts.of_notice(place, (told_anew,), NOW)
        plan = plans(tx.connection, "INSERT INTO deliveries")
        assert tx.notices.fill(notice, {group.mailed for group in groups}) == READERS
    scans = [(parent, step) for _, parent, _, step in plan if step.startswith("SCAN")]
    violated = (0, "SCAN deliveries")  # which happens where a foreign key is violated alone
    assert {step for parent, step in scans if parent == 0} - {violated[1]} <= OVER_ALL
    looked_through = {step.split()[1] for parent, step in scans if (parent, step) != violated}
    assert not looked_through & MANY


def test_notices_that_wait_with_overtaken_words_are_found_by_their_articles(ledger: Ledger) -> None:
    with ledger.store.write() as tx:
        (article,) = tx.revisions.fresh_articles(NOW - HOUR, NOW)
        tx.notices.add(Notice(article_id=article, revision=2, created=NOW, due=NOW))
        plan = plans(tx.connection, "SELECT cohorts.id")
        assert not tx.overtaken.of_notices([article])
    assert plan
    looked_through = {step.split()[1] for *_, step in plan if step.startswith("SCAN")}
    assert not looked_through & MANY


def test_a_look_at_what_may_go_finds_each_mail_by_its_number(ledger: Ledger) -> None:
    with ledger.store.write() as tx:
        plan = plans(tx.connection, "SELECT alike")
        assert len(tx.deliveries.clearances([1, 2, 3])) == 3
    assert plan
    looked_through = {step.split()[1] for *_, step in plan if step.startswith("SCAN")}
    assert not looked_through & MANY


LOOKED_UP = re.compile(r"on deliveries (one_deliveries|brought)")


def test_under_what_a_readers_only_mail_came_is_not_looked_up(postgresql_url: str) -> None:
    asked: list[tuple[str, object]] = []

    def note(_: object, __: object, statement: str, parameters: object, *___: object) -> None:
        asked.append((statement, parameters))

    with closing(open_engines(postgresql_url)) as engines:
        ledger = filled(engines)
        with ledger.store.write() as tx:
            (article,) = tx.revisions.fresh_articles(NOW - HOUR, NOW)
            notice = tx.notices.add(Notice(article_id=article, revision=2, created=NOW, due=NOW))
            tx.notices.find_carriers(notice)
            event.listen(tx.connection, "before_cursor_execute", note)
            (group,) = tx.notices.groups(notice)
            ((statement, parameters),) = asked
            raw: Any = tx.connection.connection.cursor()
            raw.execute(f"EXPLAIN (ANALYZE) {statement}", parameters)
            plan = [str(row[-1]) for row in raw.fetchall()]
    looks = [step for step in plan if LOOKED_UP.search(step)]
    assert group.count == READERS
    assert looks
    assert all("never executed" in step for step in looks)
