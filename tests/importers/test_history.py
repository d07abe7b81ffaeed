"""Which stories does a file of histories tell, and which faults?"""

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from syndicate.domain.histories import PastStory
from syndicate.errors import AskedWrongly, Unreadable
from syndicate.importers import history
from syndicate.importers.history import HistoryFile


def write(folder: Path, *lines: object) -> str:
    """Write lines of JSON, or of whatever is given as text; return the file's name."""
    path = folder / "stories.jsonl"
    texts = (line if isinstance(line, str) else json.dumps(line) for line in lines)
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return str(path)


def line(*revisions: dict[str, Any], story: str = "a") -> dict[str, Any]:
    """Return a story's line."""
    return {"story": story, "revisions": list(revisions)}


def written(at: str = "2024-01-02T03:04:05Z", text: str = "Words.") -> dict[str, Any]:
    """Return a revision that writes."""
    return {"at": at, "action": "write", "path": "a.md", "message": "said", "text": text}


def stories(name: str, zone: ZoneInfo | None = None) -> list[PastStory]:
    """Return the stories of a file without a fault."""
    told = list(HistoryFile(name, zone))
    return [one for one in told if isinstance(one, PastStory)]


def faults(name: str) -> list[str]:
    """Return what is wrong with a file, without its folder."""
    told = [str(one) for one in HistoryFile(name) if isinstance(one, Unreadable)]
    return [fault.removeprefix(f"{name}:") for fault in told]


def test_a_story_is_told_by_instant_and_its_deletions_have_no_text(tmp_path: Path) -> None:
    gone = {"at": "2024-02-01T00:00:00Z", "action": "delete", "message": "gone"}
    (story,) = stories(write(tmp_path, line(gone, written(text="2"), written("2023-01-01T00Z"))))
    assert [state.text for state in story.states] == ["Words.", "2", None]
    assert story.key == "a"
    assert (story.states[1].path, story.states[1].message) == ("a.md", "said")


def test_instants_are_told_in_any_zone(tmp_path: Path) -> None:
    (story,) = stories(write(tmp_path, line(written("2024-01-02T03:00:00-08:00"))))
    assert story.states[0].at == datetime(2024, 1, 2, 11, tzinfo=UTC)


def test_instants_without_an_offset_need_a_zone(tmp_path: Path) -> None:
    name = write(tmp_path, line(written("2024-01-02T03:00:00")))
    (story,) = stories(name, ZoneInfo("Europe/Berlin"))
    assert story.states[0].at == datetime(2024, 1, 2, 2, tzinfo=UTC)
    assert faults(name) == ['1: revision 1: "2024-01-02T03:00:00" has no offset: give --timezone']


def test_a_gzipped_file_is_known_by_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "stories.jsonl"
    path.write_bytes(gzip.compress(json.dumps(line(written())).encode()))
    assert len(stories(str(path))) == 1


def test_how_many_stories_there_are_is_known_before_they_are_read(tmp_path: Path) -> None:
    name = write(tmp_path, line(written()), "", line(written(), story="b"), "rubbish")
    assert len(HistoryFile(name)) == 3


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        ("rubbish", "1: no JSON"),
        ('{"story": "a"}', "1: no story: a line is"),
        ("[1]", "1: no story: a line is"),
        ('{"story": " ", "revisions": []}', "1: no story: a line is"),
        ('{"story": "a", "revisions": ["b"]}', "1: revision 1: its action must be"),
        (line({"at": "2024-01-01T00:00Z", "action": "write"}), "1: revision 1: it writes no text"),
        (line(written(), written("noon")), '1: revision 2: "noon" is no ISO instant'),
        (line(written("0001-01-01T00:00+14:00")), "1: revision 1:"),
        ({"story": "a" * 1001, "revisions": []}, "1: the story's key is longer than"),
        ("[" * 100_000, "1: no JSON"),
    ],
)
def test_a_fault_is_named_by_its_line(tmp_path: Path, told: object, fault: str) -> None:
    (found,) = faults(write(tmp_path, told))
    assert found.startswith(fault)


def test_a_fault_does_not_stop_the_lines_below(tmp_path: Path) -> None:
    name = write(tmp_path, "rubbish", line(written()))
    assert (len(stories(name)), len(faults(name))) == (1, 1)


def test_a_broken_gzip_is_said_to_be_one(tmp_path: Path) -> None:
    path = tmp_path / "stories.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps(line(written())).encode())[:-12])
    with pytest.raises(Unreadable, match="gzipped file is broken"):
        list(HistoryFile(str(path)))


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(AskedWrongly, match="cannot be read: No such file"):
        len(HistoryFile(str(tmp_path / "none.jsonl")))


def test_a_file_without_line_ends_does_not_fill_the_memory(tmp_path: Path) -> None:
    path = tmp_path / "stories.jsonl"
    with path.open("wb") as file:
        file.truncate(history.LONGEST_LINE + 1)
    with pytest.raises(Unreadable, match="no story is this long"):
        list(HistoryFile(str(path)))
