"""What do flows of publishing stand on? A process that publishes and revises for ever."""

from dataclasses import replace
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path

from syndicate.app import App
from syndicate.domain.articles import Content, Kind
from syndicate.domain.publication import Declared
from syndicate.domain.stories import Story
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
