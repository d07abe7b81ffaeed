"""A large notice whose queueing is killed, again and again, is for everyone once."""

from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from sqlalchemy import text

from syndicate.app import App
from syndicate.domain.articles import Kind, Severity
from syndicate.domain.notices import Asked
from syndicate.domain.publication import Declared
from syndicate.domain.stories import Story
from tests.flows.bridge_edition import (
    NOTE,
    RIGHT,
    SLUG,
    WRONG,
    add_newsletter,
    story,
    wait_until,
)
from tests.flows.mail_processes import process, settings_in, site

MANY = 4_000
NOBODY_LISTENS = 9


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Path:
    """Give the settings of a site; no mail is sent here."""
    return settings_in(tmp_path, database_url, NOBODY_LISTENS)


def correct_at_once(pipe: Connection, settings: Path) -> None:
    """Publish the correction; its notice is queued after the commit."""
    declared = Declared(kind=Kind.CORRECTION, note=NOTE, severity=Severity.MAJOR)
    with site(settings) as app:
        pipe.send("ready")
        app.revise(SLUG, story(RIGHT), declared, asked=Asked(confirm_count=MANY))


def tick_once(pipe: Connection, settings: Path) -> None:
    """Tick as a serving process does."""
    with site(settings) as app:
        pipe.send("ready")
        app.tick()


def queued_to(app: App) -> int | None:
    """Return how far the notice is queued; None where it is there and done."""
    with app.store.read() as tx:
        told = tx.connection.execute(text("SELECT queued_to FROM notices")).all()
    return told[0][0] if told else 0


def _moved(app: App, since: int | None) -> bool:
    return queued_to(app) != since


def test_queueing_killed_again_and_again_gives_everyone_one_notice(settings: Path) -> None:
    with site(settings) as app:
        add_newsletter(app, "morning", MANY)
        app.publish(app.ingest(Story(content=story(WRONG)), announce=True))
        app.send_now("morning")
        with app.store.write() as tx:
            tx.connection.execute(text("UPDATE deliveries SET status = 'sent'"))
            mailed = tx.connection.execute(text("SELECT count(*) FROM deliveries")).scalar_one()
        killed_at: list[int] = []
        for work in (correct_at_once, tick_once, tick_once):
            before = queued_to(app)
            with process(work, settings):
                wait_until(partial(_moved, app, before))
            if at := queued_to(app):
                killed_at.append(at)
        app.tick()
        assert queued_to(app) is None
        with app.store.read() as tx:
            query = "SELECT subscriber_id, count(*) FROM deliveries WHERE notice_id IS NOT NULL"
            notices = tx.connection.execute(text(f"{query} GROUP BY subscriber_id")).all()
    assert killed_at
    assert killed_at == sorted(set(killed_at))
    assert {count for _, count in notices} == {1}
    assert len(notices) == mailed == MANY
