"""Does every store keep newsletters alike, and the past of removed ones?"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from syndicate.domain.editions import Newsletter
from syndicate.errors import Conflict, NotFound
from syndicate.store.unit_of_work import Store

NOON = datetime(2026, 3, 2, 12, 0, 0, 123456, tzinfo=UTC)
MORNING = Newsletter(
    name="morning",
    title="Früh am “Hafen”",
    schedule="weekdays 07:00",
    timezone="Europe/Berlin",
    reader_time=True,
    sections=("World & Nation", "Sport"),
    template="short",
    sender="Harbour <news@harbour.example>",
    late_limit=timedelta(hours=2, seconds=1),
    send_empty=True,
    paused=True,
    created=NOON,
    resumed=NOON + timedelta(days=1),
)
PLAIN = Newsletter(name="evening", title="", schedule="0 18 * * *", timezone="UTC", created=NOON)


@pytest.fixture
def kept(store: Store) -> Store:
    """Keep two newsletters."""
    with store.write() as tx:
        tx.newsletters.add(MORNING)
        tx.newsletters.add(PLAIN)
    return store


@pytest.mark.parametrize("newsletter", [MORNING, PLAIN])
def test_everything_of_a_newsletter_is_kept(kept: Store, newsletter: Newsletter) -> None:
    with kept.read() as tx:
        found = tx.newsletters.get(newsletter.name)
        assert found == replace(newsletter, id=found.id)
        assert tx.newsletters.by_id(found.id) == found


def test_newsletters_have_numbers_of_their_own_and_come_by_name(kept: Store) -> None:
    with kept.read() as tx:
        found = tx.newsletters.all()
    assert [newsletter.name for newsletter in found] == ["evening", "morning"]
    assert len({newsletter.id for newsletter in found}) == 2


def test_a_name_in_use_is_refused_and_leaves_the_first_alone(kept: Store) -> None:
    with pytest.raises(Conflict, match="'morning' exists"), kept.write() as tx:
        tx.newsletters.add(replace(MORNING, title="Another"))
    with kept.read() as tx:
        assert tx.newsletters.get("morning").title == MORNING.title


def test_what_is_not_there_is_said_to_be_so(kept: Store) -> None:
    with kept.write() as tx:
        with pytest.raises(NotFound, match="'noon'"):
            tx.newsletters.get("noon")
        with pytest.raises(NotFound, match="number 99"):
            tx.newsletters.by_id(99)
        with pytest.raises(NotFound, match="'noon'"):
            tx.newsletters.mark("noon", paused=True)


def test_one_newsletter_is_paused_and_resumed_alone(kept: Store) -> None:
    with kept.write() as tx:
        tx.newsletters.mark("evening", paused=True)
        assert tx.newsletters.get("evening").paused
        tx.newsletters.mark("morning", paused=False, resumed=NOON)
    with kept.read() as tx:
        morning, evening = tx.newsletters.get("morning"), tx.newsletters.get("evening")
    assert (morning.paused, morning.resumed) == (False, NOON)
    assert (evening.paused, evening.resumed) == (True, None)


def test_a_removed_newsletter_is_found_by_its_number_only(kept: Store) -> None:
    with kept.write() as tx:
        removed = tx.newsletters.get("morning")
        tx.newsletters.mark("morning", removed=True)
    with kept.read() as tx:
        assert tx.newsletters.by_id(removed.id) == removed
        assert [newsletter.name for newsletter in tx.newsletters.all()] == ["evening"]
        with pytest.raises(NotFound):
            tx.newsletters.get("morning")


def test_the_name_of_a_removed_newsletter_is_not_given_again(kept: Store) -> None:
    with kept.write() as tx:
        tx.newsletters.mark("morning", removed=True)
    with pytest.raises(Conflict, match="until it was removed"), kept.write() as tx:
        tx.newsletters.add(MORNING)
