"""What does one tick do?"""

from dataclasses import asdict

import typer

from syndicate.cli.opening import open_app
from syndicate.cli.options import Moment
from syndicate.cli.output import Json, print_fields, print_json
from syndicate.cli.program import PLAIN
from syndicate.cli.sending import send_all, unsent
from syndicate.clock import FixedClock
from syndicate.errors import CouldNot

commands = typer.Typer(**PLAIN)


@commands.command()
def tick(context: typer.Context, *, now: Moment = None, as_json: Json = False) -> None:
    """Do once what has come due, and send mail; as if it were --now, if that is given."""
    app = open_app(context, clock=FixedClock(now) if now else None)
    ticked = app.tick()
    sent = send_all(app)
    waiting = app.status().waiting
    told = app.tell_outside()
    done = asdict(ticked) | {"sent": sent, "waiting": waiting.mails, "told": told}
    if as_json:
        print_json(done)
    else:
        print_fields({name: str(count) for name, count in done.items()})
    if waiting.mails and waiting.trouble:
        raise CouldNot(
            f"{unsent(waiting.mails)}: {waiting.trouble}; "
            "what waits stays in the store and is tried again at the next tick"
        )
