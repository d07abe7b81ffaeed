"""What can be asked about articles?"""

from dataclasses import asdict
from typing import Annotated

import typer

from syndicate.cli import (
    article_changes,
    article_import,
    article_readers,
    article_withdrawing,
)
from syndicate.cli.article_text import (
    print_article,
    print_articles,
    print_comparison,
    print_history,
)
from syndicate.cli.opening import open_app
from syndicate.cli.options import Slug
from syndicate.cli.output import Json, print_json, print_json_array
from syndicate.cli.program import PLAIN
from syndicate.render.diffs import compare

commands = typer.Typer(**PLAIN, no_args_is_help=True, help="Bring in, publish, change articles.")
commands.add_typer(article_import.commands)
commands.add_typer(article_changes.commands)
commands.add_typer(article_withdrawing.commands)
commands.add_typer(article_readers.commands)

Number = Annotated[int, typer.Argument(min=1, help="A revision's number.")]


@commands.command("list")
def list_(context: typer.Context, *, as_json: Json = False) -> None:
    """List all articles, newest first."""
    app = open_app(context)
    if as_json:
        print_json_array(app.library.list())
    else:
        print_articles(app.library.list(), app.site.zone)


@commands.command()
def show(context: typer.Context, slug: Slug, *, as_json: Json = False) -> None:
    """Show an article: how it stands and what it says."""
    app = open_app(context)
    account = app.library.show(slug)
    if as_json:
        print_json(account)
    else:
        print_article(account, app.site.zone)


@commands.command()
def history(context: typer.Context, slug: Slug, *, as_json: Json = False) -> None:
    """List an article's revisions."""
    app = open_app(context)
    account = app.library.show(slug)
    if as_json:
        print_json(account["revisions"])
    else:
        print_history(account, app.site.zone)


@commands.command()
def diff(
    context: typer.Context, slug: Slug, a: Number, b: Number, *, as_json: Json = False
) -> None:
    """Compare two revisions word by word."""
    library = open_app(context).library
    parts = compare(library.words(slug, a), library.words(slug, b))
    if as_json:
        print_json([asdict(part) for part in parts if part.changed])
    else:
        print_comparison(parts)
