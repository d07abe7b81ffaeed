"""Do the feeds in a folder stay as they are served, whatever happens to the articles?"""

import gzip
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import brotli
import pytest
from structlog.testing import capture_logs

from syndicate.domain.articles import Kind
from syndicate.domain.feeds import FeedDocument, FeedFormat
from syndicate.domain.notices import Asked
from syndicate.errors import Temporary
from tests.web.newsroom import BRIDGE, FERRY, Newsroom, newsroom_of, settings_in, with_body

DECODERS = {"": bytes, ".gz": gzip.decompress, ".br": brotli.decompress}
NAMES = ("all", "tags/ferries", "authors/ines-calder", "sections/harbour", "corrections")


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Name the folder of feeds."""
    return tmp_path / "feeds"


@pytest.fixture
def paper(tmp_path: Path, database_url: str, files: Path) -> Iterator[Newsroom]:
    """Open a site whose feeds are kept in a folder; one article is out."""
    more = f'[web]\nexport_dir = "{files}"\n'
    with newsroom_of(settings_in(tmp_path, database_url, more)) as newsroom:
        newsroom.publish(FERRY)
        yield newsroom


def held(files: Path) -> dict[str, bytes]:
    """Return what each file says, without its encoding."""
    found = (path for path in files.rglob("*") if path.is_file() and path.name != ".exported")
    return {
        str(path.relative_to(files)): DECODERS.get(path.suffix, bytes)(path.read_bytes())
        for path in found
    }


def check_as_served(paper: Newsroom, files: Path) -> None:
    """Check that each file is what the site answers at its address."""
    for path, body in held(files).items():
        target = "/" + path.removesuffix(".gz").removesuffix(".br")
        assert paper.visitor.get(target).body == body, path


def test_what_is_published_is_in_every_feed_and_encoding_at_once(
    paper: Newsroom, files: Path
) -> None:
    own = [f"feeds/{name}" for name in NAMES] + ["articles/ferry-stops-at-noon/revisions"]
    wanted = {f"{name}.{f}{end}" for name in own for f in FeedFormat for end in DECODERS}
    assert set(held(files)) == wanted
    check_as_served(paper, files)


def test_a_change_is_in_the_files_and_their_times_rise(paper: Newsroom, files: Path) -> None:
    file = files / "feeds/all.atom"
    before = file.stat().st_mtime
    paper.update("ferry-stops-at-noon", with_body(FERRY, "It stops at two."), "Two, not noon.")
    assert b"It stops at two" in file.read_bytes()
    assert file.stat().st_mtime >= before + 1
    check_as_served(paper, files)


def test_nothing_of_what_was_taken_down_is_in_any_file(paper: Newsroom, files: Path) -> None:
    paper.publish(BRIDGE)
    paper.app.revise.withdraw("ferry-stops-at-noon", Kind.TAKEDOWN, "By order.", Asked())
    assert not [path for path, body in held(files).items() if b"island" in body or b"ferry" in body]
    assert not (files / "articles/ferry-stops-at-noon/revisions.atom").exists()
    check_as_served(paper, files)


def test_a_feed_that_moved_is_a_file_at_its_new_address_alone(paper: Newsroom, files: Path) -> None:
    paper.app.revise.rename("ferry-stops-at-noon", "ferry-stops-early")
    assert (files / "articles/ferry-stops-early/revisions.json.br").exists()
    assert not list((files / "articles/ferry-stops-at-noon").iterdir())


def test_while_nothing_changes_no_file_is_looked_at(paper: Newsroom, files: Path) -> None:
    paper.app.relay()
    lost = files / "feeds/all.atom"
    lost.unlink()
    paper.app.relay()
    assert not lost.exists()


def test_an_export_that_was_cut_short_is_made_up_for(
    paper: Newsroom, files: Path, tmp_path: Path, database_url: str
) -> None:
    export = paper.app.export_feeds(files)
    mark = (files / ".exported").read_text()

    def failing(name: str, format_: FeedFormat) -> FeedDocument:
        raise Temporary(f"{name}.{format_}: the disk is full")

    with newsroom_of(settings_in(tmp_path, database_url), paper.clock.now()) as elsewhere:
        elsewhere.publish(BRIDGE)
    with pytest.raises(Temporary):
        list(replace(export, find=failing)())
    assert (files / ".exported").read_text() == mark
    list(export())
    assert b"Bridge opens again" in (files / "feeds/all.atom").read_bytes()


def test_a_folder_ahead_of_its_store_is_written_anew(paper: Newsroom, files: Path) -> None:
    (files / ".exported").write_text("1000000\n")
    (files / "feeds/of-a-lost-future.atom").write_text("<feed/>")
    paper.app.relay()
    assert not (files / "feeds/of-a-lost-future.atom").exists()
    check_as_served(paper, files)


def test_a_folder_written_in_another_life_of_the_store_is_written_anew(
    paper: Newsroom, files: Path
) -> None:
    (files / "feeds/of-a-lost-future.atom").write_text("<feed/>")
    with paper.app.store.write() as tx:
        tx.feed_changes.leap(paper.clock.now())
    paper.publish(BRIDGE)
    assert not (files / "feeds/of-a-lost-future.atom").exists()
    check_as_served(paper, files)


def test_a_folder_that_cannot_be_written_stops_no_publication(paper: Newsroom, files: Path) -> None:
    (files / ".exported").unlink()
    before = held(files)
    with capture_logs() as lines:
        paper.publish(BRIDGE)
    assert "Bridge opens again" in paper.visitor.get("/feeds/all.atom").text
    assert held(files) == before
    (line,) = (line for line in lines if line["event"] == "export_failed")
    assert (line["log_level"], str(files) in line["error"]) == ("error", True)


def test_feeds_that_are_to_be_rendered_anew_are_written_anew(
    paper: Newsroom, files: Path, tmp_path: Path, database_url: str
) -> None:
    more = f'[web]\nexport_dir = "{files}"\n'
    place = settings_in(tmp_path, database_url, more)
    place.write_text(place.read_text().replace("The Harbour Post", "The Quay Gazette"))
    with newsroom_of(place, paper.clock.now()) as other:
        other.publish(BRIDGE)
        other.app.relay()
        assert b"The Quay Gazette" in (files / "feeds/tags/ferries.atom").read_bytes()
        check_as_served(other, files)
