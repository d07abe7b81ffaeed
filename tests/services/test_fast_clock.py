"""A clock that ran ahead for one tick and was put right keeps nothing from anybody."""

import pytest

from syndicate.domain.articles import Content, Kind
from syndicate.domain.changes import DigestAs
from syndicate.domain.editions import EditionStatus
from syndicate.domain.publication import Declared
from tests.services.press import DAY, HOUR, MONDAY, Press

ADA, BOB = "ada@example.org", "bob@example.org"
AHEAD = MONDAY + 2 * DAY
THURSDAY = MONDAY + 3 * DAY


@pytest.fixture
def put_right(press: Press) -> Press:
    """Give a press whose clock showed Wednesday for one tick of Monday."""
    press.newsletter()
    press.reader(ADA)
    press.reader(BOB)
    press.publish("Bridge")
    press.run(AHEAD)
    press.at(MONDAY + HOUR)
    return press


def test_what_is_published_afterwards_is_told_once(put_right: Press) -> None:
    put_right.publish("Tunnel")
    for days in range(1, 6):
        put_right.run(MONDAY + days * DAY)
    for reader in (ADA, BOB):
        assert put_right.mailed(reader) == [["new Bridge r1"], ["new Tunnel r1"]]


def test_what_changes_afterwards_is_told_once(put_right: Press) -> None:
    put_right.change("bridge", Kind.UPDATE, "It opened.")
    put_right.run(THURSDAY)
    put_right.run(THURSDAY + DAY)
    assert put_right.mailed(ADA)[1:] == [["updated Bridge r2 [It opened.]"]]


def test_what_came_out_at_its_moment_too_soon_is_told_once(press: Press) -> None:
    press.newsletter()
    press.reader(ADA)
    press.schedule("Bridge", MONDAY + DAY)
    press.run(AHEAD)
    press.at(MONDAY + HOUR)
    press.publish("Tunnel")
    press.run(THURSDAY)
    press.run(THURSDAY + DAY)
    assert press.mailed(ADA) == [["new Bridge r1"], ["new Tunnel r1"]]


def test_an_edition_sent_by_hand_before_the_clock_has_caught_up_tells_it(put_right: Press) -> None:
    put_right.publish("Tunnel")
    put_right.send_now("morning")
    put_right.send()
    assert put_right.mailed(ADA)[1:] == [["new Tunnel r1"]]
    put_right.run(THURSDAY)
    assert put_right.mailed(ADA)[2:] == []
    assert put_right.statuses()["2026-03-05T07:00"] is EditionStatus.EMPTY


def test_the_dry_run_counts_whom_the_next_edition_tells(put_right: Press) -> None:
    put_right.publish("Tunnel")
    content = Content(headline="Tunnel", body_html="<p>It is long.</p>")
    foretold = put_right.rehearse("tunnel", content, Declared(kind=Kind.UPDATE, note="Long."))
    (telling,) = foretold.tellings
    assert telling.readers == {DigestAs.NEW: 2}


def test_its_date_for_readers_is_the_clock_s(put_right: Press) -> None:
    published = put_right.clock.now()
    slug = put_right.publish("Tunnel")
    with put_right.store.read() as tx:
        article = tx.articles.by_slug(slug)
        (revision,) = tx.revisions.of(article.id)
    assert published < revision.published < published + HOUR
    assert article.updated == revision.published
    assert revision.recorded > AHEAD
