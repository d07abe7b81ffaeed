"""Which feeds' newest bytes are at hand, so that the store need not be asked?"""

from collections.abc import Callable, Mapping

from syndicate.domain.feeds import FeedDocument
from syndicate.render.encodings import ENCODERS
from syndicate.web.conditional import Served

MOST_BYTES = 128 * 1024 * 1024
"""How much is kept of documents as they are; compressed forms come to a part of that again."""
_ANSWERS = 8 * 1024  # bytes that a document's headers take in all its forms, about


class Shelf:
    """Documents by path, kept with their compressed forms until their bytes change.

    `generation` tells whether anything may have changed since they were found. Whoever reads
    every archive of a large site fills the shelf, which is cleared then, and not the machine.
    """

    def __init__(
        self,
        generation: Callable[[], int],
        encoders: Mapping[str, Callable[[bytes], bytes]] = ENCODERS,
    ) -> None:
        self.generation = generation
        self._encoders = encoders
        self._kept: dict[str, tuple[int, Served]] = {}
        self._bytes = 0

    def newest(self, path: str) -> Served | None:
        """Return what was kept for a path, if nothing has changed since it was looked for."""
        kept = self._kept.get(path)
        return kept[1] if kept is not None and kept[0] == self.generation() else None

    def keep(self, path: str, generation: int, document: FeedDocument, links: bytes) -> Served:
        """Keep what was found; the same bytes are not compressed again.

        `generation` is the one before it was looked for: what changes meanwhile is not missed.
        """
        kept = self._kept.get(path)
        same = kept is not None and kept[1].document.etag == document.etag
        served = kept[1] if kept is not None and same else Served(document, links, self._encoders)
        self.drop(path)
        self._bytes += _size(document)
        if self._bytes > MOST_BYTES:
            self._kept.clear()
            self._bytes = _size(document)
        self._kept[path] = (generation, served)
        return served

    def drop(self, path: str) -> None:
        """Forget what was kept for a path."""
        kept = self._kept.pop(path, None)
        if kept is not None:
            self._bytes -= _size(kept[1].document)


def _size(document: FeedDocument) -> int:
    return len(document.body) + _ANSWERS
