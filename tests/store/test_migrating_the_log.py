"""Do revisions from before there was a log come into it?"""

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import insert

from syndicate.domain.log import LogLine, log_hash
from syndicate.store.engines import Engines, open_engines
from syndicate.store.migrate import migrate
from syndicate.store.tables import revisions
from syndicate.store.unit_of_work import Store
from tests.store.rows import ARTICLE, NOON, REVISION, an_article
from tests.store.steps import upgrade

OTHER = UUID("0c9de8a4-8f4e-4a30-b6f5-2f5d1d8a7c22")
HOUR = timedelta(hours=1)


@pytest.fixture
def before(empty_database_url: str) -> Iterator[Engines]:
    """Open a store from before there was a log, with two articles."""
    with closing(open_engines(empty_database_url)) as engines:
        upgrade(engines, "0002")
        with engines.write.begin() as connection:
            for article_id in (ARTICLE, OTHER):
                connection.execute(an_article(article_id))
        yield engines


def record(engines: Engines, article_id: UUID, number: int, recorded: datetime) -> None:
    then = {name: value for name, value in REVISION.items() if name != "editor"}
    row = {**then, "article_id": article_id, "number": number, "recorded": recorded}
    with engines.write.begin() as connection:
        connection.execute(insert(revisions).values(row | {"chain_hash": bytes([number])}))


def logged(engines: Engines) -> list[LogLine]:
    migrate(engines)
    with Store(engines).read() as tx:
        assert tx.log.stray() is None
        assert tx.log.unlisted() is None
        return list(tx.log.everything())


def test_all_are_logged_as_recorded_each_article_by_its_numbers(before: Engines) -> None:
    record(before, ARTICLE, 1, NOON + 3 * HOUR)
    record(before, OTHER, 1, NOON + HOUR)
    record(before, ARTICLE, 2, NOON + 2 * HOUR)  # the clock was set back
    told = [(line.article_id, line.number) for line in logged(before)]
    assert told == [(OTHER, 1), (ARTICLE, 1), (ARTICLE, 2)]


def test_each_line_covers_the_one_before_as_in_a_log_kept_from_the_beginning(
    before: Engines,
) -> None:
    for number in (1, 2, 3):
        record(before, ARTICLE, number, NOON + number * HOUR)
    lines = logged(before)
    assert [line.chain_hash for line in lines] == [b"\x01", b"\x02", b"\x03"]
    link = b""
    for line in lines:
        assert line.log_hash == log_hash(link, line)
        link = line.log_hash
