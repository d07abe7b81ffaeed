"""Is everything in order?"""

from collections.abc import Sequence
from dataclasses import asdict

import typer

from syndicate.app import App
from syndicate.cli.opening import Opening
from syndicate.cli.output import Json, print_json, say
from syndicate.cli.program import PLAIN
from syndicate.errors import AskedWrongly
from syndicate.services.look_over import Finding, Order
from syndicate.settings import Settings

commands = typer.Typer(**PLAIN)


@commands.command()
def check(context: typer.Context, *, as_json: Json = False) -> None:
    """Look at settings, store, templates and mail; exit with 1 when anything is wrong."""
    findings = _findings(context)
    if as_json:
        print_json([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            for told in finding.told.splitlines():
                say(f"{finding.order.value:8} {finding.what}: {told}")
    if any(finding.order is Order.FAULT for finding in findings):
        raise typer.Exit(1)


def _findings(context: typer.Context) -> Sequence[Finding]:
    opening = Opening.of(context)
    try:
        settings = opening.settings()
    except AskedWrongly as error:
        return [Finding(what="settings", order=Order.FAULT, told=str(error))]
    app = App(settings)
    context.call_on_close(app.close)
    return [_in_order(settings), *app.look_over()]


def _in_order(settings: Settings) -> Finding:
    return Finding(what="settings", order=Order.OK, told=f"read, of {settings.folder}")
