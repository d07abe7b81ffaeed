"""How do the readers leave as a list?"""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Annotated

import typer

from syndicate.cli.csv_output import print_csv
from syndicate.cli.opening import open_app
from syndicate.cli.output import print_json_array
from syndicate.cli.program import PLAIN
from syndicate.domain.accounts import instant
from syndicate.domain.accounts_of_mail import dossier_account
from syndicate.domain.followings import Dossier

commands = typer.Typer(**PLAIN)

HEADER = ("email", "timezone", "known_since", "newsletter", "status", "since")


class ListFormat(StrEnum):
    """How a list is written."""

    CSV = "csv"
    JSON = "json"


@commands.command()
def export(
    context: typer.Context,
    *,
    newsletter: Annotated[
        str, typer.Option(metavar="NAME", help="Only readers of this newsletter, and only it.")
    ] = "",
    as_format: Annotated[
        ListFormat, typer.Option("--format", help="JSON has the consents too.")
    ] = ListFormat.CSV,
) -> None:
    """Print all readers and how they stand: subscriber import takes the CSV in again.

    Those who must not be mailed are told as suppressed, so that they stay so elsewhere.
    """
    app = open_app(context)
    dossiers = app.export_subscribers(newsletter)
    if as_format is ListFormat.JSON:
        print_json_array(map(dossier_account, dossiers))
    else:
        print_csv(HEADER, _rows(dossiers))


def _rows(dossiers: Iterable[Dossier]) -> Iterator[tuple[str, ...]]:
    for dossier in dossiers:
        reader = dossier.subscriber
        known = (reader.email, reader.timezone, instant(reader.created) or "")
        for name, standing in dossier.standings:
            status = "suppressed" if dossier.suppressed else standing.status.value
            yield (*known, name, status, instant(standing.since) or "")
