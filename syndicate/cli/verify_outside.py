"""What is said of a site that was looked at from outside?"""

from dataclasses import asdict
from pathlib import Path

from syndicate.app.witnessing import witness
from syndicate.cli.output import coloured, print_json, say
from syndicate.cli.progress import Progress
from syndicate.domain.witness import Verdict
from syndicate.errors import Broken


def look_from_outside(url: str, remember: Path | None, *, as_json: bool) -> None:
    """Look at a whole site and print what was found. Raises Broken where anything was altered."""
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
        breaches = "1 breach" if verdict.breaches == 1 else f"{verdict.breaches} breaches"
        raise Broken(f"{url} is not what it was, or not what it says: {breaches}")


def _print(verdict: Verdict, remember: Path | None) -> None:
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
