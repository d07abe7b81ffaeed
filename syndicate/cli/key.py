"""With which keys does the site vouch for its past?"""

import typer

from syndicate.cli.opening import open_app
from syndicate.cli.output import Json, print_json, print_table, say
from syndicate.cli.program import PLAIN

commands = typer.Typer(**PLAIN, no_args_is_help=True, help="Keep the keys of the public log.")


@commands.callback()
def _key() -> None:
    """Keep the keys of the public log."""


@commands.command("list")
def list_keys(context: typer.Context, *, as_json: Json = False) -> None:
    """List the public keys, the one in force last."""
    app = open_app(context)
    if as_json:
        print_json(app.attest.public_keys())
        return
    rows = [(number, each.key.hex()) for number, each in enumerate(app.keys().public, 1)]
    print_table(("number", "public key"), rows, none="There is no key yet.")


@commands.command()
def renew(context: typer.Context, *, as_json: Json = False) -> None:
    """Put a new key in force, signed by the old one, which stays listed."""
    key = open_app(context).renew_key().public[-1].key.hex()
    if as_json:
        print_json({"key": key})
    else:
        say(f"From now on the site signs with {key}. Keep the file of keys with your backups.")
