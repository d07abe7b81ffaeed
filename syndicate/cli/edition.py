"""What can be asked about editions?"""

from collections.abc import Callable
from typing import Annotated

import typer

from syndicate.cli.edition_text import print_edition, print_editions
from syndicate.cli.opening import open_app
from syndicate.cli.options import read_number
from syndicate.cli.output import Json, print_json, say_bytes
from syndicate.cli.program import PLAIN
from syndicate.cli.progress import Progress
from syndicate.domain.accounts_of_mail import edition_account
from syndicate.importers.addresses import read_address
from syndicate.services.run_editions import EditionReport, RunEditions

commands = typer.Typer(**PLAIN, no_args_is_help=True, help="List and steer editions.")

Number = Annotated[
    int, typer.Argument(metavar="ID", parser=read_number, help="The edition's number.")
]
Limit = Annotated[int, typer.Option(metavar="N", parser=read_number, help="At most so many.")]

Reader = Annotated[
    str, typer.Option("--for", metavar="EMAIL", help="Print the message that this reader got.")
]


@commands.command("list")
def list_(context: typer.Context, *, limit: Limit = 100, as_json: Json = False) -> None:
    """List editions, latest first."""
    app = open_app(context)
    reports = app.editions.list(limit)
    if as_json:
        print_json([_account(report) for report in reports])
    else:
        print_editions(reports, app.site.zone)


@commands.command()
def show(
    context: typer.Context, number: Number, *, email: Reader = "", as_json: Json = False
) -> None:
    """Show an edition and how its deliveries stand, or the very message a reader got."""
    if email:
        app = open_app(context)
        say_bytes(app.show_copy(number, read_address(email)))
        return
    _tell(context, RunEditions.show, number, as_json=as_json)


@commands.command()
def pause(context: typer.Context, number: Number, *, as_json: Json = False) -> None:
    """Stop sending, from the next recipient on, until it is resumed."""
    _tell(context, RunEditions.pause, number, as_json=as_json)


@commands.command()
def resume(context: typer.Context, number: Number, *, as_json: Json = False) -> None:
    """Go on sending what was paused, or held for a fault that is mended now."""
    _tell(context, RunEditions.resume, number, as_json=as_json)


@commands.command()
def cancel(context: typer.Context, number: Number, *, as_json: Json = False) -> None:
    """Send nothing more of it, from the next recipient on."""
    progress = Progress("Cancelling mails")

    def cancelled(editions: RunEditions, number: int) -> EditionReport:
        try:
            return editions.cancel(number, progress.tell)
        finally:
            progress.end()

    _tell(context, cancelled, number, as_json=as_json)


@commands.command()
def approve(context: typer.Context, number: Number, *, as_json: Json = False) -> None:
    """Let an edition go out that waits for it, with the articles as they then stand."""
    _tell(context, RunEditions.approve, number, as_json=as_json)


def _tell(
    context: typer.Context,
    steer: Callable[[RunEditions, int], EditionReport],
    number: int,
    *,
    as_json: bool,
) -> None:
    app = open_app(context)
    report = steer(app.editions, number)
    if as_json:
        print_json(_account(report))
    else:
        print_edition(report, app.site.zone)


def _account(report: EditionReport) -> object:
    account = edition_account(report.edition, report.newsletter, report.counts)
    return {**account, "awaits_approval": report.awaits_approval, "in_part": report.in_part}
