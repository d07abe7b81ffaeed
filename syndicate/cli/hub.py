"""What can be asked about the hub's subscriptions?"""

from typing import Annotated

import typer

from syndicate.cli.instants import shown
from syndicate.cli.opening import open_app
from syndicate.cli.options import read_number
from syndicate.cli.output import Json, print_json_array, print_table, say
from syndicate.cli.program import PLAIN
from syndicate.domain.accounts_of_errands import callback_account

commands = typer.Typer(**PLAIN, no_args_is_help=True, help="Keep the subscriptions of the hub.")

_HEADINGS = ("id", "feed", "callback", "until", "told", "said")


@commands.command("list")
def list_(context: typer.Context, *, as_json: Json = False) -> None:
    """List which programs subscribed to which feed, and what they answered last."""
    app = open_app(context)
    found = app.show_errands.callbacks()
    if as_json:
        print_json_array(callback_account(callback, app.site) for callback in found)
        return
    rows = (
        (c.id, f"{c.feed}.{c.format}", c.url, shown(c.until, app.site.zone), not c.behind, c.said)
        for c in found
    )
    print_table(_HEADINGS, rows, none="Nobody has subscribed yet.")


@commands.command()
def end(
    context: typer.Context,
    number: Annotated[
        int, typer.Argument(metavar="ID", parser=read_number, help="The subscription's number.")
    ],
) -> None:
    """End a subscription; its program is told nothing more."""
    open_app(context).show_errands.end(number)
    say(f"Subscription {number} has ended.")
