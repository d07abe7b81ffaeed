"""How much room is there on the disks that something is on?"""

import os
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

from syndicate.domain.alarms import Disk
from syndicate.transports.files import using


def disks_of(folders: Iterable[Path]) -> Sequence[Disk]:
    """Return the disks of folders, each once; what is not there yet is on no disk."""
    found: dict[int, Disk] = {}
    for folder in folders:
        if not folder.is_dir():
            continue
        with using("the folder", folder):
            usage = shutil.disk_usage(folder)
            disk = Disk(path=str(folder), total=usage.total, free=usage.free)
            found.setdefault(os.stat(folder).st_dev, disk)  # noqa: PTH116 - a number, no path
    return list(found.values())
