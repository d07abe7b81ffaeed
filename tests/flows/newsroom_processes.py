"""What do flows of publishing stand on? A process that publishes and revises for ever."""

from dataclasses import replace
from functools import partial
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path

from syndicate.app import App
from syndicate.domain.articles import Content, Kind
from syndicate.domain.drafting import State
from syndicate.domain.publication import Declared
from syndicate.domain.stories import Story
from syndicate.errors import Conflict
from tests.flows.mail_processes import site

KINDS = (Kind.UPDATE, Kind.CORRECTION, Kind.EDITORS_NOTE)


def write_for_ever(pipe: Connection, settings: Path, name: str) -> None:
    """Publish one article after the other and revise each, telling after every one."""
    with site(settings) as app:
        for number in count():
            _write(app, f"{name}-{number}")
            pipe.send(number)


def _write(app: App, slug: str) -> None:
    words = Content(headline=slug, section="Town", tags=(slug,), body_html=f"<p>{slug}</p>")
    app.publish(app.ingest(Story(content=words, slug=slug), announce=True))
    for kind in KINDS:
        changed = replace(words, body_html=f"<p>{slug}: {kind}</p>")
        app.revise(slug, changed, Declared(kind=kind, note=f"{slug} {kind}"))
    app.revise.rename(slug, f"{slug}-moved")


def lift_for_ever(pipe: Connection, settings: Path) -> None:
    """Tick again and again, as a serving process does, telling after the first look."""
    with site(settings) as app:
        pipe.send("ready")
        while True:
            app.tick()


def save_when_told(pipe: Connection, settings: Path, slug: str, editor: str) -> None:
    """Save over the draft that comes through the pipe, and revise revision 1; tell both ends."""
    words = Content(headline=editor, body_html=f"<p>{editor}</p>")
    with site(settings) as app:
        pipe.send("ready")
        expected = State(pipe.recv(), draft=True)
        declared = Declared(kind=Kind.UPDATE, note=editor, editor=editor)
        for attempt in (
            partial(app.edit.save, slug, Story(content=words), editor, expected),
            partial(app.edit.publish, slug, Story(content=words), declared, expect=1),
        ):
            try:
                attempt()
            except Conflict as refused:
                pipe.send(str(refused))
            else:
                pipe.send("")
