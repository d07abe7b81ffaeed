"""What can be asked about newsletters?"""

from datetime import timedelta
from typing import Annotated

import typer

from syndicate.cli.newsletter_text import print_newsletter, print_newsletters
from syndicate.cli.opening import open_app
from syndicate.cli.output import Json, print_json, say
from syndicate.cli.program import PLAIN
from syndicate.domain.accounts_of_mail import newsletter_account
from syndicate.domain.editions import SIX_HOURS, Newsletter

commands = typer.Typer(**PLAIN, no_args_is_help=True, help="Keep newsletters.")

_HOUR = timedelta(hours=1)
_YEAR = 24 * 366  # in hours

Name = Annotated[str, typer.Argument(metavar="NAME", help="The newsletter's name.")]
Title = Annotated[str, typer.Option(metavar="T", help="What readers know it by.")]
Schedule = Annotated[
    str, typer.Option(metavar="WHEN", help='"weekdays 07:00", or a cron expression.')
]
Timezone = Annotated[str, typer.Option(metavar="Z", help="In whose wall time, as Europe/Berlin.")]
ReaderTime = Annotated[
    bool, typer.Option("--reader-time", help="At that wall time in each reader's own zone.")
]
Sections = Annotated[
    list[str] | None, typer.Option("--section", metavar="S", help="Only this one; repeatable.")
]
Template = Annotated[str, typer.Option(metavar="NAME", help="The folder under templates/digests.")]
Sender = Annotated[str, typer.Option(metavar="MAILBOX", help="Else the site's sender.")]
LateLimit = Annotated[
    float,
    typer.Option(
        metavar="HOURS", min=0.1, max=_YEAR, help="Later than this it is missed, not sent."
    ),
]
SendEmpty = Annotated[bool, typer.Option("--send-empty", help="Mail editions without news, too.")]

Approval = Annotated[
    bool, typer.Option("--approval", help="Each edition waits: syndicate edition approve ID.")
]


@commands.command()
def add(
    context: typer.Context,
    name: Name,
    *,
    title: Title,
    schedule: Schedule,
    timezone: Timezone,
    reader_time: ReaderTime = False,
    section: Sections = None,
    template: Template = "default",
    sender: Sender = "",
    late_limit: LateLimit = SIX_HOURS / _HOUR,
    send_empty: SendEmpty = False,
    approval: Approval = False,
    as_json: Json = False,
) -> None:
    """Add a newsletter."""
    app = open_app(context)
    app.newsletters.add(
        Newsletter(
            name=name,
            title=title,
            schedule=schedule,
            timezone=timezone,
            reader_time=reader_time,
            sections=tuple(section or ()),
            template=template,
            sender=sender,
            late_limit=late_limit * _HOUR,
            send_empty=send_empty,
            approval=approval,
            created=app.clock.now(),
        )
    )
    _show(context, name, as_json=as_json)


@commands.command("list")
def list_(context: typer.Context, *, as_json: Json = False) -> None:
    """List all newsletters and when they are due next."""
    app = open_app(context)
    shown = app.newsletters.list()
    if as_json:
        print_json([newsletter_account(each.newsletter, each.coming) for each in shown])
    else:
        print_newsletters(shown)


@commands.command()
def show(context: typer.Context, name: Name, *, as_json: Json = False) -> None:
    """Show a newsletter."""
    _show(context, name, as_json=as_json)


@commands.command()
def pause(context: typer.Context, name: Name) -> None:
    """Open no more editions until it is resumed."""
    open_app(context).newsletters.pause(name)
    say(f"{name} is paused; resume it: syndicate newsletter resume {name}")


@commands.command()
def resume(context: typer.Context, name: Name) -> None:
    """Open editions again; what came due meanwhile is not made up for."""
    open_app(context).newsletters.resume(name)
    say(f"{name} goes on.")


@commands.command()
def remove(context: typer.Context, name: Name) -> None:
    """Close a newsletter for good; what it sent stays known."""
    open_app(context).newsletters.remove(name)
    say(f"{name} is removed.")


def _show(context: typer.Context, name: str, *, as_json: bool) -> None:
    shown = open_app(context).newsletters.show(name)
    if as_json:
        print_json(newsletter_account(shown.newsletter, shown.coming))
    else:
        print_newsletter(shown)
