"""With which keys does the site vouch for its past, and make the links in its mails?"""

from typing import Annotated

import typer

from syndicate.cli.instants import shown
from syndicate.cli.opening import open_app
from syndicate.cli.output import Json, print_json, print_table, say
from syndicate.cli.program import PLAIN
from syndicate.domain.accounts import instant

commands = typer.Typer(
    **PLAIN, no_args_is_help=True, help="Keep the keys of the public log and of links in mails."
)
Links = Annotated[bool, typer.Option("--links", help="Those of links in mails.")]


@commands.callback()
def _key() -> None:
    """Keep the keys of the public log and of links in mails."""


@commands.command("list")
def list_keys(context: typer.Context, *, links: Links = False, as_json: Json = False) -> None:
    """List the public keys, or since when those of links are in force; the newest last."""
    app = open_app(context)
    if links:
        since = [None, *(each.made for each in app.link_keys())]
        if as_json:
            print_json([{"number": n, "since": instant(at)} for n, at in enumerate(since, 1)])
            return
        told = (shown(at, app.site.zone) if at else "the beginning" for at in since)
        print_table(("number", "in force since"), [*enumerate(told, 1)], none="")
    elif as_json:
        print_json(app.attest.public_keys())
    else:
        rows = [(number, each.key.hex()) for number, each in enumerate(app.keys().public, 1)]
        print_table(("number", "public key"), rows, none="There is no key yet.")


@commands.command()
def renew(context: typer.Context, *, links: Links = False, as_json: Json = False) -> None:
    """Put a new key in force; what the old ones made still holds."""
    app = open_app(context)
    if links:
        made = app.renew_links()[-1].made
        _told(
            {"since": instant(made)}, "From now on links in mails are made by a new key.", as_json
        )
    else:
        key = app.renew_key().public[-1].key.hex()
        _told({"key": key}, f"From now on the site signs with {key}.", as_json)


def _told(account: dict[str, object], text: str, as_json: bool) -> None:
    if as_json:
        print_json(account)
    else:
        say(f"{text} Keep the file of keys with your backups.")
