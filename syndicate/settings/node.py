"""Which of a site's machines is this? It has a name, made once and kept beside its journals."""

import secrets
from pathlib import Path

from syndicate.errors import SettingsFault
from syndicate.settings.private_files import make_once

_BYTES = 4


def load_node(path: Path) -> str:
    """Return the machine's name, of eight hexadecimal digits. Raises SettingsFault.

    Machines that share the folder of the journals share the name: each finds all journals.
    """
    try:
        if not path.exists():
            make_once(path, secrets.token_hex(_BYTES))
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise SettingsFault(
            f"{path}: cannot be used ({error.strerror}): let the user this runs as write there"
        ) from error
