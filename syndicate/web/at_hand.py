"""Which feeds' newest bytes are at hand, so that the store need not be asked?"""

from collections.abc import Callable

from syndicate.domain.feeds import FeedDocument
from syndicate.web.conditional import Served

MOST_KEPT = 10_000


class Shelf:
    """Documents by path, kept with their compressed forms until their bytes change.

    `generation` tells whether anything may have changed since they were found.
    """

    def __init__(self, generation: Callable[[], int]) -> None:
        self.generation = generation
        self._kept: dict[str, tuple[int, Served]] = {}

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
        served = kept[1] if kept is not None and same else Served(document, links)
        if len(self._kept) >= MOST_KEPT:
            self._kept.clear()
        self._kept[path] = (generation, served)
        return served

    def drop(self, path: str) -> None:
        """Forget a path at which there is no feed any more."""
        self._kept.pop(path, None)
