"""Are readers mailed as they wish: how often, of which sections, after a pause, in plain text?"""

from dataclasses import replace
from datetime import datetime
from email import message_from_bytes, policy

import pytest

from syndicate.domain.articles import Kind
from syndicate.domain.wishes import Frequency, Wishes
from tests.services.press import DAY, HOUR, MONDAY, Press

ADA, BOB = "ada@example.org", "bob@example.org"


@pytest.fixture
def morning(press: Press) -> Press:
    """Give a press with a daily newsletter and two readers."""
    press.newsletter()
    press.reader(ADA)
    press.reader(BOB)
    return press


def wish(press: Press, **wishes: object) -> None:
    """Have Ada wish."""
    with press.store.write() as tx:
        wished = replace(Wishes(), **wishes)  # type: ignore[arg-type]
        tx.subscribers.wish(tx.subscribers.by_email(ADA).id, wished)


def days(press: Press, *headlines: str, begin: datetime = MONDAY) -> None:
    """Publish an article a day, and send each day's edition."""
    for day, headline in enumerate(headlines):
        press.publish(headline)
        press.run(begin + day * DAY)


def test_who_wants_one_a_week_is_told_all_of_the_week_in_it(morning: Press) -> None:
    wish(morning, frequency=Frequency.WEEKLY)
    days(morning, "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Next")
    rest = [f"new {day} r1" for day in ("Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Next")]
    assert morning.mailed(ADA) == [["new Mon r1"], rest]
    assert len(morning.mailed(BOB)) == 8


def test_who_wants_one_a_day_gets_the_first_of_the_day(press: Press) -> None:
    press.newsletter(schedule="0 7,12,18 * * *")
    press.reader(ADA)
    wish(press, frequency=Frequency.DAILY)
    for hours, headline in ((0, "Dawn"), (5, "Noon"), (11, "Dusk"), (24, "Dawn again")):
        press.publish(headline)
        press.run(MONDAY + hours * HOUR)
    assert press.mailed(ADA) == [
        ["new Dawn r1"],
        ["new Noon r1", "new Dusk r1", "new Dawn again r1"],
    ]


def test_who_chose_sections_is_told_of_those_alone(morning: Press) -> None:
    wish(morning, sections=("town-harbor",))
    morning.publish("Bridge", "Town & Harbor")
    morning.publish("Match", "Sport")
    morning.run(MONDAY)
    morning.publish("Cup", "Sport")
    morning.run(MONDAY + DAY)
    assert morning.mailed(ADA) == [["new Bridge r1"]]
    assert morning.mailed(BOB) == [["new Bridge r1", "new Match r1"], ["new Cup r1"]]


def test_what_a_reader_has_of_another_section_is_still_corrected(morning: Press) -> None:
    match = morning.publish("Match", "Sport")
    morning.run(MONDAY)
    wish(morning, sections=("town",))
    morning.change(match, Kind.CORRECTION, "Two to one.", section="Sport")
    morning.run(MONDAY + DAY)
    assert morning.mailed(ADA) == morning.mailed(BOB)
    assert morning.mailed(ADA)[-1] == ["corrected Match r2 [Two to one.]"]


def test_who_pauses_gets_nothing_and_is_told_everything_afterwards(morning: Press) -> None:
    wish(morning, paused_until=MONDAY + 2 * DAY)
    days(morning, "Mon", "Tue", "Wed")
    assert morning.mailed(ADA) == [["new Mon r1", "new Tue r1", "new Wed r1"]]
    assert len(morning.mailed(BOB)) == 3


def test_plain_text_has_one_part_and_the_same_words(morning: Press) -> None:
    wish(morning, plain_text=True)
    days(morning, "Mon")
    sent = {
        out.envelope.recipient: message_from_bytes(bytes(out.data), policy=policy.default)
        for out in morning.post.mail.sent
    }
    assert sent[ADA].get_content_type() == "text/plain"
    assert sent[BOB].get_content_type() == "multipart/alternative"
    assert "Mon" in sent[ADA].get_content()


def test_the_preview_is_what_the_reader_would_get(morning: Press) -> None:
    wish(morning, sections=("town",), plain_text=True)
    morning.publish("Bridge", "Town")
    morning.publish("Match", "Sport")
    shown = morning.preview("morning", at=MONDAY, email=ADA)
    assert ("Bridge" in shown.text, "Match" in shown.text, shown.html) == (True, False, "")


def test_the_dry_run_counts_who_wants_the_next_edition(morning: Press) -> None:
    match = morning.publish("Match", "Sport")
    assert readers_of(morning, match) == 2
    wish(morning, sections=("town",))
    assert readers_of(morning, match) == 1
    wish(morning, paused_until=MONDAY + DAY)
    assert readers_of(morning, match) == 1
    wish(morning, frequency=Frequency.WEEKLY)
    assert readers_of(morning, match) == 2


@pytest.mark.parametrize(
    "wished", [{"frequency": Frequency.DAILY}, {"paused_until": MONDAY + DAY - HOUR}]
)
def test_the_dry_run_counts_by_when_the_edition_comes_to_each_zone(
    press: Press, wished: dict[str, object]
) -> None:
    press.newsletter(reader_time=True)
    press.reader(ADA)
    press.reader(BOB, "Pacific/Auckland")
    bridge = press.publish("Bridge")
    for hours in (-12, 0, 2):  # Bob's wave, Ada's, and an afternoon before Bob's next one
        press.run(MONDAY + hours * HOUR)
    wish(press, **wished)
    assert readers_of(press, bridge) == 2
    press.change(bridge, Kind.UPDATE, "A second lane.")
    for hours in (12, 24):
        press.run(MONDAY + hours * HOUR)
    assert [len(press.mailed(email)) for email in (ADA, BOB)] == [2, 2]


def readers_of(press: Press, slug: str) -> int:
    """Return how many would be told of an article in the next edition, as a dry run says."""
    with press.store.read() as tx:
        foresee = press.rehearse.carry.foresee  # type: ignore[attr-defined]
        outlooks = foresee.outlooks(tx, tx.articles.by_slug(slug).id, press.clock.now())
    return sum(sum(outlook.readers.values()) for outlook in outlooks.newsletters.values())
