"""Was any published revision changed?"""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from syndicate.cli.opening import open_app
from syndicate.cli.output import Json, coloured, print_json, say
from syndicate.cli.program import PLAIN
from syndicate.cli.progress import Progress
from syndicate.errors import AskedWrongly, Broken

if TYPE_CHECKING:
    from syndicate.domain.witness import Verdict

commands = typer.Typer(**PLAIN)


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
    """Prove that no published revision was changed; name what was."""
    if url is not None:
        _from_outside(url, remember, as_json=as_json)
    elif remember is not None:
        raise AskedWrongly("--remember is for a site looked at from outside: add --url URL")
    else:
        _from_inside(context, as_json=as_json)


def _from_inside(context: typer.Context, *, as_json: bool) -> None:
    verified = open_app(context).verify()
    if as_json:
        print_json(asdict(verified))
    else:
        say(
            f"Whole: {verified.revisions} revisions of {verified.articles} articles, "
            f"{verified.redacted} of them redacted."
        )


def _from_outside(url: str, remember: Path | None, *, as_json: bool) -> None:
    from syndicate.app.witnessing import witness  # noqa: PLC0415 - slow to import

    progress = Progress("Checking articles")
    try:
        verdict = witness(url, remember, progress.tell)
    finally:
        progress.end()
    if as_json:
        print_json({"url": url, "breaches": verdict.breaches, **asdict(verdict)})
    else:
        _print(verdict, remember)
    if verdict.breaches:
        raise Broken(f"{url} is not what it was, or not what it says: {verdict.breaches} breaches")


def _print(verdict: "Verdict", remember: Path | None) -> None:
    for finding in verdict.findings:
        label = coloured("BREACH", "red") if finding.breach else "note"
        say(f"{label}: {finding.what}")
    if verdict.breaches:
        return
    say(
        f"Whole: {verdict.revisions} revisions of {verdict.articles} articles are in the log, "
        f"{verdict.words} of them proved by their words."
    )
    if verdict.compared:
        say("Nothing of what was seen before was altered.")
    elif remember:
        say(f"This was the first look; what was seen is in {remember}.")
    else:
        say("Compared with nothing seen before: --remember FILE does so from now on.")
