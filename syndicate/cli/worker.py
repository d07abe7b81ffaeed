"""How does a worker run alone?"""

import signal
import threading

import typer

from syndicate.cli.logs import say_everything
from syndicate.cli.opening import open_app
from syndicate.cli.output import say
from syndicate.cli.program import PLAIN
from syndicate.ticker import sweeping
from syndicate.web.watched import watched

commands = typer.Typer(**PLAIN)


@commands.command()
def worker(context: typer.Context) -> None:
    """Send mail and tell programs outside, as jobs tell to, until stopped with Ctrl-C.

    Any number may run, on any machines, where [workers] engine is "procrastinate".
    """
    over = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: over.set())
    app = open_app(context)
    say_everything(app.settings.log.format)
    with app.working(), sweeping(app), watched(app):
        say("Working; stop with Ctrl-C.")
        typer.get_text_stream("stdout").flush()
        over.wait()
