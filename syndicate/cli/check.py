"""Is everything in order?"""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated

import typer

from syndicate.app import App
from syndicate.cli.opening import Opening
from syndicate.cli.output import Json, print_json, say
from syndicate.cli.program import PLAIN
from syndicate.domain.findings import Finding, Order
from syndicate.errors import AskedWrongly
from syndicate.settings import Settings

commands = typer.Typer(**PLAIN)


@commands.command()
def check(
    context: typer.Context,
    *,
    dns: Annotated[
        bool, typer.Option("--dns", help="Also whether receivers will believe our mail.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Look at settings, store, templates and mail; exit with 1 when anything is wrong."""
    findings = _findings(context, dns=dns)
    if as_json:
        print_json([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            _tell(finding)
    if any(finding.order is Order.FAULT for finding in findings):
        raise typer.Exit(1)


def _tell(finding: Finding) -> None:
    for told in finding.told.splitlines():
        say(f"{finding.order.value:8} {finding.what}: {told}")
    if finding.write:
        say(f"         write: {finding.write}")


def _findings(context: typer.Context, *, dns: bool) -> Sequence[Finding]:
    opening = Opening.of(context)
    try:
        settings = opening.settings()
    except AskedWrongly as error:
        return [Finding(what="settings", order=Order.FAULT, told=str(error))]
    app = App(settings)
    context.call_on_close(app.close)
    asked = app.check_dns() if dns else ()
    return [_in_order(settings), *app.look_over(), *asked]


def _in_order(settings: Settings) -> Finding:
    return Finding(what="settings", order=Order.OK, told=f"read, of {settings.folder}")
