"""Is there a test for each point that mail must meet?"""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TABLE = (ROOT / "docs" / "mail-standards.md").read_text(encoding="utf-8")
NAMED = re.findall(r"\| (tests/\S+\.py)::(\w+) \|$", TABLE, re.MULTILINE)


def test_every_point_names_a_test() -> None:
    rows = [line for line in TABLE.splitlines() if line.startswith("| ")]
    assert len(NAMED) == len(rows) - 1


@pytest.mark.parametrize(("file", "test"), NAMED)
def test_the_test_of_each_point_is_there(file: str, test: str) -> None:
    assert f"def {test}(" in (ROOT / file).read_text(encoding="utf-8")
