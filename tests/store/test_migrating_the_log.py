"""Do revisions from before there was a log come into it?"""

from dataclasses import replace
from datetime import timedelta

from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import text

from syndicate.store.engines import Engines
from syndicate.store.immutability import guard, unguard
from syndicate.store.migrations.versions import r0003_log
from syndicate.store.unit_of_work import Store
from tests.contracts.words import BRIDGE, FERRY, NOON, article, revision


def bring_the_log_in_late(engines: Engines) -> None:
    """Take the log away, have its step make it anew of what is there, and guard all again."""
    with engines.write.begin() as connection:
        unguard(connection)
        connection.execute(text("DROP TABLE log"))
        with Operations.context(MigrationContext.configure(connection)):
            r0003_log.upgrade()
        guard(connection)


def test_all_are_logged_as_they_were_recorded_each_article_by_its_numbers(engines: Engines) -> None:
    hour = timedelta(hours=1)
    with Store(engines).write() as tx:
        tx.articles.add(article())
        tx.articles.add(article(BRIDGE, "bridge"))
        tx.revisions.append(replace(revision(1), recorded=NOON + 3 * hour))
        tx.revisions.append(replace(revision(1, BRIDGE), recorded=NOON + hour))
        tx.revisions.append(replace(revision(2), recorded=NOON + 2 * hour))  # set back
    bring_the_log_in_late(engines)
    with Store(engines).read() as tx:
        lines = list(tx.log.everything())
        assert [(line.article_id, line.number) for line in lines] == [
            (BRIDGE, 1),
            (FERRY, 1),
            (FERRY, 2),
        ]
        assert tx.log.stray() is None
        assert tx.log.unlisted() is None


def test_the_log_is_the_same_as_one_kept_from_the_beginning(engines: Engines) -> None:
    with Store(engines).write() as tx:
        tx.articles.add(article())
        for number in range(1, 4):
            tx.revisions.append(revision(number))
    with Store(engines).read() as tx:
        before = list(tx.log.everything())
    bring_the_log_in_late(engines)
    with Store(engines).read() as tx:
        assert list(tx.log.everything()) == before
