"""Whoever is killed in a fan-out leaves nobody untold, and has few told twice."""

import os
import signal
from pathlib import Path

from syndicate.services.run_errands import UNSETTLED
from tests.flows.hub_site import ask, hub_site
from tests.flows.mail_processes import process, push_once
from tests.transports.receiver import Got, Said, agrees, receiving
from tests.web.newsroom import BRIDGE, FERRY, NOW

SUBSCRIBERS = 150
PER_HOST = 4
AT_MOST = UNSETTLED + PER_HOST  # answered and not written down, and under way
KILLED_AT = 140


def test_a_fan_out_that_is_killed_is_gone_on_with_and_repeats_what_was_under_way_at_most(
    tmp_path: Path, database_url: str
) -> None:
    with hub_site(tmp_path, database_url) as newsroom, receiving() as reader:
        newsroom.publish(FERRY)
        for number in range(SUBSCRIBERS):
            ask(newsroom, "subscribe", f"{reader.url}/{number}")
            if number % 50 == 49:  # so many wait to be verified at the most
                newsroom.app.run_errands()
        newsroom.publish(BRIDGE)
        pids: list[int] = []

        def kills(got: Got) -> Said:
            if len(reader.told()) >= KILLED_AT and pids:
                os.kill(pids.pop(), signal.SIGKILL)
            return agrees(got)

        reader.answer = kills
        with process(push_once, tmp_path / "settings.toml", NOW) as (sender, _):
            pids.append(sender.pid or 0)
            sender.join(60)
            assert sender.exitcode == -signal.SIGKILL
        before = len(reader.told())
        assert AT_MOST < before < SUBSCRIBERS
        reader.answer = agrees
        newsroom.app.run_errands()
        told = [int(each.path[1:]) for each in reader.told()]
    assert set(told) == set(range(SUBSCRIBERS))
    assert len(told) - SUBSCRIBERS <= AT_MOST
