"""Whoever watches is told whether the process lives, and what keeps visitors away."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families as parsed
from sqlalchemy import delete, text, update

from syndicate.domain.editions import Newsletter
from syndicate.domain.readiness import TICK
from syndicate.errors import Temporary
from syndicate.store.tables import last_done, outbox
from tests.repository.test_deploy import expressions
from tests.web.newsroom import FERRY, NOW, Newsroom
from tests.web.visitor import Visitor

MORNING = Newsletter(
    name="morning", title="Morning", schedule="daily 07:00", timezone="UTC", created=NOW
)
STATUSES = (200, 304, 405, 404, 301, 410)


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
        tx.connection.execute(delete(last_done).where(last_done.c.what == TICK))
    watched.app.tick()
    assert len([each for each in statements if "INTO last_done" in each]) == 1


def told(newsroom: Newsroom, **headers: str) -> dict[str, float]:
    """Read the metrics as Prometheus would, from this machine."""
    visitor = Visitor(newsroom.visitor.site, address="127.0.0.1")
    answer = visitor.get("/metrics", **headers)
    assert answer.status == 200
    found = {}
    for family in parsed(answer.text):
        for sample in family.samples:
            labels = ",".join(f"{name}={value}" for name, value in sorted(sample.labels.items()))
            found[f"{sample.name}{{{labels}}}" if labels else sample.name] = sample.value
    return found


def test_metrics_tell_what_was_published_and_what_waits(watched: Newsroom) -> None:
    watched.publish(FERRY)
    found = told(watched)
    assert found["syndicate_revisions_published_total"] == 1
    assert found["syndicate_relay_events_waiting{state=untried}"] == 0
    assert found["syndicate_lag_seconds{work=relay}"] == 0
    assert found["syndicate_ticker_seen_timestamp_seconds"] == NOW.timestamp()
    with watched.app.store.write() as tx:
        tx.connection.execute(update(outbox).values(relayed=None))
    watched.later(seconds=90)
    assert told(watched)["syndicate_lag_seconds{work=relay}"] == 90


def test_metrics_count_requests_for_feeds_by_their_status(watched: Newsroom) -> None:
    watched.publish(FERRY, "old")
    etag = watched.visitor.get("/feeds/all.atom").headers["etag"]
    watched.visitor.get("/feeds/all.atom", if_none_match=etag)
    watched.visitor.get("/feeds/all.atom", if_none_match=etag)
    watched.visitor.post("/feeds/all.atom")
    watched.visitor.get("/feeds/tags/none.atom")
    watched.app.revise.rename("old", "new")
    watched.visitor.get("/articles/old/revisions.atom")
    watched.app.revise.unpublish("new")
    watched.visitor.get("/articles/new/revisions.atom")
    found = told(watched)
    counted = {s: found[f"syndicate_feed_requests_total{{status={s}}}"] for s in STATUSES}
    assert counted == {200: 1, 304: 2, 405: 1, 404: 1, 301: 1, 410: 1}


def mail_somebody(newsroom: Newsroom, *addresses: str) -> None:
    """Send readers the mail that asks them to confirm."""
    newsroom.app.newsletters.add(MORNING)
    for address in addresses:
        newsroom.app.subscribe.add(address, "morning")
    newsroom.app.send_mail()


def test_metrics_count_mails_by_where_they_go(watched: Newsroom) -> None:
    mail_somebody(watched, "ada@gmail.com", "bob@gmail.com", "ines@reader.example")
    found = told(watched)
    settled = "syndicate_deliveries_settled_total{provider=%s,state=sent}"
    assert (found[settled % "google"], found[settled % "other"]) == (2, 1)


def test_metrics_name_nobody(watched: Newsroom) -> None:
    watched.publish(FERRY, "gull-slug")
    mail_somebody(watched, "ines@reader.example")
    watched.visitor.get("/articles/gull-slug/revisions.atom")
    text = Visitor(watched.visitor.site, address="::1").get("/metrics").text
    for name in ("ines", "reader.example", "gull-slug", "Ferry", "203.0.113.7"):
        assert name not in text, name


def test_the_store_is_asked_once_for_all_who_read_metrics_at_once(
    watched: Newsroom, statements: list[str]
) -> None:
    told(watched)
    asked = len(statements)
    told(watched)
    assert len(statements) == asked
    watched.later(seconds=10)
    told(watched)
    assert len(statements) > asked


def test_figures_of_a_clock_that_ran_ahead_are_not_told_for_as_long(
    watched: Newsroom, statements: list[str]
) -> None:
    watched.later(days=1)
    told(watched)
    watched.later(days=-1)
    asked = len(statements)
    told(watched)
    assert len(statements) > asked


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("203.0.113.7", {}),
        ("127.0.0.1", {"x_forwarded_for": "203.0.113.7"}),
        ("127.0.0.2", {"x_forwarded_for": "127.0.0.1"}),
        ("127.0.0.2", {"forwarded": "for=203.0.113.7"}),
        ("127.0.0.1", {"x_forwarded_for": "unknown"}),
        ("127.0.0.1", {"x_real_ip": "203.0.113.7"}),
        ("127.0.0.1", {"forwarded": "for=203.0.113.7"}),
        ("127.0.0.1", {"x_forwarded_proto": "https"}),
    ],
)
def test_metrics_are_not_there_for_anybody_else(
    watched: Newsroom, address: str, headers: dict[str, str]
) -> None:
    answer = Visitor(watched.visitor.site, address=address).get("/metrics", **headers)
    nothing = watched.visitor.get("/nothing")
    assert (answer.status, answer.body) == (404, nothing.body)


def test_a_listed_proxy_may_fetch_metrics_for_somebody_near(watched: Newsroom) -> None:
    assert told(watched, x_forwarded_for="127.0.0.1")


def test_what_the_dashboard_and_the_rules_ask_for_is_there_to_be_read(watched: Newsroom) -> None:
    text = Visitor(watched.visitor.site, address="127.0.0.1").get("/metrics").text
    there = set(re.findall(r"^# TYPE (\S+)", text, re.MULTILINE))
    asked = {name for each in expressions() for name in re.findall(r"syndicate_\w+", each)}
    assert asked
    assert asked - there == set()
