"""How is a site served?"""

from typing import Annotated

import typer

from syndicate.cli.logs import say_everything
from syndicate.cli.opening import open_app
from syndicate.cli.output import say
from syndicate.cli.program import PLAIN
from syndicate.cli.serving import serve_site
from syndicate.web.server import listening

commands = typer.Typer(**PLAIN)


@commands.command()
def serve(
    context: typer.Context,
    *,
    host: Annotated[str | None, typer.Option(metavar="H", help="Else [web] host.")] = None,
    port: Annotated[
        int | None, typer.Option(metavar="N", min=1, max=65535, help="Else [web] port.")
    ] = None,
    web_only: Annotated[
        bool, typer.Option("--web-only", help="Leave ticking and mail to other processes.")
    ] = False,
) -> None:
    """Serve pages and feeds, tick and send mail, until stopped with Ctrl-C."""
    app = open_app(context)
    say_everything(app.settings.log.format)
    address = host or app.settings.web.host, port or app.settings.web.port

    def begun() -> None:
        say(f"Serving {app.site.title} on http://{address[0]}:{address[1]}; stop with Ctrl-C.")
        typer.get_text_stream("stdout").flush()

    with listening(*address) as sockets:
        serve_site(app, at=sockets, begun=begun, web_only=web_only)
