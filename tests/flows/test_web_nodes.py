"""A node that serves the web asks the store nothing for a feed while nothing is published."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from syndicate.clock import SystemClock
from syndicate.web.server import looking
from tests.web.newsroom import BRIDGE, FERRY, Newsroom, newsroom_of, settings_in
from tests.web.serving import ask, serving

FEED = "/feeds/all.atom"


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Path:
    """Give the settings of a site, of several processes where the database allows them."""
    shared = database_url.startswith("postgresql")
    return settings_in(tmp_path, database_url, '[workers]\nengine = "procrastinate"' * shared)


@pytest.fixture
def node(settings: Path) -> Iterator[Newsroom]:
    """Give a node that looks for what others commit, as `serve --web-only` does."""
    with newsroom_of(settings) as opened:
        opened.publish(FERRY)
        with looking(opened.app):
            yield opened


def test_a_node_asks_the_store_nothing_for_feeds_while_nothing_changes(
    node: Newsroom, statements: list[str]
) -> None:
    with serving(node) as address:
        tag = ask(address + FEED, accept_encoding="gzip")[0].headers["ETag"]
        statements.clear()
        for _ in range(50):
            whole, _ = ask(address + FEED, accept_encoding="gzip")
            same, _ = ask(address + FEED, accept_encoding="gzip", if_none_match=tag)
            assert (whole.status, same.status) == (200, 304)
        assert statements == []


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_mail_that_another_node_sends_has_no_feed_looked_up_again(
    settings: Path, node: Newsroom, statements: list[str]
) -> None:
    node.visitor.get(FEED)
    with newsroom_of(settings) as worker, node.app.watcher() as watcher:
        now = SystemClock().now()
        with worker.app.store.write() as tx:
            batch = tx.batches.open("worker", now)
            tx.deliveries.claim(batch, 10, now)
            tx.deliveries.settle(batch, {}, now)
        assert not watcher.changed()
        statements.clear()
        assert node.visitor.get(FEED).status == 200
        assert statements == []
        worker.publish(BRIDGE)
        assert watcher.changed()


def test_mail_that_a_node_sends_itself_has_no_feed_looked_up_again(node: Newsroom) -> None:
    now, before = SystemClock().now(), node.app.store.generation
    with node.app.store.write() as tx:
        tx.batches.close(tx.batches.open("worker", now), now)
    assert node.app.store.generation == before
    with node.app.store.write() as tx:
        tx.subscribers.ensure("ada@example.org", "UTC", now)
    assert node.app.store.generation > before
