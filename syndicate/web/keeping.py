"""How is what takes long to draw drawn once, for however many ask, until it is outdated?"""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Drawn = TypeVar("Drawn")


class Kept(Generic[Drawn]):
    """What was drawn under a stamp, until there is another: the store's generation, say.

    Only what could be drawn is kept, so nobody fills this with names that are not there.
    """

    def __init__(self, stamp: Callable[[], Hashable]) -> None:
        self._stamp = stamp
        self._drawn: dict[str, tuple[Hashable, Drawn]] = {}

    def __call__(self, name: str, draw: Callable[[], Drawn]) -> Drawn:
        """Return what has this name, drawn now unless it is at hand."""
        now = self._stamp()  # before drawing: what changes meanwhile is drawn next time
        kept = self._drawn.get(name)
        if kept is not None and kept[0] == now:
            return kept[1]
        drawn = draw()
        self._drawn[name] = (now, drawn)
        return drawn
