"""The guide names every public address there is."""

import re
from pathlib import Path

from starlette.routing import Route

from syndicate.web.site import site
from tests.web.newsroom import Newsroom

GUIDE = (Path(__file__).parents[2] / "docs" / "guide.md").read_text()


def as_written(path: str) -> str:
    """Return an address as the guide writes it: {name} is <name>."""
    return re.sub(r"\{(\w+)(:\w+)?\}", r"<\1>", path)


def test_the_guide_names_every_address(newsroom: Newsroom) -> None:
    every = [
        as_written(route.path) for route in site(newsroom.app).routes if isinstance(route, Route)
    ]
    assert len(every) > 30
    assert [each for each in every if f"\n| `{each}` |" not in GUIDE] == []
