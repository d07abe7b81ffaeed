"""What can be asked about mails outside the schedule?"""

from typing import Annotated

import typer

from syndicate.cli.notice_text import print_notices
from syndicate.cli.opening import open_app
from syndicate.cli.options import read_number
from syndicate.cli.output import Json, print_json
from syndicate.cli.program import PLAIN
from syndicate.domain.accounts import notice_account
from syndicate.domain.accounts_of_mail import counts_account
from syndicate.services.run_notices import NoticeReport

commands = typer.Typer(**PLAIN, no_args_is_help=True, help="List and withdraw notices.")

Number = Annotated[
    int, typer.Argument(metavar="ID", parser=read_number, help="The notice's number.")
]
Limit = Annotated[int, typer.Option(metavar="N", parser=read_number, help="At most so many.")]


@commands.command("list")
def list_(context: typer.Context, *, limit: Limit = 100, as_json: Json = False) -> None:
    """List notices, the latest first."""
    app = open_app(context)
    reports = app.notices.list(limit)
    if as_json:
        print_json([_account(report) for report in reports])
    else:
        print_notices(reports, app.site.zone)


@commands.command()
def withdraw(context: typer.Context, number: Number, *, as_json: Json = False) -> None:
    """Mail nobody else a notice, from the next recipient on."""
    app = open_app(context)
    report = app.notices.withdraw(number)
    if as_json:
        print_json(_account(report))
    else:
        print_notices([report], app.site.zone)


def _account(report: NoticeReport) -> object:
    return {
        **notice_account(report.notice),
        "article": report.slug,
        "deliveries": counts_account(report.counts),
    }
