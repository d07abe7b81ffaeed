"""How do the readers leave as a list?"""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import chain, starmap
from typing import Annotated

import typer

from syndicate.cli.csv_output import print_csv
from syndicate.cli.opening import open_app
from syndicate.cli.output import print_json_array
from syndicate.cli.program import PLAIN
from syndicate.domain.accounts import instant
from syndicate.domain.accounts_of_mail import barred_account, dossier_account
from syndicate.domain.audience import Suppression
from syndicate.domain.followings import Dossier

commands = typer.Typer(**PLAIN)

HEADER = ("email", "timezone", "known_since", "newsletter", "status", "since")
SUPPRESSED = "suppressed"


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

    Those who must not be mailed are told as suppressed, so that they stay so elsewhere; also
    addresses that no reader has any more, or that came in by a list.
    """
    export = open_app(context).export_subscribers
    dossiers, barred = export(newsletter), () if newsletter else export.barred()
    if as_format is ListFormat.JSON:
        accounts = starmap(barred_account, barred)
        print_json_array(chain(map(dossier_account, dossiers), accounts))
    else:
        print_csv(HEADER, chain(_rows(dossiers), starmap(_barred, barred)))


def _rows(dossiers: Iterable[Dossier]) -> Iterator[tuple[str, ...]]:
    for dossier in dossiers:
        reader, suppression = dossier.subscriber, dossier.suppression
        known = (reader.email, reader.timezone, instant(reader.created) or "")
        for name, standing in dossier.standings:
            status = SUPPRESSED if suppression else standing.status.value
            yield (*known, name, status, instant(standing.since) or "")
        if suppression and not dossier.standings:
            yield (*known, "", SUPPRESSED, instant(suppression.at) or "")


def _barred(email: str, suppression: Suppression) -> tuple[str, ...]:
    return (email, "", "", "", SUPPRESSED, instant(suppression.at) or "")
