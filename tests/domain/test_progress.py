"""Progress tells how far an edition is and how long it will still take."""

from datetime import UTC, datetime, timedelta

import pytest

from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.editions import EditionStatus, Wave
from syndicate.domain.progress import missed_in_part, progress

NOW = datetime(2026, 3, 2, 7, tzinfo=UTC)


def test_what_waits_is_divided_by_what_went_in_the_last_minute() -> None:
    counts = {
        DeliveryStatus.SENT: 40,
        DeliveryStatus.PENDING: 55,
        DeliveryStatus.CLAIMED: 5,
        DeliveryStatus.IN_DOUBT: 1,
    }
    told = progress(counts, 20)
    assert (told.sent, told.waiting, told.in_doubt, told.failed) == (40, 60, 1, 0)
    assert (told.per_minute, told.remaining) == (20, timedelta(minutes=3))


@pytest.mark.parametrize(
    ("since_due", "per_minute"), [(10, 120), (60, 20), (3600, 20), (0.1, 1200), (-5, 1200)]
)
def test_what_was_due_just_before_is_faster_than_what_went_in_a_minute(
    since_due: float, per_minute: int
) -> None:
    counts = {DeliveryStatus.SENT: 20, DeliveryStatus.PENDING: 120}
    told = progress(counts, 20, timedelta(seconds=since_due))
    assert told.per_minute == per_minute
    assert told.remaining == timedelta(minutes=120 / per_minute)


def test_nothing_is_foretold_of_what_does_not_move_or_is_done() -> None:
    assert progress({DeliveryStatus.PENDING: 5}, 0).remaining is None
    assert progress({DeliveryStatus.SENT: 5}, 5).remaining is None


def wave(status: EditionStatus, seen_to: datetime | None = NOW) -> Wave:
    return Wave(edition_id=1, due=NOW, status=status, seen_to=seen_to)


@pytest.mark.parametrize(
    ("waves", "lost", "told"),
    [
        ([wave(EditionStatus.SENT)], 90, False),  # its readers left
        ([wave(EditionStatus.MISSED)], 9, False),
        ([wave(EditionStatus.MISSED)], 10, True),
        ([wave(EditionStatus.SENT), wave(EditionStatus.MISSED, seen_to=None)], 0, True),
    ],
)
def test_a_tenth_that_was_too_late_or_a_wave_that_never_began_is_missed(
    waves: list[Wave], lost: int, *, told: bool
) -> None:
    counts = {DeliveryStatus.SENT: 100 - lost, DeliveryStatus.CANCELLED: lost}
    assert missed_in_part(waves, counts) is told
