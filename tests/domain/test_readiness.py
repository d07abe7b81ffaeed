"""A process is ready while events are relayed, somebody ticks, and the tables are its own."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from syndicate.domain.readiness import Signs, not_ready, patience

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
WELL = Signs(revision="0031", needed="0031", waiting_since=None, ticked=NOW)
PATIENCE = timedelta(minutes=3)


def test_all_is_well_where_nothing_waits_and_a_ticker_was_seen() -> None:
    assert not_ready(WELL, PATIENCE, NOW) == []


@pytest.mark.parametrize(
    ("revision", "told"),
    [(None, "at revision nothing, not at 0031"), ("0030", "at revision 0030, not at 0031")],
)
def test_a_store_that_is_not_migrated_yet_is_told_alone(revision: str | None, told: str) -> None:
    signs = replace(WELL, revision=revision, ticked=None)
    assert not_ready(signs, PATIENCE, NOW) == [f"the store is {told}"]


def test_a_store_that_a_newer_program_migrated_still_serves() -> None:
    assert not_ready(replace(WELL, revision="0032"), PATIENCE, NOW) == []


def test_an_event_that_nobody_relays_is_told_with_its_age() -> None:
    late = replace(WELL, waiting_since=NOW - timedelta(minutes=5))
    assert not_ready(late, PATIENCE, NOW) == ["an event waits to be relayed for 300 s"]
    assert not_ready(replace(WELL, waiting_since=NOW - PATIENCE), PATIENCE, NOW) == []


def test_a_ticker_that_was_not_seen_for_long_is_told_or_was_never_there() -> None:
    gone = replace(WELL, ticked=NOW - timedelta(minutes=4))
    assert not_ready(gone, PATIENCE, NOW) == ["no ticker was seen for 240 s"]
    (never,) = not_ready(replace(WELL, ticked=None), PATIENCE, NOW)
    assert never.startswith("no ticker was ever seen: run syndicate serve")


def test_patience_grows_with_the_time_between_ticks() -> None:
    assert patience(15) == timedelta(minutes=3)
    assert patience(600) == timedelta(minutes=41)
