"""Who looks at a site from outside in a test? Somebody with notes, over a real socket."""

from pathlib import Path

from syndicate.app.witnessing import witness
from syndicate.domain.witness import Verdict


class Outsider:
    """Somebody who knows an address, and keeps notes."""

    def __init__(self, url: str, notes: Path) -> None:
        self.url = url
        self.notes = notes

    def look(self) -> Verdict:
        """Look at the whole site, remembering."""
        return witness(self.url, self.notes, lambda _, __: None)

    def glance(self) -> Verdict:
        """Look at the whole site as somebody who never saw it."""
        return witness(self.url, None, lambda _, __: None)


def breaches(verdict: Verdict) -> list[str]:
    """Return what was found to be altered."""
    return [finding.what for finding in verdict.findings if finding.breach]
