"""Who has an article by a later mail than the first is told however wrong the statistics are."""

import re
from contextlib import closing

import pytest

from syndicate.store.engines import open_engines
from syndicate.store.holders import caught_up
from syndicate.store.unit_of_work import Store
from tests.contracts.ledger import Ledger
from tests.contracts.plans import plans

pytestmark = pytest.mark.unused_database


def test_those_whose_first_mail_failed_are_hashed_not_gone_through_for_each_mail(
    postgresql_url: str,
) -> None:
    """PostgreSQL takes them for one, and would join thousands with a million mails in a loop."""
    with closing(open_engines(postgresql_url)) as engines:
        store = Store(engines)
        article = Ledger(store).article()
        with store.read() as tx, plans(tx.connection) as found:
            tx.connection.execute(caught_up(article, among_first=False))
    plan = "\n".join(found)
    assert "hashed SubPlan" in plan
    assert not re.search(r"Join Filter: .*subscriber_id", plan)
