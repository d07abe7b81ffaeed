"""What can be asked about readers by mail?"""

from dataclasses import asdict
from typing import Annotated

import typer

from syndicate.cli import subscriber_export, subscriber_import
from syndicate.cli.opening import open_app
from syndicate.cli.options import ReaderZone
from syndicate.cli.output import Json, print_json, print_json_array, say
from syndicate.cli.program import PLAIN
from syndicate.cli.subscriber_text import print_dossier, print_subscribers
from syndicate.domain.accounts_of_mail import dossier_account, subscriber_account
from syndicate.importers.addresses import read_address

commands = typer.Typer(**PLAIN, no_args_is_help=True, help="Keep readers by mail.")
commands.add_typer(subscriber_import.commands)
commands.add_typer(subscriber_export.commands)

Email = Annotated[str, typer.Argument(metavar="EMAIL", help="The reader's address.")]


@commands.command()
def add(
    context: typer.Context,
    email: Email,
    *,
    newsletter: Annotated[
        list[str], typer.Option(metavar="NAME", help="Which newsletter; repeatable.")
    ],
    timezone: ReaderZone = None,
    confirmed: Annotated[
        bool, typer.Option("--confirmed", help="The reader agreed already: no mail asks again.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Add a reader to newsletters; unless --confirmed, a mail asks the reader first."""
    app = open_app(context)
    zone = str(timezone or "")
    for name in newsletter:
        app.newsletters.show(name)  # all of them, or none
    for name in newsletter:
        app.subscribe.add(email, name, zone, confirmed=confirmed)
    _show(context, read_address(email), as_json=as_json)
    if not confirmed and not as_json:
        say("A mail asks the reader first, unless the reader is known there already.")


@commands.command()
def show(context: typer.Context, email: Email, *, as_json: Json = False) -> None:
    """Show everything that is known of a reader."""
    _show(context, read_address(email), as_json=as_json)


@commands.command()
def forget(context: typer.Context, email: Email, *, as_json: Json = False) -> None:
    """Erase a person: from the store, its ledger and the Maildir. Cannot be undone.

    What was sent still counts, without a name; the address is never mailed again, known by
    a keyed fingerprint only. Backups are yours to erase.
    """
    forgotten = open_app(context).forget(email)
    if as_json:
        print_json(asdict(forgotten))
        return
    erased = f"{forgotten.consents} consents, {forgotten.deliveries} deliveries' replies"
    known = (
        f"Erased: the address, {erased}," if forgotten.known else "Nobody subscribed so. Erased:"
    )
    say(f"{known} {forgotten.mails} mails in the Maildir.")
    say("The address is never mailed again. Backups made before still have it.")


@commands.command()
def allow(context: typer.Context, email: Email) -> None:
    """Lift what bars an address, on the word of the person whose it is."""
    say(f"{open_app(context).allow(email)} may subscribe again, and is mailed nothing until then.")


@commands.command("list")
def list_(context: typer.Context, *, as_json: Json = False) -> None:
    """List all readers."""
    app = open_app(context)
    if as_json:
        print_json_array(map(subscriber_account, app.list_subscribers()))
    else:
        print_subscribers(app.list_subscribers(), app.site.zone)


def _show(context: typer.Context, address: str, *, as_json: bool) -> None:
    app = open_app(context)
    dossier = app.show_subscriber(address)
    if as_json:
        print_json(dossier_account(dossier))
    else:
        print_dossier(dossier, app.site.zone)
