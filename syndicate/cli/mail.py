"""What can be asked about how mail goes out?"""

import sys
from pathlib import Path
from typing import Annotated

import typer

from syndicate.cli.files import read_file
from syndicate.cli.opening import open_app
from syndicate.cli.output import Json, print_json, say
from syndicate.cli.program import PLAIN
from syndicate.domain.dkim import KeyKind, zone_line
from syndicate.domain.mailboxes import read_mailbox
from syndicate.errors import CouldNot
from syndicate.services.make_key import NewKey

TEMPORARY_FAILURE = 75  # EX_TEMPFAIL of sysexits.h: what mail servers read as "later"

commands = typer.Typer(**PLAIN, no_args_is_help=True, help="Try out how mail goes out.")


@commands.callback()
def _mail() -> None:
    """Try out how mail goes out."""


@commands.command("test")
def send_test(
    context: typer.Context,
    to: Annotated[str, typer.Argument(metavar="[EMAIL]", help="Else the site's sender.")] = "",
    *,
    option: Annotated[str, typer.Option("--to", metavar="EMAIL", help="The same.")] = "",
    as_json: Json = False,
) -> None:
    """Send one mail the way digests go, at once."""
    app = open_app(context)
    recipient = read_mailbox(option or to) if option or to else app.settings.sender()
    reply = app.try_mail(recipient)
    if as_json:
        print_json({"to": recipient.address, "reply": reply})
    else:
        say(f"A test to {recipient.address} was taken: {reply}")


@commands.command()
def receive(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="[FILE]", help="Else stdin.")] = "-",
    *,
    to: Annotated[str, typer.Option("--to", metavar="ADDRESS", help="The envelope's recipient.")],
) -> None:
    """Take in a mail that a mail server pipes: what came back, complaints, farewells.

    Ends with 75 where it could not be done now, so that the mail server tries again.
    """
    data = sys.stdin.buffer.read() if file == "-" else read_file(file)
    try:
        received = open_app(context).receive_mail(data, to)
    except CouldNot as error:
        sys.stderr.write(f"error: {error}\n")
        raise typer.Exit(TEMPORARY_FAILURE) from error
    say(received.value)


@commands.command()
def keygen(
    context: typer.Context,
    *,
    selector: Annotated[str, typer.Option(help="The key's name; else kind and day.")] = "",
    domain: Annotated[str, typer.Option(help="Else that of [mail.dkim], or the sender's.")] = "",
    ed25519: Annotated[bool, typer.Option("--ed25519", help="For a second signature.")] = False,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Where to keep it.")] = None,
    as_json: Json = False,
) -> None:
    """Make a key to sign mail with; print what DNS and the settings are to say."""
    kind = KeyKind.ED25519 if ed25519 else KeyKind.RSA
    key = open_app(context).make_key(kind, selector, domain, out)
    if as_json:
        record = {"name": key.name, "type": "TXT", "record": key.record}
        print_json(record | {"file": key.key_file, "spf": key.spf, "dmarc": key.dmarc})
        return
    say(f"The private key is in {key.key_file}. Publish this in DNS:\n")
    say(f"{zone_line(key.name, key.record)}\n")
    say("Receivers also ask who may send, and what to do with mail that is not signed. Unless")
    say("there are such records already, publish:\n")
    say(f"{key.spf}\n{key.dmarc}\n")
    say("Once it can be looked up, write this into settings.toml:\n")
    say(_settings(key, second=ed25519))


def _settings(key: NewKey, *, second: bool) -> str:
    table = "[mail.dkim.second]" if second else f'[mail.dkim]\ndomain = "{key.domain}"'
    return f'{table}\nselector = "{key.selector}"\nkey_file = "{key.key_file}"'
