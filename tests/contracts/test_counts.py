"""Does every store count for the figures of corrections, and keep the sums with the counts?"""

import math
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from syndicate.domain.articles import Status
from syndicate.domain.counting import LONGEST_DELAY, Count, Counted, Progress
from syndicate.domain.feeds import Feed
from syndicate.domain.figures import BOUNDS, Cell, Delay, Delays
from syndicate.store.unit_of_work import Store
from tests.contracts.test_feed_members import stand
from tests.contracts.words import BRIDGE, FERRY, NOWHERE, article

SECTIONS, MONTHS = ("", "town", "health"), ("2016-10", "2016-11", "2017-01")


def counted(identity: UUID = FERRY, number: int = 0, **facts: object) -> Count:
    usual = Count(
        article_id=identity,
        number=number,
        what=Counted.CORRECTION if number else Counted.ARTICLE,
        month="2016-10",
        section="town",
    )
    return replace(usual, **facts)  # type: ignore[arg-type]


def cell(what: Counted, number: int, month: str = "2016-10", section: str = "") -> Cell:
    return Cell(what=what, month=month, section=section, number=number)


@pytest.fixture
def known(store: Store) -> Store:
    """Keep two articles that count nothing yet."""
    with store.write() as tx:
        tx.articles.add(article())
        tx.articles.add(article(BRIDGE, "bridge"))
        tx.counts.reached("UTC", None)
    return store


def replaced(store: Store, identity: UUID, counts: Sequence[Count]) -> None:
    with store.write() as tx:
        tx.counts.replace([identity], counts)


def test_a_new_store_was_counted_in_no_time_zone(store: Store) -> None:
    with store.read() as tx:
        assert tx.counts.progress() == Progress(timezone=None)
        assert tx.figures.months() == []
        assert tx.figures.delays("") == Delays()


def test_how_far_a_recount_has_come_is_kept_until_it_is_done(known: Store) -> None:
    replaced(known, FERRY, [counted()])
    with known.write() as tx:
        tx.counts.reached("UTC", None)
        tx.counts.reached("Asia/Tokyo", FERRY)
        told = Progress(timezone="UTC", towards="Asia/Tokyo", last=FERRY)
        assert tx.counts.progress() == told
        tx.counts.reached("Asia/Tokyo", None)
        assert tx.counts.progress() == Progress(timezone="Asia/Tokyo")
        assert tx.figures.months() == [cell(Counted.ARTICLE, 1)]


def test_the_sums_follow_the_counts(known: Store) -> None:
    replaced(known, FERRY, [counted(), counted(FERRY, 2), counted(FERRY, 3)])
    replaced(known, BRIDGE, [counted(BRIDGE, section="health")])
    with known.read() as tx:
        assert sorted(tx.figures.months(), key=str) == [
            cell(Counted.ARTICLE, 2),
            cell(Counted.CORRECTION, 2),
        ]
        assert sorted(tx.figures.recent("2016-10"), key=str) == [
            cell(Counted.ARTICLE, 1, section="health"),
            cell(Counted.ARTICLE, 1, section="town"),
            cell(Counted.CORRECTION, 2, section="town"),
        ]


def test_the_same_counts_again_change_nothing(known: Store) -> None:
    for _ in range(2):
        replaced(known, FERRY, [counted(), counted(FERRY, 2, delay=60)])
    with known.read() as tx:
        assert sorted(tx.figures.months(), key=str) == [
            cell(Counted.ARTICLE, 1),
            cell(Counted.CORRECTION, 1),
        ]


def test_what_counts_no_more_leaves_no_sum_behind(known: Store) -> None:
    replaced(known, FERRY, [counted(), counted(FERRY, 2, delay=60)])
    replaced(known, FERRY, [counted(what=Counted.WITHDRAWN, month="", section="")])
    with known.read() as tx:
        assert tx.figures.months() == [cell(Counted.WITHDRAWN, 1, "")]
        assert tx.figures.recent("2016-10") == []
        assert tx.figures.delays("") == Delays()


def test_months_before_the_recent_ones_have_delays_but_no_sections(known: Store) -> None:
    replaced(known, FERRY, [counted(month="2016-09"), counted(FERRY, 2, month="2016-09", delay=5)])
    with known.read() as tx:
        assert tx.figures.recent("2016-10") == []
        delays = tx.figures.delays("2016-10")
    one = Delay(known=1, median=5, p90=5)
    assert (delays.all, delays.months) == (one, {"2016-09": one})
    assert (delays.sections, delays.of_section) == ({}, {})


def test_the_longest_delay_can_be_kept(known: Store) -> None:
    replaced(known, FERRY, [counted(), counted(FERRY, 2, delay=LONGEST_DELAY)])
    with known.read() as tx:
        assert tx.figures.delays("").all.median == LONGEST_DELAY


def test_sections_that_count_have_labels_and_no_others(known: Store) -> None:
    with known.write() as tx:
        named = [Feed(name=f"sections/{term}", label=term.title()) for term in ("town", "mars")]
        stand(tx, FERRY, [], named)
        tx.counts.replace([FERRY], [counted(), counted(FERRY, 2, section="")])
        assert tx.figures.labels() == {"town": "Town"}


def test_articles_that_were_ever_published_are_found_by_pages(known: Store) -> None:
    with known.write() as tx:
        for identity, slug in ((FERRY, "ferry"), (NOWHERE, "nowhere")):
            if identity == NOWHERE:
                tx.articles.add(article(NOWHERE, slug))
            tx.articles.save(replace(article(identity, slug, Status.UNPUBLISHED), head=1))
        assert tx.counts.published(None, 1) == [FERRY]
        assert tx.counts.published(FERRY, 9) == [NOWHERE]
        assert tx.counts.published(NOWHERE, 9) == []


Rows = list[list[Count]]
somewhere = st.tuples(st.sampled_from(MONTHS), st.sampled_from(SECTIONS))
delays = st.none() | st.sampled_from([0, 1, *BOUNDS, BOUNDS[-1] + 1]) | st.integers(0, 10**8)


@st.composite
def states(draw: st.DrawFn, identity: UUID) -> list[Count]:
    """Draw what an article may count at one time."""
    month, section = draw(somewhere)
    taken = draw(st.lists(delays, max_size=6))
    return [counted(identity, month=month, section=section)] + [
        counted(identity, number, month=month, section=section, delay=delay)
        for number, delay in enumerate(taken, 2)
    ]


@st.composite
def changes(draw: st.DrawFn) -> list[tuple[UUID, list[Count]]]:
    """Draw what articles count one after the other."""
    ids = draw(st.lists(st.sampled_from([FERRY, BRIDGE]), max_size=6))
    return [(identity, draw(states(identity))) for identity in ids]


def ranked(delays: Iterable[int]) -> Delay:
    """Find the middle and the ninth decile by looking."""
    inside = sorted(delays)
    at = [max(math.ceil(len(inside) * q / 10), 1) - 1 for q in (5, 9)]
    return Delay(known=len(inside), median=inside[at[0]], p90=inside[at[1]])


Late = tuple[str, str, int]


def ranked_by(late: Sequence[Late], key: Callable[[Late], Hashable]) -> dict[Hashable, Delay]:
    """Group delays and find the ranks of each group by looking."""
    return {
        name: ranked(row[2] for row in late if key(row) == name)
        for name in {key(row) for row in late}
    }


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=changes())
def test_the_figures_are_those_of_counting_by_hand(
    known: Store, changes: list[tuple[UUID, list[Count]]]
) -> None:
    with known.write() as tx:
        tx.counts.replace([FERRY, BRIDGE], [])
        for identity, counts in changes:
            tx.counts.replace([identity], counts)
        months, recent = tx.figures.months(), tx.figures.recent("2016-11")
        told = tx.figures.delays("2016-11")
    standing = [count for counts in dict(changes).values() for count in counts]
    assert {(c.what, c.month): c.number for c in months} == Counter(
        (c.what, c.month) for c in standing
    )
    assert {(c.what, c.month, c.section): c.number for c in recent} == Counter(
        (c.what, c.month, c.section) for c in standing if c.month >= "2016-11"
    )
    late = [(c.month, c.section, c.delay) for c in standing if c.delay is not None]
    assert told.all == (ranked(delay for *_, delay in late) if late else Delay())
    edges = [-1, *BOUNDS, math.inf]
    assert list(told.spread) == [
        sum(low < delay <= high for *_, delay in late) for low, high in pairwise(edges)
    ]
    recent_late = [row for row in late if row[0] >= "2016-11"]
    assert told.months == ranked_by(late, lambda row: row[0])
    assert told.sections == ranked_by(recent_late, lambda row: row[1])
    of_section = {name: dict(months) for name, months in told.of_section.items()}
    flat = {(m, name): delay for name, months in of_section.items() for m, delay in months.items()}
    assert flat == ranked_by(recent_late, lambda row: row[:2])
