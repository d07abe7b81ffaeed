"""Do the figures follow whatever happens to articles, at the price of what happened alone?"""

from dataclasses import replace
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, update

from syndicate.domain.articles import Kind
from syndicate.domain.figures import Delay, Figures, Tally
from syndicate.services.count_changes import AT_ONCE, CountChanges, Recount
from syndicate.services.show_figures import ShowFigures
from syndicate.store.tables import count_cells, counted_in, counts, outbox
from tests.web.newsroom import BRIDGE, FERRY, NOW, Newsroom, with_body

SLUG = "ferry-stops-at-noon"


def told(newsroom: Newsroom) -> Figures:
    """Return the figures, which are the same when everything is counted anew."""
    kept = newsroom.app.figures()
    with newsroom.app.store.write() as tx:
        for table in (counts, count_cells, counted_in):
            tx.connection.execute(delete(table))
    newsroom.app.recount()
    assert newsroom.app.figures() == kept
    return kept


def correct(newsroom: Newsroom, slug: str = SLUG, kind: Kind = Kind.CORRECTION) -> None:
    newsroom.later(hours=1)
    body = f"It stops at {newsroom.clock.now():%H:%M}."
    newsroom.update(slug, with_body(FERRY, body), "Not so.", kind)


@pytest.fixture
def ferry(newsroom: Newsroom) -> Newsroom:
    """Publish an article."""
    newsroom.publish(FERRY)
    return newsroom


def test_a_site_without_articles_has_figures(newsroom: Newsroom) -> None:
    assert told(newsroom).tally == Tally()


def test_a_draft_is_in_no_figure(newsroom: Newsroom) -> None:
    newsroom.draft(FERRY)
    assert told(newsroom).tally == Tally()


def test_a_published_article_counts_in_its_month_and_section(ferry: Newsroom) -> None:
    figures = told(ferry)
    assert figures.tally == Tally(articles=1)
    assert [month.month for month in figures.months] == ["2026-03"]
    assert [(section.name, section.label) for section in figures.sections] == [
        ("harbour", "Harbour")
    ]


def test_corrections_count_with_their_time_and_others_beside_them(ferry: Newsroom) -> None:
    for kind in (Kind.CORRECTION, Kind.CLARIFICATION, Kind.EDITORS_NOTE, Kind.CORRECTION):
        correct(ferry, kind=kind)
    figures = told(ferry)
    assert figures.tally == Tally(
        articles=1, corrections=2, clarifications=1, editors_notes=1, delay=Delay(known=2)
    )
    assert figures.spread == (1, 1, 0, 0, 0, 0, 0)


def test_updates_and_minor_edits_are_in_no_figure(ferry: Newsroom) -> None:
    correct(ferry, kind=Kind.UPDATE)
    assert told(ferry).tally == Tally(articles=1)


def test_an_article_that_moves_takes_its_corrections_along(ferry: Newsroom) -> None:
    correct(ferry)
    moved = replace(with_body(FERRY, "It sails from the town now."), section="Town")
    ferry.update(SLUG, moved, "It moved.")
    (section,) = told(ferry).sections
    assert (section.name, section.tally.articles, section.tally.corrections) == ("town", 1, 1)


def test_a_retraction_counts_and_the_article_still_does(ferry: Newsroom) -> None:
    ferry.app.revise.withdraw(SLUG, Kind.RETRACTION, "It was invented.")
    assert told(ferry).tally == Tally(articles=1, retractions=1)


@pytest.mark.parametrize("how", ["takedown", "unpublish"])
def test_what_was_withdrawn_is_counted_as_that_and_leaves_no_word(
    ferry: Newsroom, how: str
) -> None:
    correct(ferry)
    if how == "takedown":
        ferry.app.revise.withdraw(SLUG, Kind.TAKEDOWN, "By order.")
    else:
        ferry.app.revise.unpublish(SLUG)
    figures = told(ferry)
    assert (figures.tally, figures.withdrawn) == (Tally(), 1)
    assert (figures.months, figures.sections) == ((), ())
    for target in ("/corrections/figures", "/corrections/figures.json"):
        said = ferry.visitor.get(target).text.replace("The Harbour Post", "")
        assert "arbour<" not in said
        assert "erry" not in said


def test_what_was_reinstated_counts_again(ferry: Newsroom) -> None:
    correct(ferry)
    ferry.app.revise.unpublish(SLUG)
    ferry.app.revise.reinstate(SLUG, "Back again.")
    figures = told(ferry)
    assert (figures.tally.articles, figures.tally.corrections, figures.withdrawn) == (1, 1, 0)


def test_another_time_zone_counts_by_its_own_months(ferry: Newsroom) -> None:
    ferry.clock.set(NOW.replace(day=31, hour=20))
    ferry.publish(BRIDGE)
    assert [month.month for month in told(ferry).months] == ["2026-03"]
    tokyo = CountChanges(zone=ZoneInfo("Asia/Tokyo"))
    show = ShowFigures(transactions=ferry.app.store, count=tokyo)
    here, before = show(), ferry.app.store.generation
    assert (here.timezone, len(here.months)) == ("UTC", 1)  # what stands, and nothing is written
    assert ferry.app.store.generation == before
    Recount(transactions=ferry.app.store, count=tokyo)()
    there = show()
    assert there.timezone == "Asia/Tokyo"
    assert [month.month for month in there.months] == ["2026-03", "2026-04"]


def test_a_store_from_before_the_figures_is_counted_by_the_next_tick(ferry: Newsroom) -> None:
    correct(ferry)
    with ferry.app.store.write() as tx:
        for table in (counts, count_cells, counted_in):
            tx.connection.execute(delete(table))
    assert ferry.app.figures().tally == Tally()
    ferry.app.tick()
    assert ferry.app.figures().tally.corrections == 1


def test_an_event_that_is_relayed_twice_counts_once(ferry: Newsroom) -> None:
    correct(ferry)
    with ferry.app.store.write() as tx:
        tx.connection.execute(update(outbox).values(relayed=None))
    assert ferry.app.relay() == 2
    assert told(ferry).tally.corrections == 1


def test_neither_asking_nor_counting_what_agrees_writes_anything(ferry: Newsroom) -> None:
    before = ferry.app.store.generation
    ferry.app.figures()
    ferry.app.recount()
    assert ferry.app.store.generation == before


def recount_by(newsroom: Newsroom, zone: str, articles: int = 0) -> bool:
    """Count some articles anew by a zone's months; tell whether all are."""
    count = CountChanges(zone=ZoneInfo(zone), at_once=articles or AT_ONCE)
    with newsroom.app.store.write() as tx:
        return count.go_on(tx)


def test_a_recount_that_is_killed_goes_on_where_it_stopped(newsroom: Newsroom) -> None:
    for number in range(5):
        newsroom.publish(replace(FERRY, headline=f"Ferry {number}"))
    assert newsroom.app.figures().tally.articles == 5
    done = [recount_by(newsroom, "Pacific/Auckland", 2) for _ in range(2)]
    assert done == [False, False]
    assert (newsroom.app.figures().timezone, newsroom.app.figures().tally.articles) == ("UTC", 5)
    with newsroom.app.store.read() as tx:
        assert tx.counts.progress().towards == "Pacific/Auckland"
    assert recount_by(newsroom, "Pacific/Auckland", 2)
    assert (newsroom.app.figures().timezone, newsroom.app.figures().tally.articles) == (
        "Pacific/Auckland",
        5,
    )


def test_a_recount_for_another_zone_begins_at_the_beginning(newsroom: Newsroom) -> None:
    for number in range(3):
        newsroom.publish(replace(FERRY, headline=f"Ferry {number}"))
    assert not recount_by(newsroom, "Pacific/Auckland", 2)
    assert not recount_by(newsroom, "UTC", 2)
    assert recount_by(newsroom, "UTC", 2)
    assert (newsroom.app.figures().timezone, newsroom.app.figures().tally.articles) == ("UTC", 3)


def test_a_recount_goes_on_when_something_is_relayed(newsroom: Newsroom) -> None:
    newsroom.publish(FERRY)
    with newsroom.app.store.write() as tx:
        tx.counts.reached("Pacific/Auckland", UUID(int=0))
    newsroom.publish(replace(FERRY, headline="Another ferry"))
    assert (newsroom.app.figures().timezone, newsroom.app.figures().tally.articles) == ("UTC", 2)
    with newsroom.app.store.read() as tx:
        assert tx.counts.progress().agrees("UTC")
