"""How does somebody look at a site from outside? With nothing of it but its address."""

from contextlib import closing
from pathlib import Path

from syndicate.domain.witness import Verdict
from syndicate.services.witness import Tell, Witness
from syndicate.settings.signing_key import verified
from syndicate.transports.fetching import Fetching
from syndicate.transports.notebook import Notebook


def witness(url: str, notes: Path | None, tell: Tell) -> Verdict:
    """Look at a whole site, compare it with the notes of the last time, and keep new ones.

    Notes of a site that was found altered are left as they are: they prove it.
    """
    notebook = Notebook(notes) if notes else None
    before = notebook.read() if notebook else None
    with closing(Fetching(url)) as site:
        verdict, seen = Witness(site=site, verified=verified, before=before, tell=tell)()
    if notebook and not verdict.breaches:
        notebook.write(seen)
    return verdict
