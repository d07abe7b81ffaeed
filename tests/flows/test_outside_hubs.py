"""Are outside hubs told which documents changed, until they take it, or it is too late?"""

from dataclasses import replace
from pathlib import Path

from tests.flows.hub_site import hub_site
from tests.transports.receiver import Receiver, Said, agrees
from tests.web.newsroom import FERRY


def test_outside_hubs_are_told_which_documents_changed_until_they_take_it(
    tmp_path: Path, sqlite_url: str, reader: Receiver
) -> None:
    more = f'[websub]\nhub = false\nhubs = ["{reader.url}/"]\n'
    with hub_site(tmp_path, sqlite_url, more) as newsroom:
        reader.answer = lambda _: Said(status=503)
        newsroom.publish(replace(FERRY, tags=(), section="", authors=()))
        newsroom.app.run_errands()
        reader.got.clear()
        reader.answer = agrees
        newsroom.later(minutes=1)
        newsroom.app.run_errands()
        topics = {told.body.decode() for told in reader.told()}
        topic = "https%3A%2F%2Fharbour.example%2Ffeeds%2Fall.atom"
        assert f"hub.mode=publish&hub.url={topic}&hub.topic={topic}" in topics
        assert len(topics) == 6  # the site's and the article's own, in three formats
        newsroom.later(days=1)
        assert newsroom.app.run_errands() == 0


def test_an_outside_hub_that_never_answers_is_given_up_after_a_day(
    tmp_path: Path, sqlite_url: str, reader: Receiver
) -> None:
    reader.answer = lambda _: Said(status=503)
    with hub_site(tmp_path, sqlite_url, f'[websub]\nhubs = ["{reader.url}/"]\n') as newsroom:
        newsroom.publish(FERRY)
        newsroom.app.run_errands()
        newsroom.later(days=1)
        assert newsroom.app.run_errands() > 0
        newsroom.later(days=1)
        assert newsroom.app.run_errands() == 0
