"""What can be asked about feeds?"""

from typing import Annotated

import typer

from syndicate.cli.opening import open_app
from syndicate.cli.output import Json, print_json, print_table
from syndicate.cli.program import PLAIN
from syndicate.domain.feeds import Feed, FeedDocument, FeedFormat
from syndicate.domain.site import Site
from syndicate.errors import NotFound
from syndicate.services.serve_feeds import Moved

commands = typer.Typer(**PLAIN, no_args_is_help=True, help="List and show feeds.")

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


def _account(feed: Feed, site: Site) -> object:
    urls = {format_.value: site.feed_url(feed.name, format_) for format_ in FeedFormat}
    return {"name": feed.name, "label": feed.label, "urls": urls}
