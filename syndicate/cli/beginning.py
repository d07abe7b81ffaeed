"""How does a site begin?"""

import os
from pathlib import Path
from typing import Annotated

import typer

from syndicate.app import App
from syndicate.cli.opening import Opening
from syndicate.cli.output import say
from syndicate.cli.program import PLAIN
from syndicate.services.init_site import InitSite
from syndicate.settings.starting_files import SiteFolder, starting_files

commands = typer.Typer(**PLAIN)


@commands.command()
def init(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Made if missing.")] = Path(),
) -> None:
    """Start a site in a folder: settings.toml, templates/, scheduler.py and the store."""
    written = InitSite(starting_files=starting_files())(SiteFolder(folder))
    opening = Opening.of(context)
    opening.path = folder / "settings.toml"
    app = App(opening.settings())
    context.call_on_close(app.close)
    app.keys()
    shown = app.engines.sqlite_file or app.engines.shown_url
    say(f"{len(written)} files written to {folder.resolve()}; the store is {shown}.")
    go = "" if folder.resolve() == Path.cwd() else f"cd {os.fspath(folder)} && "
    say(f"Set the title in settings.toml, then: {go}syndicate serve")
