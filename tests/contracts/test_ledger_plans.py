"""Nothing that is asked of the ledger looks through all of it, or through all of an edition.

There are years of editions, notices and letters, all sent, and two editions that go out now.
"""

from collections.abc import Callable

import pytest
from sqlalchemy import Connection, text

from syndicate.domain.audience import SubscriptionKey
from syndicate.domain.editions import EditionStatus
from syndicate.domain.message_ids import Identity
from syndicate.store.engines import Engines, analyze
from syndicate.store.transaction import Transaction
from syndicate.store.unit_of_work import Store
from tests.contracts.ledger import NOW, Ledger
from tests.contracts.plans import plans

pytestmark = pytest.mark.unused_database

READERS, OLD = 1_000, 60
READER, NEWSLETTER = 3, 1
EDITION = "INSERT INTO editions (newsletter_id, period_key, due, status) SELECT 1, {}, due, {} FROM editions WHERE id = 1"  # noqa: E501
MAILS = "INSERT INTO deliveries ({0}, cohort_id, subscriber_id, status) SELECT {1}, 1, id, '{2}' FROM subscribers"  # noqa: E501
ALIKE = (
    (
        "INSERT INTO subscribers (email, timezone, created)"
        " SELECT 'reader-' || :n, timezone, created FROM subscribers WHERE id = :one"
    ),
    (
        "INSERT INTO subscriptions (subscriber_id, newsletter_id, status, since)"
        " SELECT :one + :n, newsletter_id, status, since"
        " FROM subscriptions WHERE subscriber_id = :one"
    ),
)


@pytest.fixture
def store(engines: Engines) -> Store:
    """Fill a ledger, by statements of SQL: there are many mails in it."""
    store = Store(engines)
    ledger = Ledger(store)
    edition, wave = ledger.edition()
    ledger.cohort(edition, wave)
    article = ledger.article()
    first = ledger.readers(1)[0]
    with engines.write.begin() as connection:
        for statement in ALIKE:
            connection.execute(text(statement), [{"n": n, "one": first} for n in range(1, READERS)])
        _fill(connection, article.hex if engines.sqlite_file else str(article))
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("REINDEX TABLE deliveries")
        analyze(connection, "deliveries", "editions", "notices", "cohorts", "subscribers")
    return store


def _fill(connection: Connection, article: str) -> None:
    for number in range(2, OLD):
        connection.execute(text(EDITION.format(f"'{number}'", "'sent'")))
        connection.execute(text(MAILS.format("edition_id", number, "sent")))
    connection.execute(text(EDITION.format("'now'", "'sending'")))
    for number in (1, OLD):
        connection.execute(text(MAILS.format("edition_id", number, "pending")))
    told = "(article_id, revision, created, due, status, wrong, repeat_error, told, untold)"
    values = f"'{article}', 1, due, due, 'sent', '[]', TRUE, 0, ''"
    connection.execute(
        text(f"INSERT INTO notices {told} SELECT {values} FROM editions WHERE id = 1")  # noqa: S608
    )
    connection.execute(text(MAILS.format("notice_id", 1, "sent")))
    for _ in range(5):
        connection.execute(text(MAILS.format("edition_id", "NULL", "sent")))


QUESTIONS: dict[str, Callable[[Transaction], object]] = {
    "what is due": lambda tx: tx.deliveries.claim(tx.batches.open("w", NOW), 5, NOW),
    "whether anything is": lambda tx: tx.deliveries.due(NOW),
    "whether an edition is over": lambda tx: tx.deliveries.unsettled(OLD - 1),
    "how many jobs an edition takes": lambda tx: tx.editions.set_status(OLD, EditionStatus.SENDING),
    "for whom mail waits": lambda tx: tx.intake.awaiting([READER]),
    "what waits for a reader": lambda tx: tx.deliveries.cancel_for(
        SubscriptionKey(subscriber_id=READER, newsletter_id=NEWSLETTER), "left", NOW
    ),
    "how many letters went to a reader": lambda tx: tx.deliveries.letters_since(READER, NOW),
    "what went to a reader": lambda tx: tx.forgetting.erase_replies(READER, NOW),
    "the last edition that a reader was mailed": lambda tx: tx.deliveries.last_of(
        SubscriptionKey(subscriber_id=READER, newsletter_id=NEWSLETTER)
    ),
    "which mail a Message-ID names": lambda tx: [
        tx.deliveries.known_as(Identity(kind=kind, number=1, subscriber_id=READER))
        for kind in "enm"
    ],
    "what is left of cancelled editions": lambda tx: tx.deliveries.called_off(),
    "the next mails to cancel": lambda tx: tx.deliveries.cancel_waiting(OLD, "why", NOW, 5),
    "how many wait": lambda tx: tx.standing.unsent(),
    "what they were told": lambda tx: tx.standing.waiting(NOW),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_it_is_found_by_indexes(store: Store, question: str) -> None:
    with store.write() as tx, plans(tx.connection, often=True) as found:
        QUESTIONS[question](tx)
        tx.jobs.conclude()
    ways = [line for line in found if "deliveries" in line and "Sort Key" not in line]
    assert ways or question == "how many jobs an edition takes"
    whole = ("SCAN deliveries", "Seq Scan on deliveries")
    assert not [line for line in ways if any(each in line for each in whole) and "ix_" not in line]


def test_what_is_over_is_not_gone_through_for_what_waits(store: Store) -> None:
    asked = (
        "what is due",
        "whether anything is",
        "whether an edition is over",
        "what is left of cancelled editions",
        "how many wait",
    )
    with store.write() as tx, plans(tx.connection) as found:
        for question in asked:
            QUESTIONS[question](tx)
    whole = ("ix_deliveries_cohort", "ix_deliveries_notice_once", "ix_deliveries_outside")
    assert not [line for line in found if any(name in line for name in whole)]
    by_edition = [line for line in found if "ix_deliveries_edition_once" in line]
    assert not [
        line for line in by_edition if "subscriber_id" not in line and "earlier" not in line
    ]


def test_mails_of_editions_called_off_hold_up_later_ones_while_they_are_claimed(
    store: Store,
) -> None:
    with store.write() as tx:
        claimed = tx.deliveries.claim(tx.batches.open("w", NOW), 5, NOW)
        assert {claim.edition_id for claim in claimed} == {1}
        tx.connection.execute(text("UPDATE editions SET status = 'cancelled' WHERE id = 1"))
        tx.deliveries.cancel_waiting(1, "called off", NOW, READERS)
        later = tx.deliveries.claim(tx.batches.open("v", NOW), READERS, NOW)
    assert {claim.edition_id for claim in later} == {OLD}
    held = {claim.subscriber_id for claim in claimed}
    assert not held & {claim.subscriber_id for claim in later}
    assert len(later) == READERS - len(held)
