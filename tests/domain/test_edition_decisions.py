"""When an edition is given up, what it told, and how it ended."""

from datetime import UTC, datetime, timedelta

import pytest

from syndicate.domain.editions import (
    EditionStatus,
    Newsletter,
    Wave,
    ending,
    gives_up,
    told_by,
)

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)
HOUR = timedelta(hours=1)
SENT, MISSED, EMPTY, DUE = (
    EditionStatus.SENT,
    EditionStatus.MISSED,
    EditionStatus.EMPTY,
    EditionStatus.DUE,
)


def newsletter(*, paused: bool = False, resumed: datetime | None = None) -> Newsletter:
    """Return a newsletter made an hour ago, with a late limit of six."""
    return Newsletter(
        name="n",
        title="N",
        schedule="daily 07:00",
        timezone="UTC",
        created=NOW - HOUR,
        paused=paused,
        resumed=resumed,
    )


def wave(status: EditionStatus = DUE, hour: int = 0, *, seen: bool = True) -> Wave:
    """Return a wave some hours after NOW, which looked through the day before."""
    due = NOW + hour * HOUR
    return Wave(
        edition_id=1,
        due=due,
        status=status,
        seen_from=NOW - 24 * HOUR if seen else None,
        seen_to=due if seen else None,
    )


@pytest.mark.parametrize(
    ("hours", "given_up"), [(0, False), (6, False), (6.001, True), (100, True)]
)
def test_a_wave_is_given_up_past_the_late_limit(hours: float, *, given_up: bool) -> None:
    assert gives_up(newsletter(), wave(), NOW + hours * HOUR) is given_up


def test_a_wave_is_given_up_that_fell_into_a_pause() -> None:
    assert gives_up(newsletter(paused=True), wave(), NOW)
    assert gives_up(newsletter(resumed=NOW + HOUR), wave(), NOW + HOUR)
    assert not gives_up(newsletter(resumed=NOW), wave(), NOW)


def test_an_edition_told_up_to_where_its_first_wave_looked() -> None:
    assert told_by([wave(SENT, 1), wave(EditionStatus.SENDING, 5)]) == NOW + HOUR


@pytest.mark.parametrize("untold", [MISSED, DUE, EditionStatus.CANCELLED])
def test_with_a_wave_that_told_nobody_it_told_only_up_to_where_it_began(
    untold: EditionStatus,
) -> None:
    assert told_by([wave(SENT, 1), wave(untold, 5)]) == NOW - 24 * HOUR


def test_a_wave_for_a_zone_without_readers_looked_at_nothing() -> None:
    assert told_by([wave(EMPTY, 0, seen=False), wave(SENT, 1)]) == NOW + HOUR
    assert told_by([wave(EMPTY, 0, seen=False)]) is None
    assert told_by([]) is None


@pytest.mark.parametrize(
    ("waves", "mailed", "status"),
    [
        ([SENT, MISSED], True, SENT),
        ([MISSED, MISSED], False, MISSED),
        ([MISSED, EMPTY], False, EMPTY),
        ([EMPTY], False, EMPTY),
    ],
)
def test_an_edition_ends_as_what_became_of_its_waves(
    waves: list[EditionStatus], status: EditionStatus, *, mailed: bool
) -> None:
    assert ending(waves, mailed=mailed) is status
