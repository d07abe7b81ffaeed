"""A long list whose import is killed, again and again, is taken in once all the same."""

import random
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from sqlalchemy import text

from syndicate.app import App
from syndicate.domain.intake import Outcome
from syndicate.importers.reader_lists import ReaderList
from syndicate.services.take_in import Wish
from tests.flows.bridge_edition import add_newsletter, wait_until
from tests.flows.mail_processes import process, settings_in, site

LINES, KILLS = 5_000, 4
LEFT, CLEANED = 7, 11
"""Each so many lines, a reader has left, or bounced."""
NOBODY_LISTENS = 9
WISH = Wish(newsletters=("morning",), confirmed=True, source="old.csv")


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Path:
    """Give the settings of a site, with a list beside them."""
    words = [(f"r{number}@example.org", told(number)) for number in range(LINES)]
    lines = "".join(f"{email},{status}\n" for email, status in words)
    (tmp_path / "old.csv").write_text(f"email,status\n{lines}")
    return settings_in(tmp_path, database_url, NOBODY_LISTENS)


def told(number: int) -> str:
    """Return how a reader of the list stands."""
    if number % LEFT == 0:
        return "unsubscribed"
    return "cleaned" if number % CLEANED == 0 else "subscribed"


def taken_in(app: App, settings: Path) -> dict[Outcome, int]:
    """Take the list in; return what became of how many."""
    counted = dict.fromkeys(Outcome, 0)
    for some in app.take_in(ReaderList(str(settings.with_name("old.csv"))), WISH):
        for outcome, count in some.outcomes.items():
            counted[outcome] += count
    return {outcome: count for outcome, count in counted.items() if count}


def take_in(pipe: Connection, settings: Path) -> None:
    """Take the list in, as the command does."""
    with site(settings) as app:
        pipe.send("ready")
        taken_in(app, settings)


def count(app: App, table: str) -> int:
    """Return how many rows there are."""
    with app.store.read() as tx:
        query = text(f"SELECT count(*) FROM {table}")  # noqa: S608 - named below
        return int(tx.connection.execute(query).scalar_one())


def _past(app: App, moment: int) -> bool:
    return count(app, "subscribers") >= moment


def test_an_import_killed_again_and_again_takes_everybody_in_once(settings: Path) -> None:
    rng = random.Random(20261129)  # noqa: S311 - moments
    standings = [told(number) for number in range(LINES)]
    with site(settings) as app:
        add_newsletter(app, "morning", 0)
        moments = sorted(rng.sample(range(1, LINES // 2), KILLS))
        for moment in moments:
            with process(take_in, settings):
                wait_until(partial(_past, app, moment))
        assert moments[0] <= count(app, "subscribers") < LINES - standings.count("cleaned")
        taken_in(app, settings)
        assert taken_in(app, settings) == {
            Outcome.KNOWN: standings.count("subscribed"),
            Outcome.LEFT: standings.count("unsubscribed"),
            Outcome.SUPPRESSED: standings.count("cleaned"),
        }
        readers = LINES - standings.count("cleaned")
        rows = {table: count(app, table) for table in ("subscribers", "subscriptions", "consents")}
        assert rows == dict.fromkeys(rows, readers)  # of each reader one, none of a second time
        assert count(app, "suppressions") == standings.count("cleaned")
