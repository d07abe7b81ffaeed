"""Which commands are there? Each is imported only when it is asked for."""

from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command, get_group

from syndicate.cli.opening import Opening

PLAIN: dict[str, Any] = {"rich_markup_mode": None, "add_completion": False}

_COMMANDS = {
    "init": ("syndicate.cli.beginning", "Start a site in a folder."),
    "demo": ("syndicate.cli.demo", "Show a site with stories, readers and mails."),
    "serve": ("syndicate.cli.serve", "Serve pages and feeds, tick and send mail."),
    "worker": ("syndicate.cli.worker", "Send mail and tell programs outside, as jobs tell to."),
    "tick": ("syndicate.cli.tick", "Do once what has come due, and send mail."),
    "check": ("syndicate.cli.check", "Look whether everything is in order."),
    "backup": ("syndicate.cli.keeping:backing_up", "Keep the whole site in one file."),
    "restore": ("syndicate.cli.keeping:restoring", "Bring a site back from a backup."),
    "store": ("syndicate.cli.store", "Move the store to another database."),
    "pause": ("syndicate.cli.resting:pausing", "Stop all mail."),
    "resume": ("syndicate.cli.resting:resuming", "Let mail go out again."),
    "status": ("syndicate.cli.status", "Tell how articles, editions and mail stand."),
    "verify": ("syndicate.cli.verify", "Prove that no published revision was changed."),
    "key": ("syndicate.cli.key", "Keep the keys of the public log."),
    "article": ("syndicate.cli.article", "Bring in, publish and change articles."),
    "feed": ("syndicate.cli.feed", "List and show feeds."),
    "newsletter": ("syndicate.cli.newsletter", "Keep newsletters."),
    "subscriber": ("syndicate.cli.subscriber", "Keep readers by mail."),
    "follow": ("syndicate.cli.follow", "Keep who follows articles, authors and tags."),
    "digest": ("syndicate.cli.digest", "Preview and send digests."),
    "edition": ("syndicate.cli.edition", "List and steer editions."),
    "notice": ("syndicate.cli.notice", "List and withdraw mails outside the schedule."),
    "delivery": ("syndicate.cli.delivery", "List deliveries, and settle those in doubt."),
    "hub": ("syndicate.cli.hub", "Keep the subscriptions of the hub."),
    "webhook": ("syndicate.cli.webhook", "List what webhooks were told, and tell it again."),
    "mail": ("syndicate.cli.mail", "Try out how mail goes out."),
}


class Later(TyperCommand):
    """A command that is named now and imported when it is called.

    Its module has `commands`, a Typer application of one command or of several, or one by
    the name that stands behind a colon.
    """

    def __init__(self, name: str, module: str, told: str, settings: Any) -> None:  # noqa: ANN401 - Click's own types, which Typer keeps private
        super().__init__(name, help=told, rich_markup_mode=None)
        self._module = module
        self._settings = settings

    def make_context(self, *args: Any, **extra: Any) -> Any:  # noqa: ANN401 - as above
        """Import the command and let it read its arguments."""
        module, _, name = self._module.partition(":")
        command = get_command(getattr(import_module(module), name or "commands"))
        _take(command, self._settings)
        return command.make_context(*args, **extra)


def program() -> TyperGroup:
    """Return the command `syndicate`."""
    root = typer.Typer(**PLAIN, help="Publish articles that change: feeds, pages and newsletters.")
    root.callback(no_args_is_help=True)(_options)
    group = get_group(root)
    settings = next(option for option in group.params if option.name == "settings")
    for name, (module, told) in _COMMANDS.items():
        group.add_command(Later(name, module, told, settings))
    return group


def _take(command: Any, settings: Any) -> None:  # noqa: ANN401 - as above
    """Let --settings stand behind every command, too."""
    if isinstance(command, TyperGroup):
        for each in command.commands.values():
            _take(each, settings)
    else:
        command.params.append(settings)


def _version(*, wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version  # noqa: PLC0415 - rarely asked for

        typer.echo(f"syndicate {version('syndicate')}")
        raise typer.Exit


def _settings(context: typer.Context, path: str | None) -> None:
    if path is not None:
        Opening.of(context).path = Path(path)


def _options(
    settings: Annotated[
        str | None,
        typer.Option(
            metavar="PATH",
            expose_value=False,
            is_eager=True,
            callback=_settings,
            help="The site's settings; else SYNDICATE_SETTINGS, else ./settings.toml.",
        ),
    ] = None,
    version: Annotated[
        bool,
        typer.Option("--version", is_eager=True, callback=_version, help="Tell the version."),
    ] = False,
) -> None:
    del settings, version
