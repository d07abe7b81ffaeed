"""Are feeds in a folder whole, and is nothing else in it touched?"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from syndicate.errors import AskedWrongly, Temporary
from syndicate.transports.feed_folder import FeedFolder

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
VARIANTS = {"": b"plain", ".gz": b"packed"}


@pytest.fixture
def folder(tmp_path: Path) -> FeedFolder:
    """Name a folder that is not there yet."""
    return FeedFolder(tmp_path / "srv" / "feeds", [".gz"])


def files(folder: FeedFolder) -> dict[str, bytes]:
    found = (path for path in folder.path.rglob("*") if path.is_file())
    return {str(path.relative_to(folder.path)): path.read_bytes() for path in found}


def test_a_document_lies_in_all_its_variants_with_its_time(folder: FeedFolder) -> None:
    with folder.turn() as tree:
        tree.write("feeds/tags/süd.atom", VARIANTS, NOW)
    for suffix, data in VARIANTS.items():
        file = folder.path / f"feeds/tags/süd.atom{suffix}"
        assert file.read_bytes() == data
        assert file.stat().st_mtime == NOW.timestamp()
        assert file.stat().st_mode & 0o777 == 0o644


def test_what_is_there_already_is_left_alone(folder: FeedFolder) -> None:
    numbers = []
    for _ in range(2):
        with folder.turn() as tree:
            tree.write("feeds/all.atom", VARIANTS, NOW)
        numbers.append((folder.path / "feeds/all.atom").stat().st_ino)
    assert numbers[0] == numbers[1]


def test_what_changed_takes_the_place_of_what_was_there(folder: FeedFolder) -> None:
    with folder.turn() as tree:
        tree.write("feeds/all.atom", VARIANTS, NOW)
        tree.write("feeds/all.atom", {"": b"PLAIN", ".gz": b"PACKED"}, NOW + timedelta(seconds=1))
    held = files(folder)
    assert (held["feeds/all.atom"], held["feeds/all.atom.gz"]) == (b"PLAIN", b"PACKED")
    assert len(held) == 3


def test_a_document_leaves_with_all_its_variants(folder: FeedFolder) -> None:
    with folder.turn() as tree:
        tree.write("feeds/all.atom", VARIANTS, NOW)
        tree.remove("feeds/all.atom")
        tree.remove("feeds/never.atom")
    assert set(files(folder)) == {".exported"}


def test_the_mark_is_what_was_finished_last(folder: FeedFolder) -> None:
    with folder.turn() as tree:
        assert tree.mark is None
        tree.finish(17, prune=False)
    with folder.turn() as tree:
        assert tree.mark == 17


@pytest.mark.parametrize("mark", ["", "x", "١٧", "-3", "\xff"])
def test_a_mark_that_makes_no_sense_is_none(folder: FeedFolder, mark: str) -> None:
    with folder.turn() as tree:
        tree.finish(17, prune=False)
    (folder.path / ".exported").write_text(mark, encoding="utf-8")
    with folder.turn() as tree:
        assert tree.mark is None


def test_what_a_killed_process_had_begun_to_write_is_removed(folder: FeedFolder) -> None:
    with folder.turn() as tree:
        tree.write("feeds/all.atom", VARIANTS, NOW)
    (folder.path / ".writing" / "tmpabc").write_text("half of a feed")
    with folder.turn():
        pass
    assert set(files(folder)) == {".exported", "feeds/all.atom", "feeds/all.atom.gz"}


def test_who_waits_for_another_process_gives_up_and_says_so(folder: FeedFolder) -> None:
    other = FeedFolder(folder.path, [".gz"], patience=0.1)
    with folder.turn(), pytest.raises(Temporary, match="another process"), other.turn():
        pass


def test_pruning_removes_what_was_not_written_in_this_turn(folder: FeedFolder) -> None:
    with folder.turn() as tree:
        tree.write("feeds/old.atom", VARIANTS, NOW)
    with folder.turn() as tree:
        tree.write("feeds/all.atom", VARIANTS, NOW)
        tree.finish(1, prune=True)
    assert set(files(folder)) == {".exported", "feeds/all.atom", "feeds/all.atom.gz"}


@pytest.mark.parametrize(
    "path",
    ["feeds/../../escape.atom", "/etc/feed.atom", "feeds//all.atom", "a\0b.atom", "x" * 250],
)
def test_what_no_file_can_be_named_as_is_left_out(folder: FeedFolder, path: str) -> None:
    with folder.turn() as tree:
        tree.write(path, VARIANTS, NOW)
        tree.remove(path)
    assert set(files(folder)) == {".exported"}
    assert [each.name for each in folder.path.parent.iterdir()] == ["feeds"]


def test_a_folder_with_other_files_is_refused(folder: FeedFolder) -> None:
    folder.path.mkdir(parents=True)
    (folder.path / "thesis.odt").write_text("Mine.")
    with pytest.raises(AskedWrongly, match="name an empty folder"), folder.turn():
        pass
    assert [each.name for each in folder.path.iterdir()] == ["thesis.odt"]


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(Temporary, match="file/feeds"),
        FeedFolder(tmp_path / "file/feeds", []).turn(),
    ):
        pass
