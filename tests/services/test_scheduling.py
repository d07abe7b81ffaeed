"""Does what waits for a moment come out then, once, and may it be held back again?"""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from syndicate.domain.articles import Article, Kind, Status
from syndicate.domain.changes import Change
from syndicate.errors import Refused
from syndicate.store.tables import outbox
from tests.web.newsroom import FERRY, NOW, Newsroom, newsroom_of, settings_in, with_body

SLUG = "ferry-stops-at-noon"
LATER = NOW + timedelta(hours=2)
TICK = timedelta(microseconds=1)


def standing(newsroom: Newsroom) -> Article:
    with newsroom.app.store.read() as tx:
        return tx.articles.by_slug(SLUG)


def events(newsroom: Newsroom) -> list[Change]:
    with newsroom.app.store.read() as tx:
        return list(tx.connection.execute(select(outbox.c.change)).scalars())


def test_a_moment_that_has_passed_is_refused_with_the_command_that_publishes_now(
    newsroom: Newsroom,
) -> None:
    newsroom.draft(FERRY)
    with pytest.raises(Refused, match=f"has passed; .* syndicate article publish {SLUG}$"):
        newsroom.app.publish(SLUG, at=NOW - TICK)
    assert standing(newsroom).status is Status.DRAFT
    assert newsroom.app.publish(SLUG, at=NOW).first_published == NOW


def test_an_embargo_that_has_passed_holds_nothing_back(newsroom: Newsroom) -> None:
    newsroom.draft(FERRY)
    assert newsroom.app.publish(SLUG, embargo=NOW - TICK).first_published == NOW


def test_what_was_scheduled_can_be_a_draft_again(newsroom: Newsroom) -> None:
    newsroom.draft(FERRY)
    newsroom.app.publish(SLUG, at=LATER)
    draft = newsroom.app.publish.unschedule(SLUG)
    assert (draft.status, draft.publish_at) == (Status.DRAFT, None)
    newsroom.clock.set(LATER)
    assert newsroom.app.publish.due() == 0
    assert newsroom.visitor.get(f"/articles/{SLUG}").status == 404
    assert newsroom.app.publish(SLUG).first_published == LATER


def test_an_embargo_outlives_the_schedule(newsroom: Newsroom) -> None:
    newsroom.draft(FERRY)
    newsroom.app.publish(SLUG, embargo=LATER)
    newsroom.app.publish.unschedule(SLUG)
    assert newsroom.app.library.show(SLUG)["embargo"] == "2026-03-02T11:00:00Z"
    assert newsroom.app.publish(SLUG).publish_at == LATER


@pytest.mark.parametrize("published", [False, True])
def test_what_waits_for_no_moment_is_not_unscheduled(
    newsroom: Newsroom, *, published: bool
) -> None:
    newsroom.draft(FERRY)
    if published:
        newsroom.app.publish(SLUG)
    with pytest.raises(Refused, match="waits for no moment"):
        newsroom.app.publish.unschedule(SLUG)


@pytest.mark.parametrize(("at", "embargo"), [(LATER, None), (None, LATER)])
def test_a_change_of_what_is_out_waits_for_no_moment_but_as_a_draft(
    newsroom: Newsroom, at: datetime | None, embargo: datetime | None
) -> None:
    newsroom.publish(FERRY)
    with pytest.raises(Refused, match=f"only what was never public .* article save {SLUG} FILE"):
        newsroom.app.publish(SLUG, at=at, embargo=embargo)


@pytest.mark.parametrize("how", ["revise", "retract", "takedown", "unpublish", "republish"])
def test_what_waits_is_changed_by_no_word_about_what_is_out(newsroom: Newsroom, how: str) -> None:
    newsroom.draft(FERRY)
    newsroom.app.publish(SLUG, at=LATER)
    revise = newsroom.app.revise
    changes: Mapping[str, Callable[[], object]] = {
        "revise": lambda: newsroom.update(SLUG, with_body(FERRY, "At one."), "At one."),
        "retract": lambda: revise.withdraw(SLUG, Kind.RETRACTION, "Wrong."),
        "takedown": lambda: revise.withdraw(SLUG, Kind.TAKEDOWN, "By order."),
        "unpublish": lambda: revise.unpublish(SLUG),
        "republish": lambda: revise.republish(SLUG),
    }
    with pytest.raises(Refused, match="is scheduled"):
        changes[how]()
    assert standing(newsroom).publish_at == LATER
    assert events(newsroom) == []


def test_a_moment_while_nobody_ticks_is_kept_at_the_next_tick(
    tmp_path: Path, database_url: str
) -> None:
    settings = settings_in(tmp_path, database_url)
    with newsroom_of(settings) as newsroom:
        newsroom.draft(FERRY)
        newsroom.app.publish(SLUG, at=LATER)
    restarted = LATER + timedelta(days=3)
    with newsroom_of(settings, restarted) as newsroom:
        assert newsroom.visitor.get(f"/articles/{SLUG}").status == 404
        assert newsroom.app.tick().published == 1
        assert newsroom.app.tick().published == 0
        article = standing(newsroom)
        clocks = {article.first_published, article.updated, article.edited, article.recorded}
        assert clocks == {restarted}
        (item,) = json.loads(newsroom.visitor.get("/feeds/all.json").body)["items"]
        assert item["date_published"] == item["date_modified"] == "2026-03-05T11:00:00Z"
        assert events(newsroom) == [Change.LIFT]


def test_a_moment_in_the_hour_that_comes_twice_is_one_instant(newsroom: Newsroom) -> None:
    newsroom.draft(FERRY)
    second_pass = datetime.fromisoformat("2026-10-25T02:30:00+01:00")
    newsroom.app.publish(SLUG, at=second_pass)
    newsroom.clock.set(datetime(2026, 10, 25, 0, 30, tzinfo=UTC))  # 02:30 for the first time
    assert newsroom.app.publish.due() == 0
    newsroom.clock.set(second_pass - TICK)
    assert newsroom.app.publish.due() == 0
    newsroom.clock.set(second_pass)
    assert newsroom.app.publish.due() == 1
    assert standing(newsroom).first_published == second_pass


def test_a_scheduled_article_comes_out_at_its_newest_slug(newsroom: Newsroom) -> None:
    newsroom.draft(FERRY)
    newsroom.app.publish(SLUG, at=LATER)
    newsroom.app.revise.rename(SLUG, "boats")
    assert events(newsroom) == []
    newsroom.clock.set(LATER)
    assert newsroom.app.publish.due() == 1
    assert newsroom.visitor.get("/articles/boats").status == 200
