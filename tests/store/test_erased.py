"""Is what was erased found in no file of the store any more, while it is open?"""

import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime

import pytest

from syndicate.domain.articles import Status
from syndicate.domain.audience import SuppressionReason
from syndicate.domain.facts import Fact, What
from syndicate.store.engines import Engines
from syndicate.store.unit_of_work import Store

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ADA = "ada.lovelace@example.org"


def files_with(engines: Engines, words: str) -> set[str]:
    """Return the endings of the store's files that hold some words."""
    file = engines.sqlite_file
    assert file is not None
    return {
        each.name.removeprefix(file.name)
        for each in file.parent.glob(f"{file.name}*")
        if each.is_file() and words.encode() in each.read_bytes()
    }


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_forgotten_address_is_in_no_file_while_others_have_the_store_open(
    engines: Engines,
) -> None:
    store = Store(engines)
    with store.write() as tx:
        reader = tx.subscribers.ensure(ADA, "UTC", NOW).id
    assert files_with(engines, ADA) == {"-wal"}
    with store.write() as tx:
        tx.forgetting.erase_address(reader)
        tx.subscribers.suppress("fingerprint", SuppressionReason.FORGOTTEN, NOW)
    assert files_with(engines, ADA) == set()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_erasure_is_done_though_somebody_reads_on(engines: Engines) -> None:
    store = Store(engines)
    with store.write() as tx:
        reader = tx.subscribers.ensure(ADA, "UTC", NOW).id
    with store.read() as reading:
        assert reading.subscribers.find(ADA) is not None
        with store.write() as tx:
            tx.forgetting.erase_address(reader)
            tx.subscribers.suppress("fingerprint", SuppressionReason.FORGOTTEN, NOW)
    with store.read() as reading:
        assert reading.subscribers.find(ADA) is None


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_nobody_who_writes_waits_while_somebody_who_reads_keeps_the_log(engines: Engines) -> None:
    store = Store(engines)
    with store.write() as tx:
        reader = tx.subscribers.ensure(ADA, "UTC", NOW).id

    def erase() -> None:
        with store.write() as tx:
            tx.forgetting.erase_address(reader)
            tx.subscribers.suppress("fingerprint", SuppressionReason.FORGOTTEN, NOW)

    with closing(sqlite3.connect(str(engines.sqlite_file), timeout=0.25)) as another:
        another.isolation_level = None
        with ThreadPoolExecutor(1) as pool, store.read() as reading:
            assert reading.subscribers.find(ADA) is not None
            erasing = pool.submit(erase)
            while another.execute("SELECT 1 FROM subscribers WHERE email = ?", (ADA,)).fetchone():
                pass
            for _ in range(10):
                another.execute("BEGIN IMMEDIATE")
                another.execute("ROLLBACK")
                time.sleep(0.05)
            assert not erasing.done()
    assert files_with(engines, ADA) == set()


@pytest.mark.parametrize(
    ("fact", "erases"),
    [
        (Fact(What.BARRED, (ADA, SuppressionReason.FORGOTTEN.value)), True),
        (Fact(What.BARRED, (ADA, SuppressionReason.BOUNCED.value)), False),
        (Fact(What.WITHDRAWN, ("id", Status.TAKEN_DOWN.value, "3")), True),
        (Fact(What.WITHDRAWN, ("id", Status.RETRACTED.value, "3")), False),
        (Fact(What.REDACTED, ("id", "3", "court")), True),
        (Fact(What.LEFT, (ADA, "forgotten")), False),
        (Fact(What.ALLOWED, (ADA,)), False),
    ],
)
def test_words_go_with_some_facts_alone(fact: Fact, *, erases: bool) -> None:
    assert fact.erases is erases
