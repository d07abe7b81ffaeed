"""Cohorts: one by its items in a wave, rendered once, and the words as mailed kept."""

from dataclasses import replace

import pytest

from syndicate.domain.articles import Status
from syndicate.domain.changes import DigestAs
from syndicate.domain.digests import CohortPlace, ItemKey, RenderedDigest
from syndicate.store.transaction import Transaction
from syndicate.store.unit_of_work import Store
from tests.contracts.ledger import HOUR, NOW, Ledger, at_once, item

BODY = RenderedDigest(subject="Morning", text="t", html="<p>", item_words=("one", "two"))


@pytest.fixture
def ledger(store: Store) -> Ledger:
    """Give a store with a newsletter."""
    return Ledger(store)


def two_items(ledger: Ledger) -> tuple[ItemKey, ItemKey]:
    """Return two items, of a new and of an updated article."""
    one, other = ledger.article(), ledger.article(NOW, NOW)
    return item(one), ItemKey(article_id=other, revision=2, status=DigestAs.UPDATED, since=1)


def test_the_same_items_in_a_wave_are_one_cohort(ledger: Ledger) -> None:
    edition, wave = ledger.edition()
    one, other = two_items(ledger)
    first = ledger.cohort(edition, wave, one, other)
    assert ledger.cohort(edition, wave, one, other) == first
    assert len({first, ledger.cohort(edition, wave, one), ledger.cohort(edition, wave)}) == 3
    with ledger.store.read() as tx:
        assert len(tx.cohorts.of_edition(edition.id)) == 3


def test_another_order_status_or_past_is_another_cohort(ledger: Ledger) -> None:
    edition, wave = ledger.edition()
    one, other = two_items(ledger)
    third = ItemKey(article_id=other.article_id, revision=2, status=DigestAs.NEW)
    cohorts = [
        ledger.cohort(edition, wave, *items) for items in ((one, other), (other, one), (one, third))
    ]
    assert len(set(cohorts)) == 3


def test_two_waves_have_cohorts_of_their_own(ledger: Ledger) -> None:
    edition, wave = ledger.edition()
    with ledger.store.write() as tx:
        tx.editions.add_wave(edition.id, NOW + HOUR)
        _, later = tx.editions.waves_of(edition.id)
    assert ledger.cohort(edition, wave) != ledger.cohort(edition, later)


def test_planners_who_share_an_edition_never_collide(ledger: Ledger) -> None:
    edition, wave = ledger.edition()

    def ensure(tx: Transaction) -> int:
        tx.editions.share(edition.id)
        return tx.cohorts.ensure(CohortPlace(wave_id=wave.id, edition_id=edition.id), (), NOW)

    assert len(set(at_once(ledger.store, [ensure] * 4))) == 1


def test_items_come_back_in_their_order(ledger: Ledger) -> None:
    edition, wave = ledger.edition()
    items = two_items(ledger)
    number = ledger.cohort(edition, wave, *items)
    with ledger.store.read() as tx:
        assert tuple(tx.cohorts.items(number)) == items


def test_a_body_is_kept_with_the_words_of_each_item(ledger: Ledger) -> None:
    edition, wave = ledger.edition()
    number = ledger.cohort(edition, wave, *two_items(ledger))
    with ledger.store.write() as tx:
        assert tx.cohorts.body(number) is None
        tx.cohorts.keep(number, BODY)
    with ledger.store.read() as tx:
        assert tx.cohorts.body(number) == BODY


def test_the_first_body_stays(ledger: Ledger) -> None:
    edition, wave = ledger.edition()
    number = ledger.cohort(edition, wave, *two_items(ledger))
    other = RenderedDigest(subject="Other", text="o", html="<b>", item_words=("three", "four"))
    with ledger.store.write() as tx:
        tx.cohorts.keep(number, BODY)
        tx.cohorts.keep(number, other)
        assert tx.cohorts.body(number) == BODY


def test_of_those_who_would_render_at_once_only_one_finds_nothing_rendered(
    ledger: Ledger,
) -> None:
    edition, wave = ledger.edition()
    number = ledger.cohort(edition, wave, *two_items(ledger))

    def render(tx: Transaction) -> bool:
        tx.cohorts.lock(number)
        nothing_there = tx.cohorts.body(number) is None
        tx.cohorts.keep(number, BODY)
        return nothing_there

    assert sorted(at_once(ledger.store, [render] * 4)) == [False, False, False, True]


def test_a_cohort_remembers_when_it_was_planned(ledger: Ledger) -> None:
    edition, wave = ledger.edition()
    number = ledger.cohort(edition, wave)
    with ledger.store.read() as tx:
        assert tx.cohorts.created(number) == NOW


def test_each_letter_is_a_cohort_of_its_own(ledger: Ledger) -> None:
    with ledger.store.write() as tx:
        one, other = tx.cohorts.letter(BODY, NOW), tx.cohorts.letter(BODY, NOW)
        assert one != other
        assert tx.cohorts.items(one) == []
        body = tx.cohorts.body(other)
    assert body is not None
    assert (body.subject, body.text) == (BODY.subject, BODY.text)


@pytest.mark.parametrize("status", Status)
def test_what_was_taken_down_or_unpublished_is_overtaken(ledger: Ledger, status: Status) -> None:
    one, other = ledger.article(), ledger.article()
    cohort = ledger.cohort(*ledger.edition(), item(one), item(other))
    with ledger.store.write() as tx:
        tx.articles.save(replace(tx.articles.by_id(one), status=status))
        gone = status in {Status.TAKEN_DOWN, Status.UNPUBLISHED}
        assert tx.overtaken.holds(cohort) is gone
        assert [tx.overtaken.stale(line) for line in tx.cohorts.items(cohort)] == [gone, False]


def test_what_waits_moves_and_what_is_claimed_stays(ledger: Ledger) -> None:
    edition, wave = ledger.edition()
    first = ledger.cohort(edition, wave, item(ledger.article()))
    ledger.fill(edition, first, ledger.readers(4))
    ledger.claim(2)
    other = ledger.cohort(edition, wave)
    with ledger.store.write() as tx:
        assert tx.cohorts.place(first).wave_id == wave.id
        tx.overtaken.move(first, other, range(1, 10**6))
    assert [d.cohort_id for d in ledger.page()] == [first, first, other, other]
