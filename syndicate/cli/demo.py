"""How is the demonstration started?"""

from pathlib import Path
from typing import Annotated

import typer

from syndicate.cli.logs import say_errors_only
from syndicate.cli.output import say
from syndicate.cli.program import PLAIN
from syndicate.ticker import ticking
from syndicate.web.demo.running import run

commands = typer.Typer(**PLAIN)


@commands.command()
def demo(
    *,
    port: Annotated[int, typer.Option(metavar="N", min=1, max=65535, help="The port.")] = 8000,
    folder: Annotated[
        Path, typer.Option("--dir", metavar="DIR", help="The folder to make it in.")
    ] = Path("var/demo"),
) -> None:
    """Show a site with stories, readers and mails, until stopped with Ctrl-C."""
    say_errors_only()
    run(port=port, folder=folder, say=_say, beside=ticking)


def _say(text: str) -> None:
    say(text)
    typer.get_text_stream("stdout").flush()
