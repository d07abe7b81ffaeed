"""What can be asked about how mail goes out?"""

from typing import Annotated

import typer

from syndicate.cli.opening import open_app
from syndicate.cli.output import Json, print_json, say
from syndicate.cli.program import PLAIN
from syndicate.domain.mailboxes import read_mailbox

commands = typer.Typer(**PLAIN, no_args_is_help=True, help="Try out how mail goes out.")


@commands.callback()
def _mail() -> None:
    """Try out how mail goes out."""


@commands.command("test")
def send_test(
    context: typer.Context,
    to: Annotated[str, typer.Argument(metavar="[EMAIL]", help="Else the site's sender.")] = "",
    *,
    option: Annotated[str, typer.Option("--to", metavar="EMAIL", help="The same.")] = "",
    as_json: Json = False,
) -> None:
    """Send one mail the way digests go, at once."""
    app = open_app(context)
    recipient = read_mailbox(option or to) if option or to else app.settings.sender()
    reply = app.try_mail(recipient)
    if as_json:
        print_json({"to": recipient.address, "reply": reply})
    else:
        say(f"A test to {recipient.address} was taken: {reply}")
