"""Does every store log revisions alike: all of them, in their order, without a gap, for good?"""

from dataclasses import replace

import pytest

from syndicate.domain.articles import Revision
from syndicate.domain.log import LogHead, log_hash
from syndicate.errors import Conflict
from syndicate.store.transaction import Transaction
from syndicate.store.unit_of_work import Store
from tests.contracts.words import BRIDGE, article, revision


def append(tx: Transaction, *revisions: Revision) -> None:
    for one in revisions:
        tx.revisions.append(one)


NOTHING = LogHead(size=0, log_hash=b"")


@pytest.fixture
def kept(store: Store) -> Store:
    """Keep two articles without a revision."""
    with store.write() as tx:
        tx.articles.add(article())
        tx.articles.add(article(BRIDGE, "bridge"))
    return store


def test_a_site_without_revisions_has_an_empty_log(kept: Store) -> None:
    with kept.read() as tx:
        assert tx.log.head() == NOTHING
        assert tx.log.head().pages == 0
        assert list(tx.log.everything()) == []


def test_each_revision_adds_a_line_that_covers_the_one_before(kept: Store) -> None:
    appended = [revision(), revision(1, BRIDGE), revision(2)]
    for one in appended:
        with kept.write() as tx:
            tx.revisions.append(one)
    with kept.read() as tx:
        lines = list(tx.log.everything())
        head = tx.log.head()
    assert [line.seq for line in lines] == [1, 2, 3]
    for line, one in zip(lines, appended, strict=True):
        assert (line.article_id, line.number, line.kind) == (one.article_id, one.number, one.kind)
        assert (line.published, line.recorded) == (one.published, one.recorded)
        assert line.chain_hash == one.chain_hash
    links = [b"", *(line.log_hash for line in lines)]
    assert [log_hash(link, line) for link, line in zip(links[:-1], lines, strict=True)] == links[1:]
    assert head == LogHead(size=3, log_hash=links[-1])


def test_what_is_undone_leaves_no_gap(kept: Store) -> None:
    with kept.write() as tx:
        tx.revisions.append(revision())
    with pytest.raises(Conflict), kept.write() as tx:
        append(tx, revision(2), revision())
    with kept.write() as tx:
        tx.revisions.append(revision(1, BRIDGE))
    with kept.read() as tx:
        assert [line.seq for line in tx.log.everything()] == [1, 2]


def test_lines_are_had_page_by_page(kept: Store) -> None:
    with kept.write() as tx:
        for number in range(1, 6):
            tx.revisions.append(revision(number))
        assert [line.seq for line in tx.log.lines(2, 2)] == [3, 4]
        assert [line.seq for line in tx.log.lines(4, 2)] == [5]
        assert tx.log.lines(5, 2) == []


def test_a_log_that_tells_every_revision_has_no_stray(kept: Store) -> None:
    with kept.write() as tx:
        tx.revisions.append(revision())
        tx.revisions.append(replace(revision(2), quiet=True))
        assert tx.log.stray() is None
        assert tx.log.unlisted() is None
