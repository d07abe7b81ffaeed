"""A sender killed again and again forgets nobody, and mails nobody twice unless told it may."""

import random
from pathlib import Path

import pytest

from tests.flows.killing import account, finish, kill, plan
from tests.flows.mail_processes import PATIENCE, SlowSink, settings_in, site
from tests.transports.mail_servers import SinkServer

READERS = 1_000
KILLS = 6
CONNECTIONS = 4  # the default of [mail] connections
AT_MOST = CONNECTIONS * KILLS
SLOWNESS = 0.001


@pytest.mark.parametrize("uncertain", ["hold", "resend"])
def test_a_sender_killed_again_and_again_forgets_nobody(
    tmp_path: Path, database_url: str, uncertain: str
) -> None:
    seed = random.SystemRandom().randrange(10**6)
    rng = random.Random(seed)  # noqa: S311 - moments, no secrets
    moments = sorted(rng.sample(range(1, READERS - AT_MOST), KILLS))
    print(f"kills with seed {seed}: after {moments} messages")  # noqa: T201 - to do it again
    sink = SlowSink(SLOWNESS)
    with SinkServer(sink) as server:
        settings = settings_in(tmp_path, database_url, server.port, uncertain)
        with site(settings) as app:
            plan(app, READERS)
            for moment in moments:
                kill(settings, sink, rng, moment)
            finish(app, settings, PATIENCE)
            told = account(app, sink, READERS)
    assert told.planned == READERS
    assert told.forgotten == told.unreached == told.renamed == 0
    if uncertain == "hold":
        assert told.repeated == 0
        assert told.in_doubt <= AT_MOST
    else:
        assert told.repeated <= AT_MOST
        assert told.in_doubt == 0
