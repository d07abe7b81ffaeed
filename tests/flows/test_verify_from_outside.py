"""How does the command line look at a site from outside?"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from syndicate.cli import run
from tests.cli.site_folder import Answer, SiteFolder
from tests.services.tampering import tamper
from tests.web.newsroom import Newsroom, newsroom_of
from tests.web.serving import serving


@pytest.fixture
def newsroom(site: SiteFolder) -> Iterator[Newsroom]:
    """Open a site with one story, as the server's process would."""
    site.publish_story()
    with newsroom_of(site.path / "settings.toml") as opened:
        yield opened


@pytest.fixture
def url(newsroom: Newsroom) -> Iterator[str]:
    """Serve the site."""
    with serving(newsroom) as address:
        yield address


class Stranger:
    """Somebody without a site, whose commands are run elsewhere."""

    def __init__(self, capture: pytest.CaptureFixture[str]) -> None:
        self._capture = capture

    def ask(self, *arguments: str) -> Answer:
        """Run a command."""
        self._capture.readouterr()
        code = run(["verify", *arguments])
        printed = self._capture.readouterr()
        return Answer(code=code, out=printed.out, err=printed.err)


@pytest.fixture
def stranger(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Stranger:
    """Be in a folder without settings."""
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    return Stranger(capsys)


def test_a_stranger_needs_an_address_and_nothing_else(stranger: Stranger, url: str) -> None:
    answer = stranger.ask("--url", url)
    assert answer.code == 0
    assert answer.out.splitlines() == [
        "Whole: 1 revisions of 1 articles are in the log, 1 of them proved by their words.",
        "Compared with nothing seen before: --remember FILE does so from now on.",
    ]
    assert list(Path().iterdir()) == []


def test_what_was_seen_is_remembered_and_compared(stranger: Stranger, url: str) -> None:
    first, second = (stranger.ask("--url", url, "--remember", "seen") for _ in range(2))
    assert first.out.endswith("This was the first look; what was seen is in seen.\n")
    assert second.out.endswith("Nothing of what was seen before was altered.\n")


def test_each_breach_is_a_line_and_the_exit_code_is_one(
    stranger: Stranger, newsroom: Newsroom, url: str
) -> None:
    tamper(newsroom, "UPDATE revisions SET content = replace(content, 'light', 'heavy')")
    answer = stranger.ask("--url", url)
    assert answer.code == 1
    (line,) = answer.out.splitlines()
    assert line.startswith("BREACH: the words of revision 1 of")
    assert answer.err == f"error: {url} is not what it was, or not what it says: 1 breach\n"


def test_a_program_is_told_in_json_alone(stranger: Stranger, newsroom: Newsroom, url: str) -> None:
    told = json.loads(stranger.ask("--url", url, "--json").out)
    assert told == {
        "url": url,
        "breaches": 0,
        "articles": 1,
        "revisions": 1,
        "words": 1,
        "findings": [],
        "compared": False,
    }
    tamper(newsroom, "UPDATE revisions SET note = 'No.'")
    answer = stranger.ask("--url", url, "--json")
    assert answer.code == 1
    assert [finding["breach"] for finding in json.loads(answer.out)["findings"]] == [True]


def test_what_is_no_site_of_ours_is_told(stranger: Stranger, url: str) -> None:
    answer = stranger.ask("--url", f"{url}/articles")
    assert (answer.code, answer.out) == (1, "")
    assert "is no address of a site of Syndicate" in answer.err


def test_remembering_is_for_outsiders(stranger: Stranger) -> None:
    answer = stranger.ask("--remember", "seen")
    assert (answer.code, answer.out) == (2, "")
    assert "add --url URL" in answer.err


def test_a_key_is_renewed_and_followed(stranger: Stranger, site: SiteFolder, url: str) -> None:
    stranger.ask("--url", url, "--remember", "seen")
    new = site.done("key", "renew", "--json").json["key"]
    keys = site.done("key", "list", "--json").json["keys"]
    assert [each["key"] for each in keys][1:] == [new]
    assert new in site.done("key", "list").out
    assert stranger.ask("--url", url, "--remember", "seen").code == 0
