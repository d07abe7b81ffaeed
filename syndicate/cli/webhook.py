"""What can be asked about webhooks, and what they were told?"""

from typing import Annotated

import typer

from syndicate.cli.instants import shown
from syndicate.cli.opening import open_app
from syndicate.cli.options import read_number
from syndicate.cli.output import Json, print_fields, print_json, print_json_array, print_table, say
from syndicate.cli.program import PLAIN
from syndicate.domain.accounts_of_errands import call_account
from syndicate.domain.webhooks import CallStatus

commands = typer.Typer(**PLAIN, no_args_is_help=True, help="List what webhooks were told.")

Number = Annotated[int, typer.Argument(metavar="ID", parser=read_number, help="The call's number.")]
Of = Annotated[str | None, typer.Option("--webhook", metavar="NAME", help="Of this webhook.")]
Standing = Annotated[CallStatus | None, typer.Option("--status", help="That stand so.")]

_HEADINGS = ("id", "webhook", "change", "article", "status", "attempts", "said")


@commands.command("list")
def list_(context: typer.Context, *, as_json: Json = False) -> None:
    """List webhooks, and how many calls of each stand how.

    Those that the settings do not name any more are listed while there are calls of them.
    """
    app = open_app(context)
    counts = app.show_errands.counts()
    urls = {name: "" for name, _ in sorted(counts)} | {hook.name: hook.url for hook in app.webhooks}
    told = [
        {"name": name, "url": url}
        | {status.value: counts.get((name, status), 0) for status in CallStatus}
        for name, url in urls.items()
    ]
    if as_json:
        print_json(told)
    else:
        headings = ("webhook", "url", *CallStatus)
        print_table(headings, [tuple(each.values()) for each in told], none="There are none.")


@commands.command()
def calls(
    context: typer.Context, *, webhook: Of = None, status: Standing = None, as_json: Json = False
) -> None:
    """List what webhooks were told in the last thirty days, or are still owed."""
    found = open_app(context).show_errands.calls(webhook, status)
    if as_json:
        print_json_array(map(call_account, found))
        return
    rows = ((c.id, c.webhook, c.change, c.article_id, c.status, c.attempts, c.said) for c in found)
    print_table(_HEADINGS, rows, none="There are no calls.")


@commands.command()
def show(context: typer.Context, number: Number, *, as_json: Json = False) -> None:
    """Show a call, and what would be told by it now."""
    app = open_app(context)
    call = app.show_errands.call(number)
    account = call_account(call) | {"body": app.call_webhooks.body(call).decode()}
    if as_json:
        print_json(account)
        return
    zone = app.site.zone
    told = {"recorded": shown(call.recorded, zone)}
    if call.settled:
        told["settled"] = shown(call.settled, zone)
    print_fields({key: value for key, value in (account | told).items() if key != "body"})
    say(account["body"])


@commands.command()
def replay(context: typer.Context, number: Number, *, as_json: Json = False) -> None:
    """Tell a webhook once more of an event, with the article as it is then."""
    call = open_app(context).show_errands.replay(number)
    if as_json:
        print_json(call_account(call))
    else:
        say(f"Call {number} is made again, as soon as syndicate serve or tick runs.")
