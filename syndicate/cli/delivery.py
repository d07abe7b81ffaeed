"""What can be asked about deliveries?"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

import typer

from syndicate.cli.edition_text import print_deliveries
from syndicate.cli.opening import open_app
from syndicate.cli.options import read_number
from syndicate.cli.output import Json, print_json_array, say
from syndicate.cli.program import PLAIN
from syndicate.domain.accounts_of_mail import delivery_account
from syndicate.domain.deliveries import Delivery, DeliveryStatus
from syndicate.services.run_editions import RunEditions

commands = typer.Typer(**PLAIN, no_args_is_help=True, help="List and resolve deliveries.")


class Decision(StrEnum):
    """What became of a message in doubt."""

    SENT = "sent"
    RESEND = "resend"


Of = Annotated[
    int | None, typer.Option("--edition", metavar="ID", parser=read_number, help="Of this edition.")
]
Standing = Annotated[DeliveryStatus | None, typer.Option("--status", help="That stand so.")]


@commands.command("list")
def list_(
    context: typer.Context, *, edition: Of = None, status: Standing = None, as_json: Json = False
) -> None:
    """List deliveries by number."""
    app = open_app(context)
    deliveries = _all(app.editions, edition, status)
    if as_json:
        print_json_array(map(delivery_account, deliveries))
    else:
        print_deliveries(deliveries, app.site.zone)


@commands.command()
def resolve(
    context: typer.Context,
    number: Annotated[
        int, typer.Argument(metavar="ID", parser=read_number, help="The delivery's number.")
    ],
    decision: Annotated[Decision, typer.Argument(help="Did it arrive, or must it go again?")],
) -> None:
    """Decide a delivery that is in doubt: it was sent, or is to be sent again."""
    open_app(context).editions.resolve(number, resend=decision is Decision.RESEND)
    told = "was sent" if decision is Decision.SENT else "is sent again"
    say(f"Delivery {number} {told}.")


def _all(
    editions: RunEditions, edition: int | None, status: DeliveryStatus | None
) -> Iterator[Delivery]:
    after = 0
    while page := editions.deliveries(edition, status, after):
        yield from page
        after = page[-1].id
