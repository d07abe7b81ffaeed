"""How is a site moved to another database?"""

from typing import Annotated

import typer

from syndicate.cli.opening import Opening
from syndicate.cli.output import Json, print_json, say
from syndicate.cli.program import PLAIN
from syndicate.cli.progress import Progress

commands = typer.Typer(**PLAIN, no_args_is_help=True)


@commands.callback()
def store() -> None:
    """Move the store."""


@commands.command("copy")
def copy(
    context: typer.Context,
    *,
    to: Annotated[
        str,
        typer.Option(
            metavar="URL",
            envvar="SYNDICATE_COPY_TO",
            help="An empty database, written as [store] url is; from the environment, too.",
        ),
    ],
    as_json: Json = False,
) -> None:
    """Copy everything into another, empty database, and let mail of this one rest."""
    from syndicate.app.copying import copy_store  # noqa: PLC0415 - slow to import

    settings = Opening.of(context).settings()
    progress = Progress("Copying")
    try:
        copied = copy_store(settings, to, progress.tell)
    finally:
        progress.end()
    rows = sum(copied.rows.values())
    if as_json:
        print_json({"store": copied.store, "rows": rows, "revisions": copied.verified.revisions})
        return
    say(f"{copied.store} holds all {rows} rows; {copied.verified.revisions} revisions are whole.")
    say(
        f'Now write url = "{copied.store}" in [store] of the settings; mail of the old store rests.'
    )
    if settings.at_store(to).default_secret_file != settings.secret_file:
        say(f'Also write secret_file = "{settings.secret_file}" in [security].')
