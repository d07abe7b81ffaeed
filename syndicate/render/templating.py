"""How is a template found, run in a sandbox, and its fault told with file and line?"""

import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from syndicate.errors import SettingsFault


class Templates:
    """Templates from folders; the first folder that has a file wins.

    Files ending in .html are escaped. Undefined names are faults, not blanks.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        self._environment = ImmutableSandboxedEnvironment(
            loader=FileSystemLoader(folders),
            undefined=StrictUndefined,
            autoescape=lambda name: name is not None and name.endswith(".html"),
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self.filters = self._environment.filters

    def render(self, name: str, **values: Any) -> str:  # noqa: ANN401 - templates take anything
        """Return the filled template.

        Raises SettingsFault naming the template's file and line, whatever its fault.
        """
        try:
            return self._environment.get_template(name).render(**values)
        except SettingsFault:
            raise
        except Exception as error:
            raise SettingsFault(f"{_place(name, error)}: {_told(error)}") from error


def _place(name: str, error: Exception) -> str:
    if isinstance(error, TemplateSyntaxError):
        return f"{error.filename or error.name or name}:{error.lineno}"
    frames = traceback.extract_tb(error.__traceback__)
    inside = [f for f in frames if f.filename.endswith((".html", ".txt", ".xml"))]
    return f"{inside[-1].filename}:{inside[-1].lineno}" if inside else name


def _told(error: Exception) -> str:
    kind = "" if isinstance(error, TemplateError) else f"{type(error).__name__}: "
    return f"{kind}{error}".replace("\n", " ") + "; mend the template"
