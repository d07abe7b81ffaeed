"""Was any published revision changed?"""

from dataclasses import asdict

import typer

from syndicate.cli.instants import shown
from syndicate.cli.opening import open_app
from syndicate.cli.output import Json, print_json, print_table, say
from syndicate.cli.program import PLAIN
from syndicate.domain.accounts import instant

commands = typer.Typer(**PLAIN)

_HEADINGS = ("at", "article", "revision", "was", "reason")


@commands.command()
def verify(context: typer.Context, *, as_json: Json = False) -> None:
    """Prove that no published revision was changed; name the first break.

    What was retracted, taken down or redacted is listed: it is no break.
    """
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
