"""A site that moved to another database is the same site."""

from collections.abc import Iterator
from contextlib import closing
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import select, update

from syndicate.app import App
from syndicate.app.copying import Copied, copy_store
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.rests import BY_OPERATOR
from syndicate.errors import Broken, CouldNot, Refused
from syndicate.settings import load
from syndicate.settings.node import load_node
from syndicate.store.copying import UNVERIFIED
from syndicate.store.engines import Engines, open_engines
from syndicate.store.immutability import guard, unguard
from syndicate.store.migrate import migrate
from syndicate.store.tables import batches, editions, metadata, revisions
from syndicate.web.site import site as serving
from tests.flows.mail_processes import process
from tests.flows.restored_site import (
    DAY,
    HOUR,
    MONDAY,
    READERS,
    Site,
    nothing,
    site_with_readers,
)
from tests.web.crawl import feeds_of
from tests.web.visitor import Answer, Visitor

Row = tuple[object, ...]
Heard = tuple[int, bytes, str | None, str | None]
"""Status, body, ETag and Last-Modified."""


@pytest.fixture
def site(tmp_path: Path, database_url: str) -> Iterator[Site]:
    """Give a site on which a lot has happened, with mail that waits."""
    with site_with_readers(tmp_path, database_url) as made:
        made.run(MONDAY)
        made.publish("Ferry")
        made.correct("Bridge")
        made.leave(READERS[0])
        made.app.revise.rename("ferry", "gull")
        made.run(MONDAY + HOUR)
        made.publish("Quay")
        yield made


@pytest.fixture
def elsewhere(database_url: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the address of an empty database of the other kind."""
    if database_url.startswith("sqlite"):
        return str(request.getfixturevalue("empty_postgresql_url"))
    return f"sqlite:///{tmp_path / 'moved' / 'syndicate.db'}"


def moved(site: Site, url: str) -> Copied:
    """Stop the site and copy its store."""
    site.app.close()
    return copy_store(load(site.file), url, nothing, clock=site.clock)


def settle_in(site: Site, url: str) -> None:
    """Go on with the site in the other database."""
    old = load(site.file).store_url
    site.file.write_text(site.file.read_text().replace(old, url))
    site.app = site.open()


def rows(engines: Engines) -> dict[str, list[Row]]:
    """Return every row of a store, in an order that no database has of its own."""
    with engines.read.connect() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in metadata.sorted_tables
        }


def rows_at(url: str) -> dict[str, list[Row]]:
    with closing(open_engines(url)) as engines:
        return rows(engines)


def feeds(app: App) -> dict[str, Heard]:
    """Return what is served of every feed, plain and compressed."""
    visitor = Visitor(serving(app))
    asked = ((target, coding) for target in feeds_of(app) for coding in ("identity", "gzip"))
    return {
        f"{target} {coding}": heard(visitor.get(target, accept_encoding=coding))
        for target, coding in asked
    }


def heard(answer: Answer) -> Heard:
    tag, changed = (answer.headers.get(name) for name in ("etag", "last-modified"))
    return answer.status, answer.body, tag, changed


def test_every_row_is_in_the_other_store_and_counted(site: Site, elsewhere: str) -> None:
    before = rows(site.app.engines)
    copied = moved(site, elsewhere)
    assert rows_at(elsewhere) == before
    assert copied.rows == {name: len(found) for name, found in before.items()}
    assert copied.verified.revisions == 4


def test_every_feed_is_served_with_the_same_bytes_tags_and_times(
    site: Site, elsewhere: str
) -> None:
    before = feeds(site.app)
    assert len([target for target, (status, *_) in before.items() if status == 200]) == 30
    moved(site, elsewhere)
    settle_in(site, elsewhere)
    assert feeds(site.app) == before


def test_the_site_goes_on_where_it_was_and_mails_nobody_twice(site: Site, elsewhere: str) -> None:
    moved(site, elsewhere)
    settle_in(site, elsewhere)
    site.publish("Tower")
    site.run(MONDAY + DAY)
    for headline in ("Quay", "Tower"):
        assert set(site.mailed(f"{headline}.")) == set(READERS[1:]), headline
    assert set(site.mailed("Bridge.").values()) == {1}
    assert len(set(site.ids())) == len(site.ids())
    site.correct("Quay")
    site.run(MONDAY + DAY + HOUR)
    assert site.standing()[DeliveryStatus.PENDING] == 0
    assert site.app.verify().revisions == 6


def test_numbers_go_on_from_the_last_that_was_given(site: Site, elsewhere: str) -> None:
    with site.app.store.write() as tx:
        last = tx.batches.open("w", MONDAY)
        tx.batches.close(last, MONDAY)
    with site.app.store.write() as tx:
        tx.connection.execute(batches.delete().where(batches.c.id == last))
    moved(site, elsewhere)
    settle_in(site, elsewhere)
    with site.app.store.write() as tx:
        assert tx.batches.open("w", MONDAY) == last + 1


def test_mail_of_the_old_store_rests_so_that_nobody_sends_it_too(
    site: Site, elsewhere: str
) -> None:
    moved(site, elsewhere)
    site.app = site.open()
    site.run(MONDAY + DAY)
    assert site.mailed("Quay.") == {}
    with site.app.store.read() as tx:
        rest = tx.rests.present()
    assert rest is not None
    assert rest.why.startswith("the store was copied to ")


def test_it_may_be_copied_there_and_back(site: Site, elsewhere: str, tmp_path: Path) -> None:
    before = rows(site.app.engines)
    moved(site, elsewhere)
    settle_in(site, elsewhere)
    back = f"sqlite:///{tmp_path / 'back' / 'syndicate.db'}"
    moved(site, back)
    assert rows_at(back) == before


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_site_of_several_workers_moves_back_to_one_machine(site: Site, elsewhere: str) -> None:
    site.let_workers_share()
    assert moved(site, elsewhere).verified.revisions == 4


def test_a_store_that_is_used_is_not_copied(site: Site, elsewhere: str) -> None:
    assert site.app.engines.shown_url
    with pytest.raises(Refused, match="the store is in use"):
        copy_store(load(site.file), elsewhere, nothing)


def test_a_store_that_is_not_empty_takes_nothing(site: Site, elsewhere: str) -> None:
    moved(site, elsewhere)
    before = rows_at(elsewhere)
    with pytest.raises(Refused, match="the store there is not empty"):
        copy_store(load(site.file), elsewhere, nothing)
    assert rows_at(elsewhere) == before


def test_what_a_dead_worker_left_is_settled_first(site: Site, elsewhere: str) -> None:
    site.app.subscribe.add("new@example.org", "morning")
    node = load_node(load(site.file).secret_file.with_name("node"))
    with site.app.store.write() as tx:
        batch = tx.batches.open(f"{node}dead", MONDAY)
        assert tx.deliveries.claim(batch, 10, MONDAY + HOUR)
    moved(site, elsewhere)
    settle_in(site, elsewhere)
    assert site.standing()[DeliveryStatus.CLAIMED] == 0


def test_mail_of_which_nobody_knows_whether_it_was_sent_keeps_the_store_here(
    site: Site, elsewhere: str
) -> None:
    site.app.subscribe.add("new@example.org", "morning")
    with site.app.store.write() as tx:
        assert tx.deliveries.claim(tx.batches.open("dead", MONDAY), 10, MONDAY + HOUR)
    journal = site.file.parent / "keys" / "journal" / "dead"
    journal.parent.mkdir(exist_ok=True)
    journal.write_bytes(b"no journal\n")
    with pytest.raises(Refused, match="mails are held by a worker whose journal cannot be read"):
        moved(site, elsewhere)


def test_a_copy_of_a_store_that_was_tampered_with_is_told(site: Site, elsewhere: str) -> None:
    with site.app.engines.write.begin() as connection:
        unguard(connection)
        connection.execute(update(revisions).values(content="{}"))
        guard(connection)
    with pytest.raises(Broken, match="so do not use"):
        moved(site, elsewhere)


def test_a_store_that_fails_half_way_leaves_the_other_one_empty(site: Site, elsewhere: str) -> None:
    site.app.close()

    def fail(done: int, total: int) -> None:
        if done * 2 > total:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        copy_store(load(site.file), elsewhere, fail)
    with closing(open_engines(elsewhere)) as engines:
        migrate(engines)
    assert set(map(len, rows_at(elsewhere).values())) == {0}
    assert moved(site, elsewhere).verified.revisions == 4


def copy_and_hang(pipe: Connection, place: Path, url: str) -> None:
    """Copy the store, and wait for ever half way."""

    def hang(done: int, total: int) -> None:
        if done * 2 > total:
            pipe.send("half way")
            Event().wait()

    copy_store(load(place), url, hang)


def test_a_copy_that_is_killed_leaves_the_other_store_empty_and_may_be_begun_anew(
    site: Site, elsewhere: str
) -> None:
    before = rows(site.app.engines)
    site.app.close()
    with process(copy_and_hang, site.file, elsewhere) as (copying, pipe):
        assert pipe.recv() == "half way"
        copying.kill()
        copying.join()
    with closing(open_engines(elsewhere)) as engines:
        migrate(engines)
    assert set(map(len, rows_at(elsewhere).values())) == {0}
    assert rows_at(load(site.file).store_url) == before
    moved(site, elsewhere)
    assert rows_at(elsewhere) == before


def test_mail_of_a_copy_that_was_not_verified_to_the_end_rests(site: Site, elsewhere: str) -> None:
    with site.app.engines.write.begin() as connection:
        unguard(connection)
        connection.execute(update(revisions).values(content="{}"))
        guard(connection)
    with pytest.raises(Broken):
        moved(site, elsewhere)
    settle_in(site, elsewhere)
    with site.app.store.read() as tx:
        rest = tx.rests.present()
    assert rest is not None
    assert rest.why == UNVERIFIED


def test_what_an_operator_paused_is_paused_in_the_copy(site: Site, elsewhere: str) -> None:
    site.app.rest_mail.pause()
    moved(site, elsewhere)
    settle_in(site, elsewhere)
    with site.app.store.read() as tx:
        rest = tx.rests.present()
    assert rest is not None
    assert rest.why == BY_OPERATOR


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_rows_that_the_other_store_does_not_take_are_told_and_change_nothing(
    site: Site, elsewhere: str
) -> None:
    with site.app.engines.write.begin() as connection:
        connection.execute(update(editions).values(fault="no \0 in PostgreSQL"))
    with pytest.raises(CouldNot, match="does not take all of it"):
        moved(site, elsewhere)
    with closing(open_engines(elsewhere)) as engines:
        migrate(engines)
    assert set(map(len, rows_at(elsewhere).values())) == {0}
