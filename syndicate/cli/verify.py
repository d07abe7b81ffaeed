"""Was any published revision changed?"""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from syndicate.cli.instants import shown
from syndicate.cli.opening import open_app
from syndicate.cli.output import Json, print_json, print_table, say
from syndicate.cli.program import PLAIN
from syndicate.domain.accounts import instant
from syndicate.errors import AskedWrongly

commands = typer.Typer(**PLAIN)

_HEADINGS = ("at", "article", "revision", "was", "reason")


@commands.command()
def verify(
    context: typer.Context,
    *,
    url: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Look at a site from outside; no settings are needed."),
    ] = None,
    remember: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Compare with what was seen last, and keep what is now."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Prove that no published revision was changed; name the first break.

    What was retracted, taken down or redacted is listed: it is no break. From outside,
    every break is named.
    """
    if url is not None:
        from syndicate.cli.verify_outside import look_from_outside  # noqa: PLC0415 - slow to import

        look_from_outside(url, remember, as_json=as_json)
    elif remember is not None:
        raise AskedWrongly("--remember is for a site looked at from outside: add --url URL")
    else:
        _look_inside(context, as_json=as_json)


def _look_inside(context: typer.Context, *, as_json: bool) -> None:
    app = open_app(context)
    verified = app.verify()
    if as_json:
        known = [{**asdict(one), "at": instant(one.at)} for one in verified.known]
        print_json({**asdict(verified), "known": known})
        return
    say(
        f"Whole: {verified.revisions} revisions of {verified.articles} articles, "
        f"{verified.redacted} of them redacted."
    )
    if verified.known:
        say("Known, and no breaks:")
        rows = [
            (shown(one.at, app.site.zone), one.slug, one.revision, one.what, one.reason)
            for one in verified.known
        ]
        print_table(_HEADINGS, rows, none="")
