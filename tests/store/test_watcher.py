"""Are commits noticed, whoever made them?"""

from collections.abc import Iterator
from contextlib import closing, suppress

import pytest
from sqlalchemy import Connection, event, text, update
from sqlalchemy.exc import OperationalError

from syndicate.clock import SystemClock
from syndicate.errors import Temporary
from syndicate.store.engines import Engines, open_engines
from syndicate.store.tables import articles
from syndicate.store.unit_of_work import Store
from syndicate.store.watcher import Watcher, announce
from tests.store.children import child, count_up
from tests.store.rows import an_article

PATIENCE = 30
END_SESSIONS = text(
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


@pytest.fixture
def watcher(engines: Engines) -> Iterator[Watcher]:
    """Watch a store that holds one article."""
    with engines.write.begin() as connection:
        connection.execute(an_article())
    with Watcher(engines) as opened:
        yield opened


def test_nothing_has_changed_at_first(watcher: Watcher) -> None:
    assert not watcher.changed()


def test_a_commit_of_this_process_is_told_once(engines: Engines, watcher: Watcher) -> None:
    with engines.write.begin() as connection:
        connection.execute(update(articles).values(head=2))
        announce(connection)
    assert [watcher.changed(), watcher.changed()] == [True, False]


def test_a_commit_of_another_process_is_told(watcher: Watcher, database_url: str) -> None:
    with child(count_up, database_url, 1) as (_, pipe):
        assert pipe.recv() == "ready"
        assert not watcher.changed()
        pipe.send("go")
        assert pipe.recv() == "counted"
        assert [watcher.changed(), watcher.changed()] == [True, False]


def test_what_is_rolled_back_is_not_told(engines: Engines, watcher: Watcher) -> None:
    with engines.write.connect() as connection:
        connection.execute(update(articles).values(head=2))
        announce(connection)
        connection.rollback()
    assert not watcher.changed()


def test_every_watcher_is_told(engines: Engines, watcher: Watcher) -> None:
    with closing(Watcher(engines)) as other, engines.write.begin() as connection:
        connection.execute(update(articles).values(head=2))
        announce(connection)
        connection.commit()
        assert watcher.changed()
        assert other.changed()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_claims_of_mail_and_what_became_of_it_are_no_change(
    engines: Engines, watcher: Watcher
) -> None:
    now = SystemClock().now()
    store = Store(engines)
    with store.write() as tx:
        batch = tx.batches.open("worker", now)
        tx.deliveries.claim(batch, 10, now)
    assert not watcher.changed()
    with store.write() as tx:
        tx.batches.close(batch, now)
        tx.subscribers.ensure("ada@example.org", "UTC", now)
    assert watcher.changed()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_lost_connection_counts_as_a_change_and_is_replaced(
    engines: Engines, watcher: Watcher
) -> None:
    with engines.write.connect() as connection:
        connection.execute(END_SESSIONS)
    assert [watcher.changed(), watcher.changed()] == [True, False]
    with engines.write.begin() as connection:
        announce(connection)
    assert watcher.changed()


def test_a_counter_that_cannot_be_asked_is_opened_again_and_may_have_missed_something(
    sqlite_url: str,
) -> None:
    with closing(open_engines(sqlite_url)) as engines, Watcher(engines) as watcher:
        watcher._look.close()  # type: ignore[union-attr]  # noqa: SLF001 - as if its file were gone
        assert watcher.changed()
        assert not watcher.changed()


def test_who_waits_hears_of_a_commit_at_once(engines: Engines, watcher: Watcher) -> None:
    assert not watcher.wait(0)
    with Store(engines).write() as tx:
        tx.connection.execute(update(articles).values(head=2))
    assert watcher.wait(PATIENCE)
    assert watcher.changed()
    assert not watcher.wait(0)


def test_what_is_committed_here_wakes_nobody_who_listens_for_others(
    sqlite_url: str,
) -> None:
    with closing(open_engines(sqlite_url)) as engines, _listening(engines) as watcher:
        watcher.wait(0)
        _raise_head(engines)
        assert not watcher.wait(0)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_what_is_committed_here_is_no_change_for_who_listens_for_others(engines: Engines) -> None:
    with _listening(engines) as watcher, closing(Watcher(engines)) as every:
        _raise_head(engines)
        assert [watcher.changed(), every.changed()] == [False, True]


@pytest.mark.usefixtures("watcher")
def test_who_listens_for_others_hears_each_of_their_commits_once(
    engines: Engines, database_url: str
) -> None:
    with closing(open_engines(database_url)) as others, _listening(engines) as watcher:
        assert not watcher.wait(0)
        for _ in range(3):
            _raise_head(others)
            assert watcher.wait(PATIENCE)
            assert watcher.changed()
            assert not watcher.wait(0)
            assert not watcher.changed()


@pytest.mark.usefixtures("watcher")
def test_a_commit_here_hides_none_of_others(engines: Engines, database_url: str) -> None:
    with closing(open_engines(database_url)) as others, _listening(engines) as watcher:
        assert not watcher.wait(0)
        for one in (engines, others, engines):
            _raise_head(one)
        assert watcher.wait(PATIENCE)
        assert watcher.changed()


def test_a_commit_whose_answer_is_lost_is_counted_where_it_was_made(engines: Engines) -> None:
    store = Store(engines)
    event.listen(engines.write, "commit", _commit_and_lose_the_answer)
    with pytest.raises(Temporary):
        _raise_head_in(store)
    assert store.generation == 1


def test_what_was_given_up_before_it_could_be_committed_is_not_counted(engines: Engines) -> None:
    store = Store(engines)
    with suppress(ZeroDivisionError), store.write() as tx:
        tx.connection.execute(update(articles).values(head=2))
        raise ZeroDivisionError
    assert store.generation == 0


def _commit_and_lose_the_answer(connection: Connection) -> None:
    connection.connection.commit()
    raise OperationalError("COMMIT", None, OSError("the connection was lost"))


def _listening(engines: Engines) -> Watcher:
    return Watcher(engines, elsewhere=True)


def _raise_head(engines: Engines) -> None:
    _raise_head_in(Store(engines))


def _raise_head_in(store: Store) -> None:
    with store.write() as tx:
        tx.connection.execute(update(articles).values(head=articles.c.head + 1))


def test_who_waits_can_be_woken(watcher: Watcher) -> None:
    watcher.wake()
    assert watcher.wait(PATIENCE)


def test_claims_and_outcomes_of_mail_wake_nobody_on_sqlite(sqlite_url: str) -> None:
    with closing(open_engines(sqlite_url)) as engines, Watcher(engines) as watcher:
        watcher.wait(0)
        with Store(engines).write() as tx:
            tx.destinations.troubled()
        assert not watcher.wait(0)
