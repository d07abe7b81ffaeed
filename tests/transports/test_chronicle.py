"""A chronicle keeps what many write, whole, for a while, and tells it from a backup on."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from syndicate.clock import FixedClock
from syndicate.domain.chronicle import remembered
from syndicate.domain.facts import Fact, What
from syndicate.domain.messages import Acceptance
from syndicate.errors import NotFound, Temporary
from syndicate.transports.chronicle import Chronicle
from syndicate.transports.journal import Journal

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)
DAY, HOUR, SECOND = timedelta(days=1), timedelta(hours=1), timedelta(seconds=1)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def chronicle(tmp_path: Path, clock: FixedClock) -> Chronicle:
    return Chronicle(tmp_path / "chronicle", clock, days=10)


def left(reader: int) -> Fact:
    return Fact(What.LEFT, (str(reader), "1"))


def told(chronicle: Chronicle, backup: str = "b1") -> list[str]:
    """Return what is told since a backup, but not when it was."""
    return [line for line in chronicle.since(backup) if not line.startswith("at ")]


def test_it_tells_what_came_after_a_backup_over_all_days(
    chronicle: Chronicle, clock: FixedClock
) -> None:
    chronicle.record([left(1)])
    chronicle.mark("b1")
    chronicle.record([left(2), left(3)])
    clock.set(NOW + DAY)
    chronicle.record([left(4)])
    assert told(chronicle) == ["left 2 1", "left 3 1", "left 4 1"]


def test_it_tells_when_it_was(chronicle: Chronicle, clock: FixedClock) -> None:
    chronicle.mark("b1")
    clock.set(NOW + DAY)
    chronicle.record([left(1)])
    assert list(chronicle.since("b1")) == ["at 2026-03-03T06:00:00+00:00", "left 1 1"]


@pytest.fixture
def other(tmp_path: Path) -> Chronicle:
    """Give the chronicle of another machine, which has written since three hours before."""
    clock = FixedClock(NOW - 3 * HOUR)
    other = Chronicle(tmp_path / "other", clock, days=10)
    other.record([left(7)])
    journal = tmp_path / "w9"
    journal.write_text("intent 5 9 11\n")
    other.pour(journal)
    clock.set(NOW - SECOND)
    other.record([left(8)])
    clock.set(NOW + SECOND)
    other.record([left(9)])
    return other


@pytest.mark.parametrize("suffix", ["-other", ""])
def test_the_files_of_another_machine_tell_the_day_of_the_backup(
    chronicle: Chronicle, other: Chronicle, suffix: str
) -> None:
    chronicle.mark("b1")
    chronicle.record([left(1)])
    (ours,), (theirs,) = chronicle.folder.iterdir(), other.folder.iterdir()
    ours.rename(ours.with_name("2026-03-02" + ("" if suffix else "-ours")))
    theirs.rename(chronicle.folder / f"2026-03-02{suffix}")
    since = ["worker w9", "intent 5 9 11", "left 8 1", "left 9 1"]
    assert sorted(told(chronicle)) == sorted(["left 1 1", *since])


def test_what_another_machine_wrote_on_an_earlier_day_is_not_told(
    chronicle: Chronicle, other: Chronicle, clock: FixedClock
) -> None:
    clock.set(NOW + DAY)
    chronicle.mark("b1")
    (theirs,) = other.folder.iterdir()
    theirs.rename(chronicle.folder / "2026-03-02-other")
    assert told(chronicle) == []


def test_an_unknown_backup_is_told_to_be_so(chronicle: Chronicle) -> None:
    with pytest.raises(NotFound, match="does not know this backup"):
        list(chronicle.since("b1"))
    chronicle.record([left(1)])
    with pytest.raises(NotFound):
        list(chronicle.since("b1"))


def test_a_journal_is_kept_without_what_servers_said_and_then_removed(
    chronicle: Chronicle, tmp_path: Path
) -> None:
    path = tmp_path / "journal" / "w1"
    with Journal(path, told=lambda _: '{"items":[]}') as journal:
        journal.intent("5", 9, 11)
        journal.accepted("5", Acceptance(reply="250 ok for ada@example.org", server_id="A1"))
        journal.intent("6", 9, 12)
        journal.refused("6", "550 bob@example.org unknown")
    chronicle.mark("b1")
    chronicle.pour(path)
    chronicle.pour(path)
    assert not path.exists()
    assert told(chronicle) == [
        "worker w1",
        'cohort 9 {"items":[]}',
        "intent 5 9 11",
        "accepted 5",
        "intent 6 9 12",
        "refused 6",
    ]


def test_what_is_too_old_is_removed_as_a_day_begins(
    chronicle: Chronicle, clock: FixedClock
) -> None:
    chronicle.mark("b1")
    for days in (10, 11):
        clock.set(NOW + days * DAY)
        chronicle.record([left(days)])
        assert told(chronicle)[-1] == f"left {days} 1"
    clock.set(NOW + 12 * DAY)
    chronicle.record([left(12)])
    with pytest.raises(NotFound):
        list(chronicle.since("b1"))


def test_what_is_too_old_by_the_newest_file_but_one_is_removed_at_any_time(
    chronicle: Chronicle, clock: FixedClock
) -> None:
    days = [NOW.date() + n * DAY for n in (0, 11, 12)]
    for day in days:
        (chronicle.folder / "x").parent.mkdir(exist_ok=True)
        (chronicle.folder / day.isoformat()).touch()
    clock.set(NOW + 12 * DAY)
    chronicle.prune()
    assert sorted(file.name for file in chronicle.folder.iterdir()) == [
        day.isoformat() for day in days[1:]
    ]


def test_a_clock_that_runs_years_ahead_removes_nothing(
    chronicle: Chronicle, clock: FixedClock
) -> None:
    chronicle.mark("b1")
    chronicle.record([left(1)])
    clock.set(NOW + 999 * DAY)
    chronicle.record([left(2)])
    chronicle.prune()
    clock.set(NOW + HOUR)
    chronicle.record([left(3)])
    chronicle.prune()
    assert told(chronicle) == ["left 1 1", "left 2 1", "left 3 1"]


def test_a_clock_that_was_set_back_writes_into_no_older_file_and_into_no_other_machines(
    chronicle: Chronicle, clock: FixedClock
) -> None:
    clock.set(NOW + 2 * DAY)
    chronicle.mark("b1")
    (chronicle.folder / "2026-03-09-other").touch()
    clock.set(NOW)
    chronicle.record([left(1)])
    names = {file.name for file in chronicle.folder.iterdir()}
    assert names == {"2026-03-04", "2026-03-09-other"}
    assert told(chronicle) == ["left 1 1"]


def test_what_was_written_after_the_clock_was_set_back_is_told_as_later(
    chronicle: Chronicle, clock: FixedClock
) -> None:
    chronicle.mark("b1")
    clock.set(NOW + 2 * DAY)
    chronicle.record([left(1)])
    clock.set(NOW)
    chronicle.record([Fact(What.BACK, ("1", "1"))])
    latest = remembered(chronicle.since("b1")).latest(What.LEFT, What.BACK)
    assert [fact.what for fact in latest] == [What.BACK]


def test_an_instant_without_a_zone_is_a_torn_line(chronicle: Chronicle, tmp_path: Path) -> None:
    other = tmp_path / "theirs"
    other.write_text("at 2026-03-02T07:00:00\nleft 4 1\nat 2026-03-02T07:00:00+00:00\nleft 5 1\n")
    chronicle.mark("b1")
    other.rename(chronicle.folder / "2026-03-02-other")
    found = remembered(chronicle.since("b1"))
    assert ([fact.line() for fact in found.facts], found.torn) == (["left 4 1", "left 5 1"], 1)


def test_a_line_that_was_torn_spoils_no_other(chronicle: Chronicle) -> None:
    chronicle.mark("b1")
    (file,) = chronicle.folder.iterdir()
    with file.open("a") as torn:
        torn.write("left 7")
    chronicle.record([left(1)])
    assert told(chronicle) == ["left 7", "left 1 1"]


def test_blocks_of_many_writers_stay_whole(chronicle: Chronicle) -> None:
    chronicle.mark("b1")
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: chronicle.record([left(n)] * 50), range(8)))
    lines = told(chronicle)
    assert [lines[i : i + 50] for i in range(0, 400, 50)] == [[line] * 50 for line in lines[::50]]


def test_it_is_for_its_owner_alone(chronicle: Chronicle) -> None:
    chronicle.mark("b1")
    (file,) = chronicle.folder.iterdir()
    assert (file.stat().st_mode & 0o777, chronicle.folder.stat().st_mode & 0o777) == (0o600, 0o700)


def test_where_it_cannot_be_written_the_advice_is_told(clock: FixedClock, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    chronicle = Chronicle(tmp_path / "file", clock, days=10)
    with pytest.raises(Temporary, match="the chronicle"):
        chronicle.record([left(1)])
