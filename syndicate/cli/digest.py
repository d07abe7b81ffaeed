"""What can be asked about digests?"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from syndicate.cli.edition_text import print_edition
from syndicate.cli.files import write_file
from syndicate.cli.opening import open_app
from syndicate.cli.options import Moment
from syndicate.cli.output import Json, print_json, say
from syndicate.cli.program import PLAIN
from syndicate.cli.sending import send_edition, unsent
from syndicate.domain.accounts_of_mail import edition_account
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.editions import EditionStatus
from syndicate.errors import CouldNot

if TYPE_CHECKING:
    from syndicate.app import App

commands = typer.Typer(**PLAIN, no_args_is_help=True, help="Preview and send digests.")

Name = Annotated[str, typer.Argument(metavar="NAME", help="The newsletter's name.")]
Reader = Annotated[str, typer.Option("--for", metavar="EMAIL", help="As this reader would get it.")]
Test = Annotated[
    str, typer.Option("--test", metavar="ADDRESS", help="Only here, as a test; it counts nowhere.")
]
Folder = Annotated[Path, typer.Option(metavar="DIR", help="The folder to write it to.")]


@commands.command()
def preview(
    context: typer.Context, name: Name, *, out: Folder, email: Reader = "", at: Moment = None
) -> None:
    """Write the digest that would go out now, or --at an instant; nothing is sent."""
    app = open_app(context)
    files = app.specimen(name, at=at or app.clock.now(), email=email)
    for file, data in files.items():
        write_file(out / file, data)
        say(str(out / file))


@commands.command()
def send(context: typer.Context, name: Name, *, test: Test = "", as_json: Json = False) -> None:
    """Send a digest now, to all of its readers who have something new to read."""
    app = open_app(context)
    if test:
        _send_test(app, name, test, as_json=as_json)
        return
    report = send_edition(app, app.send_now(name))
    if as_json:
        print_json(edition_account(report.edition, report.newsletter, report.counts))
    else:
        print_edition(report, app.site.zone)
    if report.edition.status is EditionStatus.HELD:
        raise CouldNot(
            f"the edition is held: {report.edition.fault}; "
            f"mend it, then: syndicate edition resume {report.edition.id}"
        )
    if waiting := report.counts.get(DeliveryStatus.PENDING, 0):
        why = app.status().waiting.trouble or report.edition.status.value
        raise CouldNot(
            f"{unsent(waiting)}: {why}; what waits stays "
            "in the store and is tried again by syndicate serve, or syndicate tick"
        )


def _send_test(app: "App", name: str, to: str, *, as_json: bool) -> None:
    reply = app.send_test(name, to)
    if as_json:
        print_json({"test": to, "reply": reply})
    else:
        say(f"A test went to {to}, which counts nowhere: {reply}")
