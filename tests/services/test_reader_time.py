"""With reader-time an edition goes out at seven in each reader's own zone, once to each."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from syndicate.domain.articles import Kind
from syndicate.domain.editions import EditionStatus
from tests.services.press import DAY, HOUR, MONDAY, Press

READERS: Mapping[str, str] = {
    "syd@example.org": "Australia/Sydney",
    "ber@example.org": "Europe/Berlin",
    "nyc@example.org": "America/New_York",
}
SYDNEY = MONDAY - 10 * HOUR  # Monday 07:00 there
NEW_YORK = MONDAY + 6 * HOUR


@pytest.fixture
def world(press: Press) -> Press:
    """Give a newsletter with readers in three zones, and an article."""
    press.newsletter(reader_time=True)
    for email, zone in READERS.items():
        press.reader(email, zone)
    press.publish("Bridge")
    return press


def reached(press: Press) -> list[str]:
    """Return whom mail has reached so far, in order."""
    return [sent.envelope.recipient for sent in press.post.mail.sent]


def test_each_zone_is_mailed_at_its_own_seven_o_clock_and_once(world: Press) -> None:
    seen = []
    for hour in range(30):
        world.run(SYDNEY - HOUR + hour * HOUR)
        seen.append((world.clock.now(), reached(world)))
    everybody = ["syd@example.org", "ber@example.org", "nyc@example.org"]
    first = {len(reached): at for at, reached in reversed(seen)}
    assert [first[1], first[2], first[3]] == [SYDNEY, MONDAY, NEW_YORK]
    assert reached(world) == everybody


def test_an_edition_is_going_out_until_its_last_wave_has_been_sent(world: Press) -> None:
    for instant in (SYDNEY, MONDAY):
        world.run(instant)
        assert world.statuses() == {"2026-03-02T07:00": EditionStatus.SENDING}
    world.run(NEW_YORK)
    assert world.statuses() == {"2026-03-02T07:00": EditionStatus.SENT}


def test_a_wave_tells_what_was_published_up_to_its_own_instant(world: Press) -> None:
    world.run(SYDNEY)
    world.publish("Tunnel")
    world.run(MONDAY)
    assert world.mailed("syd@example.org") == [["new Bridge r1"]]
    assert world.mailed("ber@example.org") == [["new Bridge r1", "new Tunnel r1"]]


def test_what_came_between_two_waves_is_new_in_the_next_edition_of_the_earlier(
    world: Press,
) -> None:
    world.run(SYDNEY)
    world.publish("Tunnel")
    for instant in (MONDAY, NEW_YORK, SYDNEY + DAY, MONDAY + DAY, NEW_YORK + DAY):
        world.run(instant)
    assert world.mailed("syd@example.org") == [["new Bridge r1"], ["new Tunnel r1"]]
    assert world.mailed("ber@example.org") == [["new Bridge r1", "new Tunnel r1"]]


def test_a_zone_that_joins_before_its_instant_gets_the_edition_that_is_going_out(
    world: Press,
) -> None:
    world.run(SYDNEY)
    world.reader("kol@example.org", "Asia/Kolkata")
    world.run(SYDNEY + HOUR)
    assert reached(world) == ["syd@example.org"]
    world.run(MONDAY - 4.5 * HOUR)
    assert reached(world) == ["syd@example.org", "kol@example.org"]


def test_a_zone_that_joins_an_edition_that_had_ended_opens_it_again(press: Press) -> None:
    press.newsletter(reader_time=True)
    press.reader("ber@example.org")
    press.publish("Bridge")
    press.run(MONDAY)
    assert press.statuses() == {"2026-03-02T07:00": EditionStatus.SENT}
    press.reader("nyc@example.org", "America/New_York")
    press.run(MONDAY + HOUR)
    press.run(NEW_YORK)
    assert reached(press) == ["ber@example.org", "nyc@example.org"]
    assert press.statuses() == {"2026-03-02T07:00": EditionStatus.SENT}


def test_a_zone_that_joins_after_its_instant_waits_for_the_next_edition(press: Press) -> None:
    press.newsletter(reader_time=True)
    press.reader("ber@example.org")
    press.publish("Bridge")
    press.run(MONDAY)
    press.reader("syd@example.org", "Australia/Sydney")
    press.run(MONDAY + HOUR)
    assert reached(press) == ["ber@example.org"]
    assert [report.in_part for report in press.editions.list()] == [False]


def test_the_newsletters_own_zone_without_readers_is_not_taken_for_everybody(press: Press) -> None:
    press.newsletter(reader_time=True)
    press.reader("nyc@example.org", "America/New_York")
    press.publish("Bridge")
    press.run(MONDAY)
    assert reached(press) == []
    press.run(NEW_YORK)
    assert reached(press) == ["nyc@example.org"]


def test_a_missed_wave_is_made_up_for_in_its_readers_next_edition_alone(world: Press) -> None:
    world.run(MONDAY)  # Sydney's wave is ten hours late
    assert reached(world) == ["ber@example.org"]
    world.run(NEW_YORK)
    assert [report.in_part for report in world.editions.list()] == [True]
    for instant in (NEW_YORK, SYDNEY + DAY, MONDAY + DAY, NEW_YORK + DAY):
        world.run(instant)
    assert reached(world) == ["ber@example.org", "nyc@example.org", "syd@example.org"]


def test_a_pause_between_two_waves_makes_the_later_one_missed(world: Press) -> None:
    world.run(MONDAY)
    world.newsletters.pause("morning")
    world.run(NEW_YORK)
    world.newsletters.resume("morning")
    world.run(NEW_YORK + timedelta(minutes=1))
    assert "nyc@example.org" not in reached(world)
    world.run(SYDNEY + DAY)
    world.run(NEW_YORK + DAY)
    assert world.mailed("nyc@example.org") == [["new Bridge r1"]]


def test_a_newsletter_removed_between_two_waves_sends_no_other(world: Press) -> None:
    world.run(MONDAY)
    world.newsletters.remove("morning")
    world.run(NEW_YORK)
    assert reached(world) == ["ber@example.org"]


def test_an_edition_cancelled_between_two_waves_sends_no_other(world: Press) -> None:
    world.run(MONDAY)
    world.editions.cancel(world.edition().id)
    world.run(NEW_YORK)
    assert "nyc@example.org" not in reached(world)
    assert world.statuses() == {"2026-03-02T07:00": EditionStatus.CANCELLED}
    assert {wave.status for wave in world.waves()} == {
        EditionStatus.MISSED,  # Sydney
        EditionStatus.SENDING,
        EditionStatus.CANCELLED,
    }


def test_an_edition_paused_between_two_waves_goes_on_where_it_was(world: Press) -> None:
    world.run(MONDAY)
    world.editions.pause(world.edition().id)
    world.run(NEW_YORK)
    assert "nyc@example.org" not in reached(world)
    world.editions.resume(world.edition().id)
    world.run(NEW_YORK + HOUR)
    assert "nyc@example.org" in reached(world)


def test_a_wave_that_a_pause_made_late_is_missed_and_told_in_the_next_edition(
    world: Press,
) -> None:
    world.run(MONDAY)
    edition = world.edition().id
    world.editions.pause(edition)
    for instant in (NEW_YORK, SYDNEY + DAY, MONDAY + DAY, NEW_YORK + DAY):
        world.run(instant)
    assert world.mailed("nyc@example.org") == [["new Bridge r1"]]
    assert world.edition().status is EditionStatus.SENT


def test_a_reader_who_moves_between_waves_is_mailed_once(world: Press) -> None:
    world.run(SYDNEY)
    with world.store.write() as tx:
        tx.subscribers.set_timezone(tx.subscribers.by_email("syd@example.org").id, "Europe/Berlin")
    world.run(MONDAY)
    assert reached(world) == ["syd@example.org", "ber@example.org"]


def test_each_wave_tells_articles_as_they_stand_at_its_own_instant(world: Press) -> None:
    world.publish("Ferry")
    world.run(SYDNEY)
    world.correct("bridge")
    world.publish("Tunnel")
    world.revise.withdraw("ferry", Kind.RETRACTION, "It never ran.")
    world.run(MONDAY)
    assert world.mailed("syd@example.org")[0] == ["new Bridge r1", "new Ferry r1"]
    digest = next(mail for mail in world.mailed("ber@example.org") if "notice" not in mail[0])
    assert digest == ["new Bridge r2 [Eleven, not ten.]", "new Tunnel r1"]


def test_an_article_taken_down_between_waves_is_told_to_none_of_the_later(world: Press) -> None:
    world.publish("Ferry")
    world.run(SYDNEY)
    world.revise.withdraw("ferry", Kind.TAKEDOWN, "")
    world.run(MONDAY)
    assert world.mailed("syd@example.org") == [["new Bridge r1", "new Ferry r1"]]
    assert world.mailed("ber@example.org") == [["new Bridge r1"]]
