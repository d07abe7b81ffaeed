"""How is a site looked at from outside in a test? Over a real socket, by somebody with notes."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from syndicate.app.witnessing import witness
from syndicate.domain.witness import Verdict
from syndicate.web.server import listening, server_of
from tests.web.newsroom import Newsroom


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


@contextmanager
def serving(newsroom: Newsroom) -> Iterator[str]:
    """Serve a site from a thread; yield its address."""
    server = server_of(newsroom.app)
    with listening("127.0.0.1", 0) as sockets:
        thread = threading.Thread(target=server.run, args=(sockets,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{sockets[0].getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()
