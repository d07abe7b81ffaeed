"""How is what was published withdrawn, brought back, and its words deleted?"""

from typing import Annotated

import typer

from syndicate.app import App
from syndicate.cli.article_changes import ConfirmCount, Note, Notify
from syndicate.cli.article_done import revising, tell_done, tell_standing
from syndicate.cli.article_readers import print_holders
from syndicate.cli.opening import open_app
from syndicate.cli.options import DryRun, Slug, read_number
from syndicate.cli.output import Json, say
from syndicate.cli.program import PLAIN
from syndicate.domain.accounts_of_mail import holders_account
from syndicate.domain.articles import Article, Kind
from syndicate.domain.foretelling import Foretold
from syndicate.domain.notices import Asked
from syndicate.errors import AskedWrongly

commands = typer.Typer(**PLAIN)


@commands.command()
def retract(
    context: typer.Context,
    slug: Slug,
    *,
    note: Note,
    confirm_count: ConfirmCount = None,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Retract an article: its page keeps the text, marked, under the note.

    Whoever was mailed it is told at once.
    """
    app = open_app(context)
    asked = Asked(confirm_count=confirm_count)
    done = revising(app, dry_run=dry_run).withdraw(slug, Kind.RETRACTION, note, asked)
    _tell_withdrawn(app, done, as_json=as_json)


@commands.command()
def takedown(
    context: typer.Context,
    slug: Slug,
    *,
    note: Note,
    notify: Notify = False,
    confirm_count: ConfirmCount = None,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Take an article down for legal reasons: only a neutral notice stays."""
    app = open_app(context)
    asked = Asked(notify=notify, confirm_count=confirm_count)
    done = revising(app, dry_run=dry_run).withdraw(slug, Kind.TAKEDOWN, note, asked)
    _tell_withdrawn(app, done, as_json=as_json)


@commands.command()
def reinstate(
    context: typer.Context,
    slug: Slug,
    *,
    note: Note,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Bring a withdrawn article back, with a note."""
    app = open_app(context)
    tell_done(app, revising(app, dry_run=dry_run).reinstate(slug, note), as_json=as_json)


@commands.command()
def redact(
    context: typer.Context,
    slug: Slug,
    *,
    revision: Annotated[
        int | None, typer.Option(metavar="N", parser=read_number, help="Whose words go.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="The words of all revisions go; withdraw it first.")
    ] = False,
    reason: Annotated[str, typer.Option(metavar="CODE", help="Why; shown in the history.")],
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Delete the words of one revision, or of --all, for good.

    The hash, the reason and the time stay.
    """
    if (revision is None) is not everything:
        raise AskedWrongly("whose words are to go? name one revision with --revision N, or --all")
    app = open_app(context)
    done = revising(app, dry_run=dry_run).redact(slug, revision, reason)
    if not dry_run and not as_json:
        whose = "every revision" if revision is None else f"revision {revision}"
        say(f"The words of {whose} are gone; the hash, the reason and the time stay.")
    tell_done(app, done, as_json=as_json)


def _tell_withdrawn(app: App, done: Foretold | Article, *, as_json: bool) -> None:
    """Tell what was done and, once it was, who has the article by mail."""
    if isinstance(done, Foretold):
        tell_done(app, done, as_json=as_json)
        return
    holders = app.holders.count(done.slug)
    told = {"readers": holders_account(holders)}
    tell_standing(app, done.slug, as_json=as_json, noticed=True, more=told)
    if not as_json:
        print_holders(holders, done.slug)
