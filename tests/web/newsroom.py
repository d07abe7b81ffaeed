"""What do tests of the public face publish? A small site with a clock that stands still."""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from syndicate.app import App
from syndicate.clock import FixedClock
from syndicate.domain.articles import Article, Content, Kind, Person
from syndicate.domain.publication import Declared
from syndicate.domain.stories import Story
from syndicate.render.templating import Compiled
from syndicate.settings import load
from syndicate.web.site import site
from tests.web.visitor import Visitor

_STORE = "syndicate.db"
_COMPILED = Compiled()  # by the first site that shows a page, for all of a run
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SITE = 'title = "The Harbour Post"\nbase_url = "https://harbour.example"\n'

FERRY = Content(
    headline="Ferry stops at noon",
    summary="The last boat leaves early.",
    section="Harbour",
    language="en",
    authors=(Person(name="Ines Calder"),),
    body_html="<p>The ferry to the island stops at noon on Sunday.</p>",
    tags=("Ferries",),
)
BRIDGE = replace(
    FERRY,
    headline="Bridge opens again",
    section="Town",
    authors=(Person(name="Wen Adair"),),
    body_html="<p>The bridge over the river is open to walkers again.</p>",
    tags=("Bridges",),
)


class Newsroom:
    """A site whose clock the test sets."""

    def __init__(self, app: App, clock: FixedClock) -> None:
        self.app = app
        self.clock = clock
        self.visitor = Visitor(site(app))

    def later(self, **passed: float) -> None:
        """Let time pass."""
        self.clock.set(self.clock.now() + timedelta(**passed))

    def draft(self, content: Content, slug: str = "", *, announce: bool = True) -> str:
        """Save a draft; return its slug."""
        return self.app.ingest(Story(content=content, slug=slug), announce=announce)

    def publish(self, content: Content, slug: str = "") -> Article:
        """Save a draft and publish it."""
        return self.app.publish(self.draft(content, slug))

    def update(
        self, slug: str, content: Content, note: str = "", kind: Kind = Kind.UPDATE
    ) -> Article:
        """Declare a change and publish it."""
        return self.app.revise(slug, content, Declared(kind=kind, note=note))


def settings_in(folder: Path, url: str, more: str = "") -> Path:
    """Write the settings of a site into a folder; return their place."""
    place = folder / "settings.toml"
    secret = folder / "secret"
    place.write_text(
        f'[site]\n{SITE}[store]\nurl = "{url}"\n[security]\nsecret_file = "{secret}"\n{more}',
        encoding="utf-8",
    )
    return place


@contextmanager
def newsroom_of(place: Path, now: datetime = NOW) -> Iterator[Newsroom]:
    """Open a site by its settings, as one process would."""
    clock = FixedClock(now)
    with closing(App(load(place), clock=clock, compiled=_COMPILED)) as app:
        yield Newsroom(app, clock)


@contextmanager
def original_in(folder: Path, migrated_file: Path) -> Iterator[Newsroom]:
    """Open a new site on SQLite, to be copied for several tests."""
    shutil.copyfile(migrated_file, folder / _STORE)
    with newsroom_of(settings_in(folder, f"sqlite:///{folder / _STORE}")) as newsroom:
        yield newsroom


@contextmanager
def copy_of(original: Path, folder: Path, now: datetime) -> Iterator[Newsroom]:
    """Open a copy of a site on SQLite at an instant."""
    shutil.copytree(original, folder, dirs_exist_ok=True)
    with newsroom_of(settings_in(folder, f"sqlite:///{folder / _STORE}"), now) as newsroom:
        yield newsroom


def with_body(content: Content, body: str) -> Content:
    """Return the same story in other words."""
    return replace(content, body_html=f"<p>{body}</p>")
