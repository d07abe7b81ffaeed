"""Does the program name its commands, and answer what it cannot do in one line?"""

import subprocess
import sys
from pathlib import Path

import pytest

from syndicate.cli import run
from tests.cli.site_folder import SiteFolder

HEAVY = ("sqlalchemy", "pydantic", "lxml", "jinja2", "rich", "starlette", "structlog")
NOUNS = ("article", "feed", "newsletter", "subscriber", "digest", "edition", "delivery", "mail")
SINGLE = ("init", "serve", "tick", "check", "status", "verify")


def test_help_imports_nothing_heavy() -> None:
    program = "import sys; from syndicate.cli import run; run(['--help']); print(*sys.modules)"
    asked = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    modules = set(asked.stdout.splitlines()[-1].split())
    assert not modules & set(HEAVY)


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    told = capsys.readouterr().out
    assert all(f"  {name} " in told for name in (*NOUNS, *SINGLE))


@pytest.mark.parametrize("name", [*NOUNS, *SINGLE])
def test_every_command_has_help_that_names_the_settings(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([name, "--help"]) == 0
    told = capsys.readouterr().out
    assert f"syndicate {name}" in told
    assert "--settings" in told or name in NOUNS


def test_a_group_without_a_command_shows_its_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["article"]) == 2
    assert "Usage: syndicate article" in capsys.readouterr().out


def test_an_unknown_command_is_answered_with_a_near_one(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["artcle"]) == 2
    assert capsys.readouterr().err == "error: no such command 'artcle'; did you mean 'article'?\n"


def test_a_command_of_a_noun_is_suggested_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["article", "imprt"]) == 2
    assert "did you mean 'import'?" in capsys.readouterr().err


def test_an_unknown_option_names_the_help_to_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["article", "list", "--colour"]) == 2
    assert capsys.readouterr().err == (
        "error: no such option: --colour; see syndicate article list --help\n"
    )


def test_a_missing_argument_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["article", "show"]) == 2
    assert capsys.readouterr().err == (
        "error: missing argument 'SLUG'; see syndicate article show --help\n"
    )


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("serve --port 99999", "'--port': '99999' is not 65535 or less"),
        ("newsletter add n --late-limit 6h", "'--late-limit': '6h' is no number"),
        ("newsletter add n --late-limit 0", "'--late-limit': '0' is not 0.1 or more"),
        ("newsletter add n --late-limit inf", "'--late-limit': 'inf' is not 8784 or less"),
        ("newsletter add n --late-limit nan", "'--late-limit': 'nan' is not 8784 or less"),
        ("subscriber export --format xml", "'--format': 'xml' is not one of 'csv', 'json'"),
    ],
)
def test_a_value_that_is_none_is_named_in_one_line(
    capsys: pytest.CaptureFixture[str], asked: str, told: str
) -> None:
    assert run(asked.split()) == 2
    said = capsys.readouterr().err
    assert said.startswith("error: invalid value for ")
    assert told in said
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize(
    "asked", ["edition show {}", "delivery list --edition {}", "article readers x --revision {}"]
)
@pytest.mark.parametrize("number", ["x", "0", "-1", "1.5", "", "\u0663", "1" * 30])
def test_what_nothing_is_numbered_by_is_named_in_one_line(
    capsys: pytest.CaptureFixture[str], asked: str, number: str
) -> None:
    words = [*asked.split()[:-1], *(["--", number] if "show" in asked else [number])]
    assert run(words) == 2
    assert capsys.readouterr().err == (
        f"error: {number!r} is no number; write a whole one, from 1 on\n"
    )


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out.startswith("syndicate 0.")


def test_settings_may_stand_behind_the_command(site: SiteFolder) -> None:
    path = str(site.path / "settings.toml")
    assert run(["article", "list", "--json", "--settings", path]) == 0


def test_without_settings_the_way_to_a_site_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("SYNDICATE_SETTINGS", raising=False)
    monkeypatch.chdir(tmp_path)
    assert run(["status"]) == 2
    told = capsys.readouterr().err
    assert told.startswith("error: there are no settings at ")
    assert "syndicate init DIR" in told


def test_all_faults_of_the_settings_are_told_a_line_each(site: SiteFolder) -> None:
    site.write("settings.toml", '[site]\ntitel = "x"\nbase_url = "http://h.example"\n[wbe]\n')
    answer = site.ask("status")
    assert answer.code == 2
    lines = answer.err.splitlines()
    assert len(lines) == 3
    assert all(line.startswith("error: ") and "settings.toml" in line for line in lines)
    assert "did you mean site.title?" in answer.err
