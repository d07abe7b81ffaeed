"""What can be asked about who follows what?"""

from typing import Annotated

import typer

from syndicate.app import App
from syndicate.cli.opening import open_app
from syndicate.cli.output import Json, print_json, print_json_array, say
from syndicate.cli.program import PLAIN
from syndicate.cli.subscriber_text import print_followings
from syndicate.domain.accounts_of_mail import following_account
from syndicate.domain.feeds import term
from syndicate.domain.followings import article_subject
from syndicate.errors import AskedWrongly
from syndicate.importers.addresses import read_address

commands = typer.Typer(
    **PLAIN, no_args_is_help=True, help="Keep who follows articles, authors and tags."
)

Email = Annotated[str, typer.Argument(metavar="EMAIL", help="The reader's address.")]
Article = Annotated[str, typer.Option(metavar="SLUG", help="Which article.")]
Author = Annotated[str, typer.Option(metavar="NAME", help="Or which author.")]
Tag = Annotated[str, typer.Option(metavar="NAME", help="Or which tag.")]


@commands.command("list")
def list_(context: typer.Context, *, as_json: Json = False) -> None:
    """List who follows what, or did."""
    app = open_app(context)
    if as_json:
        print_json_array(following_account(f, email) for email, f in app.follow.list())
    else:
        print_followings(app.follow.list(), app.site.zone)


@commands.command()
def add(
    context: typer.Context,
    email: Email,
    *,
    article: Article = "",
    author: Author = "",
    tag: Tag = "",
    confirmed: Annotated[
        bool, typer.Option("--confirmed", help="The reader agreed already: no mail asks again.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Have a reader follow one thing; unless --confirmed, a mail asks the reader first."""
    app = open_app(context)
    app.follow.add(email, _subject(app, article, author, tag), confirmed=confirmed)
    _show(app, email, as_json=as_json)
    if not confirmed and not as_json:
        say("A mail asks the reader first, unless the reader follows it already.")


@commands.command()
def remove(
    context: typer.Context,
    email: Email,
    *,
    article: Article = "",
    author: Author = "",
    tag: Tag = "",
    as_json: Json = False,
) -> None:
    """End a following at once; what waits of it is not sent."""
    app = open_app(context)
    app.follow.remove(email, _subject(app, article, author, tag))
    _show(app, email, as_json=as_json)


def _subject(app: App, article: str, author: str, tag: str) -> str:
    if [bool(article), bool(author), bool(tag)].count(True) != 1:
        raise AskedWrongly("what is followed? say one of --article SLUG, --author NAME, --tag NAME")
    if article:
        return article_subject(app.library.public(article).article.id)
    return f"authors/{term(author)}" if author else f"tags/{term(tag)}"


def _show(app: App, email: str, *, as_json: bool) -> None:
    address = read_address(email)
    followings = app.show_subscriber(address).followings
    if as_json:
        print_json([following_account(following, address) for following in followings])
    else:
        print_followings([(address, following) for following in followings], app.site.zone)
