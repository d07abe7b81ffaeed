"""What does the demonstration do to folders, its own and others?"""

from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from syndicate.errors import CouldNot, Refused
from syndicate.web.demo.folder import MARK, DemoFolder
from syndicate.web.demo.script import Calendar, newest_day, read_script

BERLIN, TOKYO = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Tokyo")


def made(path: Path) -> DemoFolder:
    """Make a demonstration's folder, without its past."""
    folder = DemoFolder(path)
    with folder.held():
        folder.make(8123)
    return folder


def test_an_empty_folder_is_taken_and_marked(tmp_path: Path) -> None:
    made(tmp_path)
    assert "syndicate demo" in (tmp_path / MARK).read_text()


def test_a_folder_with_other_things_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("mine")
    with pytest.raises(Refused, match="was not made by the demonstration"):
        made(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["settings.toml"]
    assert (tmp_path / "settings.toml").read_text() == "mine"


def test_a_folder_of_its_own_is_made_afresh(tmp_path: Path) -> None:
    made(tmp_path)
    for name in ("secret", "syndicate.db", "stories/swing-bridge-repair-vote.md"):
        (tmp_path / name).write_text("of the last run")
    made(tmp_path)
    left = {path.name for path in tmp_path.rglob("*") if path.is_file()}
    assert left == {MARK, "settings.toml", "front.html"}


def test_what_others_put_into_its_folder_stays(tmp_path: Path) -> None:
    made(tmp_path)
    own = ["stories/my-story.md", "mail/new/1.friend", "templates/pages/about.html", "notes.txt"]
    for name in own:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("mine")
    made(tmp_path)
    assert all((tmp_path / name).read_text() == "mine" for name in own)


def test_two_demonstrations_cannot_share_a_folder(tmp_path: Path) -> None:
    with (
        DemoFolder(tmp_path).held(),
        pytest.raises(Refused, match="demonstration is running"),
        DemoFolder(tmp_path).held(),
    ):
        pass


def test_a_folder_that_cannot_be_made_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CouldNot, match="name another folder") as told:
        made(tmp_path / "file" / "demo")
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SYNDICATE_STORE__URL", "sqlite:////srv/news.db"),
        ("SYNDICATE_MAIL__MAILDIR", "/srv/mail"),
        ("SYNDICATE_SITE__BASE_URL", "https://news.example.org"),
        ("SYNDICATE_SECURITY__SECRET_FILE", "/srv/secret"),
    ],
)
def test_the_environment_cannot_lead_it_to_a_real_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(Refused, match=f"unset {name}"):
        made(tmp_path)


def test_the_newest_morning_is_one_that_has_come_everywhere() -> None:
    zones = (BERLIN, TOKYO)
    at = datetime(2026, 3, 18, 6, 59, tzinfo=BERLIN)
    assert newest_day(at, time(7), zones) == date(2026, 3, 17)
    assert newest_day(at.replace(hour=7, minute=0), time(7), zones) == date(2026, 3, 18)


def test_a_moment_that_is_none_is_told() -> None:
    start = datetime(2026, 3, 18, 6, 59, tzinfo=BERLIN)
    calendar = Calendar(start=start, zone=BERLIN, day=start.date(), base_url="")
    with pytest.raises(ValueError, match="tomorrow"):
        calendar.at("tomorrow")


def test_the_script_tells_of_every_story_there_is() -> None:
    stories = Path(read_script.__code__.co_filename).parent / "stories"
    there = {path.name for path in stories.iterdir()} - {"script.toml"}
    assert {step.story for step in read_script()} == there
