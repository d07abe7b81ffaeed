"""Which site does a command act on? Opened when it is first needed, closed at the end."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from syndicate.app import App
    from syndicate.clock import Clock
    from syndicate.settings import Settings


class Opening:
    """The way to the site that is meant."""

    def __init__(self) -> None:
        self.path: Path | None = None

    @classmethod
    def of(cls, context: typer.Context) -> "Opening":
        """Return the one of this call."""
        root = context.find_root()
        if not isinstance(root.obj, cls):
            root.obj = cls()
        return root.obj

    def settings(self) -> "Settings":
        """Return the site's settings. Raises NotFound, or SettingsFault."""
        from syndicate.cli.logs import say_errors_only  # noqa: PLC0415 - slow to import
        from syndicate.settings import load, pin_time_zones  # noqa: PLC0415 - slow to import

        say_errors_only()
        pin_time_zones()
        return load(self.path)


def open_app(context: typer.Context, *, clock: "Clock | None" = None) -> "App":
    """Return the site's use cases, until the command has ended."""
    from syndicate.app import App  # noqa: PLC0415 - slow to import

    app = App(Opening.of(context).settings(), clock=clock)
    context.call_on_close(app.close)
    return app
