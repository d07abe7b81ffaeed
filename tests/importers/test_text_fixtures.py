"""Do pages of different papers, languages and habits become the stories they tell?"""

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from syndicate.domain.stories import Story
from syndicate.importers.text import read_text

FIXTURES = sorted((Path(__file__).parent / "fixtures").glob("*.txt"))


def read(path: Path, given: dict[str, str]) -> Story:
    return read_text(
        path.read_bytes(),
        date=date.fromisoformat(given["date"]) if "date" in given else None,
        timezone=ZoneInfo(given["timezone"]) if "timezone" in given else None,
        section=given.get("section"),
        language=given.get("language"),
    )


def told(story: Story) -> dict[str, Any]:
    """Return a story in the form of the expected files; `?` behind a field means unsure."""
    content = asdict(story.content)
    content["body_html"] = content["body_html"].split("\n")
    past = [
        {
            "kind": change.kind.value,
            "note": change.note,
            "at": change.at.isoformat() if change.at else None,
            "stated": change.stated,
        }
        for change in story.past
    ]
    lines = [f"{line.line} {line.field}{'' if line.sure else '?'}" for line in story.lines]
    return {
        "content": content,
        "past": past,
        "unknown": list(story.unknown),
        "lines": lines,
    }


def test_there_are_a_dozen_layouts() -> None:
    assert len(FIXTURES) >= 12


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_a_page_becomes_the_story_it_tells(path: Path) -> None:
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    given = expected.pop("given")

    found = json.loads(json.dumps(told(read(path, given))))

    assert found == expected


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_every_line_that_is_not_blank_is_accounted_for_once(path: Path) -> None:
    source = path.read_text(encoding="utf-8").split("\n")

    story = read(path, {})

    assert [(line.line, line.text) for line in story.lines] == [
        (number, line.strip()) for number, line in enumerate(source, 1) if line.strip()
    ]
    assert all(line.why for line in story.lines)
