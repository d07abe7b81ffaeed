"""Was any published revision changed?"""

from dataclasses import asdict

import typer

from syndicate.cli.opening import open_app
from syndicate.cli.output import Json, print_json, say
from syndicate.cli.program import PLAIN

commands = typer.Typer(**PLAIN)


@commands.command()
def verify(context: typer.Context, *, as_json: Json = False) -> None:
    """Prove that no published revision was changed; name the first break."""
    verified = open_app(context).verify()
    if as_json:
        print_json(asdict(verified))
    else:
        say(
            f"Whole: {verified.revisions} revisions of {verified.articles} articles, "
            f"{verified.redacted} of them redacted."
        )
