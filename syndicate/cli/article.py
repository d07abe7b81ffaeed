"""What can be asked about articles?"""

from dataclasses import asdict
from typing import Annotated

import typer

from syndicate.cli import (
    article_changes,
    article_drafts,
    article_import,
    article_publishing,
    article_readers,
    article_withdrawing,
)
from syndicate.cli.article_drafts import tell_strands
from syndicate.cli.article_figures import print_figures
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
from syndicate.domain.accounts_of_figures import figures_account
from syndicate.domain.drafting import State, read_state
from syndicate.errors import AskedWrongly
from syndicate.render.diffs import compare

commands = typer.Typer(**PLAIN, no_args_is_help=True, help="Bring in, publish, change articles.")
commands.add_typer(article_import.commands)
commands.add_typer(article_publishing.commands)
commands.add_typer(article_changes.commands)
commands.add_typer(article_withdrawing.commands)
commands.add_typer(article_readers.commands)
commands.add_typer(article_drafts.commands)

Former = Annotated[
    State,
    typer.Argument(parser=read_state, metavar="A", help="A revision, as 4, or a draft: draft-17."),
]
Latter = Annotated[
    State | None,
    typer.Argument(
        parser=read_state, metavar="B", help="Another; else what a draft and others changed."
    ),
]


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
    context: typer.Context, slug: Slug, a: Former, b: Latter = None, *, as_json: Json = False
) -> None:
    """Compare two revisions or drafts word by word.

    A draft alone is compared with what it was edited from, and so is what others published
    since: where both changed the same passage, it is shown.
    """
    library = open_app(context).library
    if b is None:
        tell_strands(library.strands(slug, _draft(slug, a)), as_json=as_json)
        return
    parts = compare(library.words(slug, a), library.words(slug, b))
    if as_json:
        print_json([asdict(part) for part in parts if part.changed])
    else:
        print_comparison(parts)


@commands.command()
def figures(context: typer.Context, *, as_json: Json = False) -> None:
    """Tell how often articles were corrected, and how soon."""
    found = open_app(context).figures()
    if as_json:
        print_json(figures_account(found))
    else:
        print_figures(found)


def _draft(slug: str, state: State) -> State:
    if not state.draft:
        older = max(state.number - 1, 1)
        raise AskedWrongly(
            f"with what is revision {state} to be compared? Name another one, as in "
            f"syndicate article diff {slug} {older} {older + 1}"
        )
    return state
