"""Whoever watches is told whether the process lives, and what keeps visitors away."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, text, update

from syndicate.errors import Temporary
from syndicate.store.tables import last_done, outbox
from tests.web.newsroom import FERRY, NOW, Newsroom


@pytest.fixture
def watched(newsroom: Newsroom) -> Newsroom:
    """Open a site whose ticker was seen just now."""
    newsroom.app.tick()
    return newsroom


def test_a_process_that_answers_lives(newsroom: Newsroom) -> None:
    answer = newsroom.visitor.get("/healthz")
    assert (answer.status, answer.text) == (200, "ok\n")


def test_the_store_is_not_asked_whether_the_process_lives(
    newsroom: Newsroom, statements: list[str]
) -> None:
    newsroom.visitor.get("/healthz")
    assert statements == []


def test_a_site_that_works_is_ready(watched: Newsroom) -> None:
    watched.publish(FERRY)
    answer = watched.visitor.get("/readyz")
    assert (answer.status, answer.text) == (200, "ready\n")
    assert answer.headers["cache-control"] == "no-store"


def test_a_site_that_nobody_ticks_is_not_ready(watched: Newsroom) -> None:
    watched.later(minutes=10)
    answer = watched.visitor.get("/readyz")
    assert (answer.status, answer.text) == (503, "no ticker was seen for 600 s\n")
    watched.app.tick()
    assert watched.visitor.get("/readyz").status == 200


def test_an_event_that_nobody_relays_is_told(watched: Newsroom) -> None:
    watched.publish(FERRY)
    waiting = {"relayed": None, "recorded": NOW - timedelta(hours=1)}
    with watched.app.store.write() as tx:
        tx.connection.execute(update(outbox).values(waiting))
    told = "an event waits to be relayed for 3600 s\n"
    assert watched.visitor.get("/readyz").text == told


def test_an_event_that_failed_keeps_no_visitor_away(watched: Newsroom) -> None:
    watched.publish(FERRY)
    failed = {"relayed": None, "recorded": NOW - timedelta(hours=1), "attempts": 1}
    with watched.app.store.write() as tx:
        tx.connection.execute(update(outbox).values(failed))
    assert watched.visitor.get("/readyz").status == 200


def test_a_store_that_is_not_migrated_is_told(watched: Newsroom) -> None:
    with watched.app.store.write() as tx:
        tx.connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    assert watched.visitor.get("/readyz").text.startswith("the store is at revision 0001, not at ")


def test_a_store_that_fails_is_told_without_its_address(watched: Newsroom) -> None:
    def away() -> str:
        raise Temporary("postgresql://desk@10.0.0.7/news does not answer")

    telling = replace(watched.app.readiness, revision=away)
    assert telling() == ["the store does not answer"]


def test_ticks_are_noted_once_a_minute(watched: Newsroom, statements: list[str]) -> None:
    statements.clear()
    watched.later(seconds=30)
    watched.app.tick()
    assert [each for each in statements if "INTO last_done" in each] == []
    with watched.app.store.write() as tx:
        tx.connection.execute(delete(last_done))
    watched.app.tick()
    assert len([each for each in statements if "INTO last_done" in each]) == 1
