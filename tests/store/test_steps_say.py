"""Does every step that takes something from older programs say which one is the oldest left?"""

from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic.config import Config
from alembic.script import Script, ScriptDirectory
from sqlalchemy import inspect, text

from syndicate.store import migrations
from syndicate.store.engines import Engines, open_engines
from tests.store.steps import upgrade

LAST_SILENT = "0037"
Columns = Mapping[tuple[str, str], Mapping[str, Any]]


@pytest.fixture
def engines(tmp_path: Path) -> Iterator[Engines]:
    """Open an empty store."""
    with closing(open_engines(f"sqlite:///{tmp_path}/syndicate.db")) as opened:
        yield opened


def columns(engines: Engines) -> Columns:
    """Return every column of a store."""
    with engines.read.connect() as connection:
        seen = inspect(connection)
        return {
            (table, column["name"]): dict(column)
            for table in seen.get_table_names()
            for column in seen.get_columns(table)
        }


def taken(before: Columns, after: Columns) -> list[tuple[str, str]]:
    """Return the columns that programs from before cannot read, or write, as they did."""
    gone = [place for place, was in before.items() if _differs(was, after.get(place))]
    tables = {table for table, _ in before}
    return gone + [
        (table, name)
        for (table, name), now in after.items()
        if table in tables and (table, name) not in before and _needed(now)
    ]


def _differs(was: Mapping[str, Any], now: Mapping[str, Any] | None) -> bool:
    return now is None or str(was["type"]) != str(now["type"]) or (_needed(now) > _needed(was))


def _needed(column: Mapping[str, Any]) -> bool:
    return not column["nullable"] and column["default"] is None


def later_steps() -> list[Script]:
    """Return the steps since the rule holds, in their order."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    steps = ScriptDirectory.from_config(config).walk_revisions()
    return sorted((each for each in steps if each.revision > LAST_SILENT), key=_number)


def _number(step: Script) -> str:
    return step.revision


def test_a_step_that_takes_something_away_names_the_oldest_program_left(engines: Engines) -> None:
    upgrade(engines, LAST_SILENT)
    for step in later_steps():
        before = columns(engines)
        upgrade(engines, step.revision)
        if not hasattr(step.module, "oldest"):
            assert taken(before, columns(engines)) == [], step.revision


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("CREATE TABLE moods (id INTEGER PRIMARY KEY, name VARCHAR NOT NULL)", []),
        ("ALTER TABLE rests ADD COLUMN mood VARCHAR", []),
        ("ALTER TABLE rests ADD COLUMN mood VARCHAR NOT NULL DEFAULT 'calm'", []),
        ("ALTER TABLE rests DROP COLUMN why", [("rests", "why")]),
        ("ALTER TABLE rests RENAME COLUMN why TO mood", [("rests", "why"), ("rests", "mood")]),
    ],
)
def test_what_is_taken_is_found(engines: Engines, change: str, what: list[tuple[str, str]]) -> None:
    upgrade(engines, migrations.HEAD)
    before = columns(engines)
    with engines.write.begin() as connection:
        connection.execute(text(change))
    assert taken(before, columns(engines)) == what
