"""How is all mail stopped, and let out again?"""

import typer

from syndicate.cli.instants import shown
from syndicate.cli.opening import open_app
from syndicate.cli.output import say
from syndicate.cli.program import PLAIN

pausing, resuming = typer.Typer(**PLAIN), typer.Typer(**PLAIN)


@pausing.command()
def pause(context: typer.Context) -> None:
    """Stop all mail but your own tests, from the next recipient on; what falls due waits."""
    app = open_app(context)
    rest = app.rest_mail.pause()
    since = shown(rest.since, app.site.zone)
    say(f"Mail rests since {since} ({rest.why}); let it go out again: syndicate resume")


@resuming.command()
def resume(context: typer.Context) -> None:
    """Let mail go out again."""
    rested = open_app(context).rest_mail.resume()
    say("Mail goes out again." if rested else "Mail did not rest: nothing was changed.")
