"""The guide names every command there is."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from syndicate.cli.program import program

GUIDE = (Path(__file__).parents[2] / "docs" / "guide.md").read_text()


def commands(command: Any, path: str = "") -> Iterator[str]:  # noqa: ANN401 - Click's, which Typer keeps private
    """Yield how each command below one is called."""
    context = command.make_context(path, [], resilient_parsing=True)
    below = getattr(context.command, "commands", {})
    if not below:
        yield path
    for name, each in below.items():
        yield from commands(each, f"{path} {name}".strip())


def test_the_guide_names_every_command() -> None:
    every = list(commands(program()))
    assert len(every) > 40
    assert [each for each in every if f"\n| `{each}` |" not in GUIDE] == []


def test_the_guide_names_no_command_that_is_not_there() -> None:
    _, _, reference = GUIDE.partition("## Every command")
    named = re.findall(r"^\| `([^/`][^`]*)` \|", reference.partition("\n## ")[0], re.MULTILINE)
    assert sorted(set(named) - set(commands(program()))) == []
