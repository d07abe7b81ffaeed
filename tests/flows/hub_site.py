"""On what do flows of the hub stand? A site that may push to loopback, and its subscribers."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from tests.web.newsroom import Newsroom, newsroom_of, settings_in
from tests.web.visitor import Answer

HUB = "https://harbour.example/hub"
ATOM = "https://harbour.example/feeds/all.atom"
LOOPBACK = '[egress]\nallow = ["127.0.0.0/8"]\nallow_callbacks = ["127.0.0.0/8"]\n'


@contextmanager
def hub_site(folder: Path, url: str, more: str = "") -> Iterator[Newsroom]:
    """Open a site that may connect to loopback."""
    with newsroom_of(settings_in(folder, url, LOOPBACK + more)) as newsroom:
        yield newsroom


def ask(newsroom: Newsroom, mode: str, callback: str, topic: str = ATOM, **more: str) -> Answer:
    """Ask the hub; names of parameters go without their "hub."."""
    told = {"mode": mode, "topic": topic, "callback": callback, **more}
    return newsroom.visitor.post("/hub", urlencode({f"hub.{k}": v for k, v in told.items()}))


def subscribe(newsroom: Newsroom, callback: str, topic: str = ATOM, **more: str) -> None:
    """Subscribe, and have the intent verified."""
    assert ask(newsroom, "subscribe", callback, topic, **more).status == 202
    newsroom.app.run_errands()


def callbacks(newsroom: Newsroom) -> list[str]:
    """Return the callbacks that are subscribed."""
    return [each.url for each in newsroom.app.show_errands.callbacks()]
