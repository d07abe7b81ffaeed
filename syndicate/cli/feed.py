"""What can be asked about feeds?"""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from syndicate.cli.opening import open_app
from syndicate.cli.output import Json, print_json, print_table, say
from syndicate.cli.program import PLAIN
from syndicate.cli.progress import Progress
from syndicate.domain.feeds import Feed, FeedDocument, FeedFormat
from syndicate.domain.site import Site
from syndicate.errors import NotFound
from syndicate.services.serve_feeds import Moved

commands = typer.Typer(**PLAIN, no_args_is_help=True, help="List, show and export feeds.")

Name = Annotated[str, typer.Argument(metavar="NAME", help="all, corrections, sections/…, …")]
AsFormat = Annotated[FeedFormat, typer.Option("--format", help="In which format.")]


@commands.command("list")
def list_(context: typer.Context, *, as_json: Json = False) -> None:
    """List the site's feeds and their addresses."""
    app = open_app(context)
    feeds = app.showcase.feeds()
    if as_json:
        print_json([_account(feed, app.site) for feed in feeds])
    else:
        rows = [(f.name, f.label, app.site.feed_url(f.name, FeedFormat.ATOM)) for f in feeds]
        print_table(("name", "shows", "address"), rows, none="There are no feeds yet.")


@commands.command()
def show(context: typer.Context, name: Name, as_format: AsFormat = FeedFormat.ATOM) -> None:
    """Print a feed as it is served."""
    document = open_app(context).serve_feed(name, as_format)
    if isinstance(document, Moved):
        raise NotFound(f"the feed {name!r} moved: syndicate feed show {document.name}")
    if not isinstance(document, FeedDocument):
        raise NotFound(f"there is no feed {name!r}; see syndicate feed list")
    typer.echo(document.body, nl=False)


@commands.command()
def export(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder of its own.")],
    *,
    as_json: Json = False,
) -> None:
    """Write every feed into a folder, for another server; what changed is written again.

    With [web] export_dir set, the folder named there is kept by itself.
    """
    written = _exported(open_app(context).export_feeds(folder)(everything=True))
    if as_json:
        print_json({"folder": str(folder), "documents": written})
    else:
        say(f"documents in {folder}, each as Atom, RSS and JSON: {written}")


def _exported(steps: Iterator[tuple[int, int]]) -> int:
    progress, done = Progress("Writing feeds"), 0
    try:
        for done, total in steps:
            progress.tell(done, total)
    finally:
        progress.end()
    return done


def _account(feed: Feed, site: Site) -> object:
    urls = {format_.value: site.feed_url(feed.name, format_) for format_ in FeedFormat}
    return {"name": feed.name, "label": feed.label, "urls": urls}
