"""Do drafts become public, at once or at their moment, whole or not at all?"""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from structlog.testing import capture_logs

from syndicate.domain.articles import Article, Kind, PastRevision, Revision, Status
from syndicate.domain.changes import Change
from syndicate.domain.events import Event
from syndicate.domain.notices import Asked, Notice
from syndicate.domain.stories import Story
from syndicate.errors import Broken, Conflict, NotFound, Refused, SyndicateError, Temporary
from syndicate.services.count_first import Census
from syndicate.services.open_notices import Transaction as NoticeTransaction
from syndicate.services.publish import Publish
from tests.web.newsroom import BRIDGE, FERRY, NOW, Newsroom, with_body

LATER = NOW + timedelta(hours=2)
STATED = (PastRevision(kind=Kind.ORIGINAL, stated="1:35 p.m."),)


def revisions(newsroom: Newsroom, slug: str) -> tuple[Revision, ...]:
    with newsroom.app.store.read() as tx:
        return tx.revisions.of(tx.articles.by_slug(slug).id)


def standing(newsroom: Newsroom, slug: str) -> Article:
    with newsroom.app.store.read() as tx:
        return tx.articles.by_slug(slug)


def unrelayed(newsroom: Newsroom) -> list[Event]:
    """Return events that wait; what claims them here is given up again."""
    with newsroom.app.store.write() as tx:
        return list(tx.outbox.claim(100))


def test_publishing_makes_the_first_revision_of_now(newsroom: Newsroom) -> None:
    article = newsroom.publish(FERRY)
    (revision,) = revisions(newsroom, article.slug)
    assert (revision.number, revision.kind, revision.content) == (1, Kind.ORIGINAL, FERRY)
    assert {revision.published, revision.recorded} == {NOW}
    assert {article.first_published, article.updated, article.edited, article.recorded} == {NOW}
    assert article.status is Status.PUBLISHED
    assert unrelayed(newsroom) == []


def test_a_published_article_has_no_draft_left(newsroom: Newsroom) -> None:
    slug = newsroom.publish(FERRY).slug
    with newsroom.app.store.read() as tx:
        assert tx.drafts.of(tx.articles.by_slug(slug).id) is None


def test_a_past_is_published_with_its_own_times_and_recorded_now(newsroom: Newsroom) -> None:
    past = (
        PastRevision(kind=Kind.ORIGINAL, at=NOW.replace(year=2016)),
        PastRevision(kind=Kind.UPDATE, note="With comments.", at=NOW.replace(year=2017)),
    )
    slug = newsroom.app.ingest(Story(content=FERRY, past=past), announce=False)
    article = newsroom.app.publish(slug)
    first, second = revisions(newsroom, slug)
    assert (first.held, first.content_hash, second.content) == (False, None, FERRY)
    assert [first.published.year, second.published.year] == [2016, 2017]
    assert {first.recorded, second.recorded, article.recorded} == {NOW}
    assert (article.first_published, article.updated) == (first.published, second.published)


def test_times_of_other_zones_are_the_same_instants(newsroom: Newsroom) -> None:
    at = datetime.fromisoformat("2016-10-18T13:35:00-07:00")
    past = (PastRevision(kind=Kind.ORIGINAL, at=at),)
    newsroom.app.publish(newsroom.app.ingest(Story(content=FERRY, past=past), announce=False))
    assert newsroom.app.verify().revisions == 1


@pytest.mark.parametrize("at", [None, LATER])
def test_a_time_that_is_missing_is_told_with_the_command(
    newsroom: Newsroom, at: datetime | None
) -> None:
    slug = newsroom.app.ingest(Story(content=FERRY, past=STATED), announce=False)
    with pytest.raises(Refused, match=r"'1:35 p\.m\.'.*--date 2016-10-18 --timezone"):
        newsroom.app.publish(slug, at=at)
    assert standing(newsroom, slug).status is Status.DRAFT
    assert revisions(newsroom, slug) == ()


def test_what_its_source_dates_ahead_is_refused_with_the_command_that_waits(
    newsroom: Newsroom,
) -> None:
    past = (PastRevision(kind=Kind.ORIGINAL, at=LATER),)
    slug = newsroom.app.ingest(Story(content=FERRY, past=past), announce=False)
    with pytest.raises(Refused, match=re.escape(f"publish {slug} --at {LATER.isoformat()}")):
        newsroom.app.publish(slug)
    assert standing(newsroom, slug).status is Status.DRAFT


def test_what_its_source_dates_ahead_comes_out_at_that_moment(newsroom: Newsroom) -> None:
    past = (PastRevision(kind=Kind.ORIGINAL, at=LATER),)
    slug = newsroom.app.ingest(Story(content=FERRY, past=past), announce=False)
    assert newsroom.app.publish(slug, at=LATER).status is Status.SCHEDULED
    newsroom.later(hours=2)
    newsroom.app.publish.due()
    assert standing(newsroom, slug).first_published == LATER


@pytest.mark.parametrize("at", [None, LATER])
def test_without_a_headline_nothing_is_published(newsroom: Newsroom, at: datetime | None) -> None:
    slug = newsroom.draft(replace(FERRY, headline=""))
    with pytest.raises(Refused, match=r"no headline: .*title in the front matter"):
        newsroom.app.publish(slug, at=at)
    assert standing(newsroom, slug).status is Status.DRAFT


def test_an_unknown_slug_is_not_found_and_one_like_it_is_named(newsroom: Newsroom) -> None:
    newsroom.draft(FERRY)
    with pytest.raises(NotFound, match="did you mean 'ferry-stops-at-noon'"):
        newsroom.app.publish("ferry-stop-at-noon")


def test_what_is_published_is_not_published_again(newsroom: Newsroom) -> None:
    slug = newsroom.publish(FERRY).slug
    with pytest.raises(Refused, match="is published already"):
        newsroom.app.publish(slug)
    assert len(revisions(newsroom, slug)) == 1


@pytest.mark.parametrize("at", [None, LATER])
def test_what_was_withdrawn_is_not_published_but_brought_back(
    newsroom: Newsroom, at: datetime | None
) -> None:
    slug = newsroom.publish(FERRY).slug
    newsroom.app.revise.unpublish(slug)
    with pytest.raises(Refused, match=f"bring it back first: syndicate article reinstate {slug}"):
        newsroom.app.publish(slug, at=at)


@pytest.mark.parametrize(("at", "embargo"), [(LATER, None), (None, LATER)])
def test_it_comes_out_at_its_moment_and_not_before(
    newsroom: Newsroom, at: datetime | None, embargo: datetime | None
) -> None:
    slug = newsroom.draft(FERRY)
    waiting = newsroom.app.publish(slug, at=at, embargo=embargo)
    assert (waiting.status, waiting.publish_at) == (Status.SCHEDULED, LATER)
    newsroom.clock.set(LATER - timedelta(microseconds=1))
    assert newsroom.app.publish.due() == 0
    newsroom.clock.set(LATER + timedelta(seconds=5))
    assert newsroom.app.publish.due() == 1
    article = standing(newsroom, slug)
    assert article.status is Status.PUBLISHED
    assert article.publish_at is None
    assert {article.first_published, article.updated} == {LATER + timedelta(seconds=5)}
    assert newsroom.app.publish.due() == 0


def test_the_later_of_moment_and_embargo_counts(newsroom: Newsroom) -> None:
    slug = newsroom.draft(FERRY)
    newsroom.app.publish(slug, at=NOW + timedelta(hours=1), embargo=LATER)
    assert standing(newsroom, slug).publish_at == LATER


def test_an_embargo_holds_when_publishing_is_tried_again(newsroom: Newsroom) -> None:
    slug = newsroom.draft(FERRY)
    newsroom.app.publish(slug, embargo=LATER)
    assert newsroom.app.publish(slug).status is Status.SCHEDULED
    assert newsroom.app.publish(slug, at=NOW).publish_at == LATER


def test_an_embargo_can_be_lifted_early(newsroom: Newsroom) -> None:
    slug = newsroom.draft(FERRY)
    newsroom.app.publish(slug, embargo=LATER)
    assert newsroom.app.publish(slug, embargo=NOW).status is Status.PUBLISHED


def test_a_moment_can_be_moved(newsroom: Newsroom) -> None:
    slug = newsroom.draft(FERRY)
    newsroom.app.publish(slug, at=LATER)
    newsroom.app.publish(slug, at=LATER + timedelta(days=1))
    newsroom.clock.set(LATER)
    assert newsroom.app.publish.due() == 0
    assert newsroom.app.publish(slug).status is Status.PUBLISHED


def test_a_scheduled_draft_comes_out_in_its_newest_words(newsroom: Newsroom) -> None:
    slug = newsroom.draft(FERRY)
    newsroom.app.publish(slug, at=LATER)
    newer = with_body(FERRY, "The ferry to the island stops at one on Sunday.")
    assert newsroom.draft(newer) == slug
    newsroom.clock.set(LATER)
    newsroom.app.publish.due()
    assert revisions(newsroom, slug)[0].content == newer


def test_what_cannot_come_out_holds_up_no_other(newsroom: Newsroom) -> None:
    stuck, other = newsroom.draft(FERRY), newsroom.draft(BRIDGE)
    newsroom.app.publish(stuck, at=LATER - timedelta(hours=1))
    newsroom.app.publish(other, at=LATER)
    newsroom.app.ingest(Story(content=FERRY, past=STATED), announce=True)
    newsroom.clock.set(LATER)
    assert newsroom.app.publish.due() == 1
    assert standing(newsroom, other).status is Status.PUBLISHED
    assert standing(newsroom, stuck).status is Status.SCHEDULED


def failing(newsroom: Newsroom, slug: str, error: SyndicateError) -> Publish:
    """Return publishing that fails for one article, once its revision is written."""
    stuck, whole = standing(newsroom, slug).id, newsroom.app.publish

    def open_notice(
        tx: NoticeTransaction,
        revision: Revision,
        asked: Asked,
        now: datetime,
        census: Census | None,
    ) -> Notice | None:
        if revision.article_id == stuck:
            raise error
        return whole.open_notice(tx, revision, asked, now, census)

    return replace(whole, open_notice=open_notice)


def two_due(newsroom: Newsroom) -> tuple[str, str]:
    """Have two articles whose moments have come; return their slugs, earlier first."""
    first, second = newsroom.draft(FERRY), newsroom.draft(BRIDGE)
    newsroom.app.publish(first, at=LATER - timedelta(hours=1))
    newsroom.app.publish(second, at=LATER)
    newsroom.clock.set(LATER)
    return first, second


@pytest.mark.parametrize("error", [Broken("bad data"), Conflict("too late"), NotFound("gone")])
def test_whatever_keeps_one_from_coming_out_holds_up_no_other(
    newsroom: Newsroom, error: SyndicateError
) -> None:
    stuck, other = two_due(newsroom)
    assert failing(newsroom, stuck, error).due() == 1
    assert standing(newsroom, other).status is Status.PUBLISHED
    assert standing(newsroom, stuck).status is Status.SCHEDULED
    assert revisions(newsroom, stuck) == ()
    assert newsroom.app.publish.due() == 1


def test_what_may_pass_by_itself_is_left_to_the_next_tick(newsroom: Newsroom) -> None:
    stuck, _ = two_due(newsroom)
    with pytest.raises(Temporary):
        failing(newsroom, stuck, Temporary("the store is busy")).due()
    assert newsroom.app.publish.due() == 2


def test_what_cannot_come_out_is_logged_once_and_not_at_every_tick(newsroom: Newsroom) -> None:
    stuck, _ = two_due(newsroom)
    publish = failing(newsroom, stuck, Broken("bad data"))
    with capture_logs() as logs:
        for _ in range(3):
            publish.due()
    failed = [line for line in logs if line["event"] == "publish_failed"]
    assert [(line["article"], line["error"]) for line in failed] == [(stuck, "bad data")]


def test_a_lifted_embargo_is_told_as_such(newsroom: Newsroom) -> None:
    slug = newsroom.draft(FERRY)
    newsroom.app.publish(slug, at=LATER)
    newsroom.clock.set(LATER)
    kept = newsroom.app.publish
    assert type(kept)(
        transactions=kept.transactions,
        policy=kept.policy,
        clock=kept.clock,
        salt=kept.salt,
        count_notice=kept.count_notice,
        relay=lambda: None,
        open_notice=kept.open_notice,
    ).due()
    (event,) = unrelayed(newsroom)
    assert (event.change, event.number) == (Change.LIFT, 1)


def test_of_two_who_publish_at_once_one_does(newsroom: Newsroom) -> None:
    slug = newsroom.draft(FERRY)

    def attempt(_: int) -> bool:
        try:
            newsroom.app.publish(slug)
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(attempt, range(4))) == 1
    assert len(revisions(newsroom, slug)) == 1


def test_of_two_tickers_one_publishes_what_is_due(newsroom: Newsroom) -> None:
    slugs = [newsroom.draft(content) for content in (FERRY, BRIDGE)]
    for slug in slugs:
        newsroom.app.publish(slug, at=LATER)
    newsroom.clock.set(LATER)
    with ThreadPoolExecutor(3) as pool:
        assert sum(pool.map(lambda _: newsroom.app.publish.due(), range(3))) == 2
    assert [len(revisions(newsroom, slug)) for slug in slugs] == [1, 1]


def test_many_articles_at_once_all_come_out_and_into_the_feed(newsroom: Newsroom) -> None:
    slugs = [newsroom.draft(with_body(FERRY, f"{n} " * 30), f"story-{n}") for n in range(8)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(newsroom.app.publish, slugs))
    feed = newsroom.visitor.get("/feeds/all.json").text
    assert all(f"/articles/{slug}" in feed for slug in slugs)
    assert newsroom.app.verify().revisions == 8
    assert unrelayed(newsroom) == []
