"""How does an empty folder become a site?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from syndicate.errors import Refused

_PRIVATE = "var"


class Folder(Protocol):
    """What starting a site asks of its folder."""

    def read(self, name: str) -> bytes | None: ...
    def write(self, name: str, data: bytes) -> None: ...
    def make(self, name: str) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class InitSite:
    """Writes the starting files: contents by path below the site's folder."""

    starting_files: Mapping[str, bytes]

    def __call__(self, folder: Folder) -> tuple[str, ...]:
        """Write what is missing and return its names; nothing is ever overwritten.

        Raises Refused, writing nothing, when a file is there with other contents.
        """
        there = {name: folder.read(name) for name in self.starting_files}
        self._refuse_changed(there)
        missing = tuple(name for name, data in there.items() if data is None)
        for name in missing:
            folder.write(name, self.starting_files[name])
        folder.make(_PRIVATE)
        return missing

    def _refuse_changed(self, there: Mapping[str, bytes | None]) -> None:
        changed = [
            name for name, data in there.items() if data not in {None, self.starting_files[name]}
        ]
        if changed:
            raise Refused(
                f"there is a site already: {', '.join(changed)} would be overwritten; "
                "name another folder, or move these away first"
            )
