"""How does the ticker run alone? `python scheduler.py` calls this."""

import argparse
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

import structlog

from syndicate.app import App
from syndicate.cli.logs import say_everything
from syndicate.errors import AskedWrongly, SyndicateError
from syndicate.settings import load, pin_time_zones
from syndicate.ticker import ticking
from syndicate.web.watched import watched

log = structlog.get_logger()


def main(arguments: Sequence[str] | None = None) -> None:
    """Tick until SIGTERM or SIGINT, and end what is under way; then exit."""
    parser = argparse.ArgumentParser(
        prog="scheduler.py",
        description="Do what comes due and send mail. Many may run at once.",
    )
    parser.add_argument("--settings", type=Path, metavar="PATH", help="the site's settings")
    asked = parser.parse_args(arguments)
    try:
        _tick(asked.settings)
    except SyndicateError as error:
        sys.stderr.writelines(f"error: {line}\n" for line in str(error).splitlines())
        sys.exit(2 if isinstance(error, AskedWrongly) else 1)


def _tick(path: Path | None) -> None:
    over = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: over.set())
    pin_time_zones()
    settings = load(path)
    say_everything(settings.log.format)
    app = App(settings)
    log.info("ticking", store=app.engines.shown_url)
    with ticking(app), watched(app):
        over.wait()
    app.close()
    log.info("stopped")
