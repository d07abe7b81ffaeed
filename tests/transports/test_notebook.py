"""Is what a witness saw kept whole, and read as it was?"""

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from syndicate.domain.articles import Kind
from syndicate.domain.log import LogLine
from syndicate.domain.witness import Seen, Told
from syndicate.errors import Temporary, Unreadable
from syndicate.transports.notebook import Notebook

ARTICLE = UUID("6f1f0a52-0d5c-4f2a-9d0a-1f6d3a1c7b11")
SEEN = Seen(
    url="https://news.example.org",
    keys=(b"k" * 32, b"n" * 32),
    lines=(
        LogLine(
            seq=1,
            article_id=ARTICLE,
            number=1,
            kind=Kind.ORIGINAL,
            published=datetime(2026, 3, 1, tzinfo=UTC),
            recorded=datetime(2026, 3, 1, 0, 0, 0, 7, tzinfo=UTC),
            chain_hash=b"c" * 32,
            log_hash=b"l" * 32,
        ),
    ),
    told={
        (ARTICLE, 1): Told(note="", redacted="2026-03-02T00:00:00+00:00", reason="privacy"),
        (ARTICLE, 2): Told(note="ab", redacted="", reason=""),
    },
)


def test_nothing_was_seen_before_the_first_time(tmp_path: Path) -> None:
    assert Notebook(tmp_path / "seen").read() is None


def test_what_was_seen_is_read_as_it_was(tmp_path: Path) -> None:
    Notebook(tmp_path / "seen").write(Seen(url="https://other.example"))
    Notebook(tmp_path / "seen").write(SEEN)
    assert Notebook(tmp_path / "seen").read() == SEEN
    assert [path.name for path in tmp_path.iterdir()] == ["seen"]


@pytest.mark.parametrize(
    "held", ["", "rubbish", "[]", "{}", '{"url": "x", "keys": {}, "lines": [], "told": []}', "null"]
)
def test_a_file_that_holds_something_else_is_refused_and_left_alone(
    tmp_path: Path, held: str
) -> None:
    path = tmp_path / "seen"
    path.write_text(held)
    with pytest.raises(Unreadable, match="name another file"):
        Notebook(path).read()
    assert path.read_text() == held


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(Temporary, match="the file to remember in"):
        Notebook(tmp_path / "nowhere" / "seen").write(SEEN)
