"""With the ledger in partitions by edition, all mail goes out by the same statements.

Nothing makes such partitions today; docs/scaling.md tells for whom they would be.
"""

from collections.abc import Iterator
from contextlib import closing
from email import message_from_bytes
from pathlib import Path

import pytest
from sqlalchemy import Connection, select, text

from syndicate.domain.articles import Kind
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.forgetting import FORGOTTEN
from syndicate.services.tell_holders import TellHolders
from syndicate.store.engines import Engines, open_engines
from syndicate.store.migrate import migrate
from syndicate.store.migrations.versions.r0036_belonging import belonging
from syndicate.store.migrations.versions.r0041_kept_tallies import counting
from syndicate.store.tables import deliveries
from tests.services.press import DAY, MONDAY, Press
from tests.services.test_compact import compact, later
from tests.services.test_notices import TOLD, finish, leave

ADA, BOB = "ada@example.org", "bob@example.org"

INDEXES = text(
    "SELECT indexdef FROM pg_indexes WHERE tablename = 'whole' AND indexdef NOT LIKE '%UNIQUE%'"
)
KEYS = ("notice_id:notices", "batch_id:batches")


def partition(connection: Connection) -> None:
    """Put the ledger into partitions by edition; what is outside of editions is in one of its own.

    A number is unique in its partition alone, so `answers` is no foreign key any more.
    """
    do = connection.exec_driver_sql
    do("ALTER TABLE deliveries RENAME TO whole")
    do("CREATE TABLE deliveries (LIKE whole INCLUDING DEFAULTS) PARTITION BY LIST (edition_id)")
    do("ALTER SEQUENCE deliveries_id_seq OWNED BY deliveries.id")
    indexes = connection.execute(INDEXES).scalars().all()
    do("DROP TABLE whole")
    for index in indexes:
        do(index.replace("public.whole", "public.deliveries"))
    do("CREATE UNIQUE INDEX ON deliveries (edition_id, subscriber_id)")
    for key in KEYS:
        column, _, table = key.partition(":")
        do(f"ALTER TABLE deliveries ADD FOREIGN KEY ({column}) REFERENCES {table} (id)")
    for trigger in (*belonging(), *counting()):
        do(trigger)
    do("CREATE TABLE outside PARTITION OF deliveries DEFAULT")
    do("CREATE UNIQUE INDEX ON outside (notice_id, subscriber_id)")
    for edition in (1, 2):
        do(f"CREATE TABLE edition_{edition} PARTITION OF deliveries FOR VALUES IN ({edition})")


@pytest.fixture
def press(empty_postgresql_url: str, tmp_path: Path) -> Iterator[Press]:
    """Give a newsroom whose ledger is in partitions, after two editions."""
    with closing(open_engines(empty_postgresql_url)) as engines:
        migrate(engines)
        with engines.write.begin() as connection:
            partition(connection)
        made = Press(engines, tmp_path)
        made.newsletter()
        made.reader(ADA)
        made.reader(BOB)
        made.publish("Bridge")
        made.run(MONDAY)
        made.publish("Ferry")
        made.run(MONDAY + DAY)
        yield made


def rows(engines: Engines, table: str) -> int:
    with engines.read.connect() as connection:
        found: int = connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()  # noqa: S608 - ours
    return found


def test_editions_go_out_as_ever_each_from_its_partition(press: Press) -> None:
    for reader in (ADA, BOB):
        assert press.mailed(reader) == [["new Bridge r1"], ["new Ferry r1"]]
    sizes = {name: rows(press.engines, name) for name in ("edition_1", "edition_2", "outside")}
    assert sizes == {"edition_1": 2, "edition_2": 2, "outside": 0}


def test_letters_go_out_from_the_partition_of_what_is_outside(press: Press) -> None:
    press.letter("new@example.org")
    assert press.send() == 1
    assert rows(press.engines, "outside") == 1


def test_what_changed_is_told_by_what_each_partition_says_readers_have(press: Press) -> None:
    press.change("bridge", Kind.UPDATE, "It is open.")
    press.run(MONDAY + 2 * DAY)
    (last,) = press.mailed(ADA)[-1]
    assert last == "updated Bridge r2 [It is open.]"


def notices_of(press: Press, reader: str) -> list[str]:
    return [mail[0] for mail in press.mailed(reader) if mail[0].startswith("notice:")]


def test_notices_reach_whoever_was_mailed_the_error_once_each(press: Press) -> None:
    press.unsubscribe(BOB)
    press.correct("bridge")
    finish(press)
    assert notices_of(press, ADA) == [TOLD]
    assert notices_of(press, BOB) == []
    assert [report.counts for report in press.notices.list()] == [{DeliveryStatus.SENT: 1}]
    assert rows(press.engines, "outside") == 1


def test_a_notice_answers_the_mail_that_lies_in_another_partition(press: Press) -> None:
    press.correct("bridge")
    finish(press)
    digest, _, notice = (
        message_from_bytes(sent.data)
        for sent in press.post.mail.sent
        if sent.envelope.recipient == ADA
    )
    assert notice["In-Reply-To"] == digest["Message-ID"]


def test_whose_newsletter_ended_meanwhile_is_told_under_another(press: Press) -> None:
    press.newsletter("evening")
    press.reader(ADA, newsletter="evening")
    press.correct("bridge")
    leave(press, ADA, "morning")
    finish(press)
    assert notices_of(press, ADA) == [TOLD]


def test_who_has_an_article_is_found_across_partitions(press: Press) -> None:
    assert TellHolders(transactions=press.store).count("bridge").readers == 2
    press.correct("bridge")
    finish(press)
    assert TellHolders(transactions=press.store).count("bridge", 2).readers == 2


def test_receipts_become_counts_partition_by_partition(press: Press) -> None:
    press.correct("bridge")
    finish(press)
    later(press)
    while compact(press)():
        pass
    sizes = {name: rows(press.engines, name) for name in ("edition_1", "edition_2")}
    assert sizes == {"edition_1": 0, "edition_2": 2}
    assert press.editions.show(press.edition().id).counts == {DeliveryStatus.SENT: 2}


def test_what_servers_said_of_a_person_is_erased_in_every_partition(press: Press) -> None:
    press.correct("bridge")
    finish(press)
    with press.store.write() as tx:
        reader = tx.subscribers.find(ADA)
        assert reader is not None
        assert tx.forgetting.erase_replies(reader.id, press.clock.now()) == 3
        hers = select(deliveries.c.reply).where(deliveries.c.subscriber_id == reader.id)
        assert set(tx.connection.execute(hers).scalars()) == {FORGOTTEN}


def test_nobody_is_mailed_an_edition_twice(press: Press) -> None:
    press.tick()
    assert press.send() == 0
    with press.store.read() as tx:
        counts = tx.deliveries.counts(press.edition().id)
    assert counts == {DeliveryStatus.SENT: 2}


def test_an_edition_is_counted_by_its_partition_alone(press: Press) -> None:
    question = "EXPLAIN SELECT status, count(*) FROM deliveries WHERE edition_id = 1 GROUP BY 1"
    with press.engines.read.connect() as connection:
        plan = "\n".join(connection.exec_driver_sql(question).scalars())
    assert "edition_1" in plan
    assert "edition_2" not in plan


def test_receipts_of_an_old_edition_go_with_its_partition_at_once(press: Press) -> None:
    with press.engines.write.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE deliveries DETACH PARTITION edition_1")
        connection.exec_driver_sql("DROP TABLE edition_1")
    press.publish("Quay")
    press.run(MONDAY + 2 * DAY)
    assert press.mailed(ADA)[-1] == ["new Quay r1"]
    with press.store.read() as tx:
        assert tx.deliveries.counts(press.edition("2026-03-03T07:00").id)
