"""How is a site kept in a file, and brought back from it?"""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from syndicate.cli.opening import Opening, open_app
from syndicate.cli.output import Json, print_json, say
from syndicate.cli.program import PLAIN
from syndicate.cli.progress import Progress

T = TypeVar("T")

backing_up, restoring = typer.Typer(**PLAIN), typer.Typer(**PLAIN)

Target = Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.")]
Source = Annotated[
    Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="The backup.")
]
Forgo = Annotated[
    bool,
    typer.Option("--without-chronicle", help="Though what happened since is then not known."),
]


@backing_up.command()
def backup(context: typer.Context, file: Target, *, as_json: Json = False) -> None:
    """Write store, secret and signing keys into one file; serving and sending go on."""
    from syndicate.app.keeping import back_up  # noqa: PLC0415 - slow to import

    app = open_app(context)
    made = _telling("Backing up", lambda tell: back_up(app, file, tell))
    if as_json:
        print_json({"file": str(file), "id": made.id, "taken": made.taken})
        return
    say(f"{file} holds the store, the site's secret and its signing keys. Keep it as secret.")
    say("Not in it: settings.toml, templates, DKIM keys, passwords, the Maildir, the chronicle.")


@restoring.command()
def restore(
    context: typer.Context,
    file: Source,
    *,
    without_chronicle: Forgo = False,
    as_json: Json = False,
) -> None:
    """Put a backup in the store's place; mail rests until: syndicate resume."""
    from syndicate.app.keeping import Restored  # noqa: PLC0415 - slow to import
    from syndicate.app.keeping import restore as put_back  # noqa: PLC0415
    from syndicate.cli.keeping_text import print_restored, restored_account  # noqa: PLC0415

    settings = Opening.of(context).settings()

    def work(tell: Callable[[int, int], object]) -> Restored:
        return put_back(settings, file, tell, without_chronicle=without_chronicle)

    restored = _telling("Restoring", work)
    if as_json:
        print_json(restored_account(restored))
    else:
        print_restored(restored, settings.site().zone)


def _telling(doing: str, work: Callable[[Callable[[int, int], object]], T]) -> T:
    progress = Progress(doing)
    try:
        return work(progress.tell)
    finally:
        progress.end()
