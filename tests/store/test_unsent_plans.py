"""What the readers of mails that wait have by other mails is looked for once, not for each."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from sqlalchemy import text

from syndicate.domain.foretelling import Unsent
from syndicate.store.engines import analyze, open_engines
from syndicate.store.unit_of_work import Store
from tests.contracts.ledger import Ledger, item

pytestmark = pytest.mark.unused_database

READERS = 40
READ = text(
    "SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) FROM pg_stat_xact_user_tables"
    " WHERE relname IN ('deliveries', 'cohort_items', 'cohorts')"
)


@pytest.fixture
def ledger(postgresql_url: str) -> Iterator[Ledger]:
    """Give PostgreSQL, which tells how many rows it has read."""
    with closing(open_engines(postgresql_url)) as engines:
        yield Ledger(Store(engines))


def test_no_cohort_is_asked_for_each_reader(ledger: Ledger) -> None:
    article, other = ledger.article(), ledger.article()
    readers = ledger.readers(READERS)
    before, wave = ledger.edition("p1")
    each = [
        ledger.cohort(before, wave, item(article), *[item(other)] * n) for n in range(READERS // 2)
    ]
    for reader, cohort in zip(readers, each, strict=False):
        ledger.fill(before, cohort, [reader])
    ledger.claim()
    now, wave = ledger.edition("p2")
    ledger.fill(now, ledger.cohort(now, wave, item(article)), readers)
    with ledger.store.write() as tx:
        analyze(tx.connection, "deliveries", "cohorts", "cohort_items", "editions", "subscribers")
        so_far = tx.connection.execute(READ).scalar_one()
        found = set(tx.unsent.of_editions(ledger.newsletter.id, article, 1))
        read = tx.connection.execute(READ).scalar_one() - so_far
    assert found == {Unsent(known=known, overtaken=False, count=READERS // 2) for known in (0, 1)}
    assert read < 20 * READERS
