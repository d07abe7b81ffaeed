"""How is a template found, run in a sandbox, and its fault told with file and line?

The sandbox keeps templates from Python's inner attributes, from changing the values
they are given, and from ranges past 100,000 numbers; it does not bound memory or time,
so folders of templates belong to the publication, not to strangers.
"""

import re
import traceback
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from pathlib import Path
from textwrap import fill
from typing import Any

from jinja2 import (
    BytecodeCache,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
)
from jinja2.bccache import Bucket
from jinja2.exceptions import SecurityError
from jinja2.sandbox import MAX_RANGE, ImmutableSandboxedEnvironment

from syndicate.errors import SettingsFault

TEXT_WIDTH = 72
_INNER_NAME = re.compile(r"^'(?:[\w.]+\.)?(\w+) object' has no attribute")
_SUFFIXES = (".html", ".txt", ".xml")
_REMEDIES: tuple[tuple[type[Exception], str], ...] = (
    (TemplateSyntaxError, "mend the template's syntax"),
    (SecurityError, "templates may only read what they are given; take that out"),
    (UndefinedError, "use a name that the template is given, or guard it with “is defined”"),
    (UnicodeDecodeError, "save the template as UTF-8"),
    (RecursionError, "the template includes or calls itself without end; break the circle"),
    (OverflowError, f"ranges end at {MAX_RANGE:,} numbers; count less"),
)


class Compiled(BytecodeCache):
    """What templates compiled to, for whoever is given it: a template is compiled once for all."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket; one of other source is left empty."""
        if kept := self._kept.get(bucket.key):
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what a bucket holds."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


class Templates:
    """Templates from folders; the first folder that has a file wins.

    Files ending in .html are escaped. Undefined names are faults, not blanks.
    """

    def __init__(self, folders: Sequence[Path], compiled: Compiled | None = None) -> None:
        self._folders = tuple(folders)
        self._environment = ImmutableSandboxedEnvironment(
            loader=FileSystemLoader(self._folders),
            undefined=StrictUndefined,
            autoescape=lambda name: name is not None and name.endswith(".html"),
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            bytecode_cache=compiled,
        )
        self.filters = self._environment.filters
        self.filters["wrapped"] = wrapped

    def render(self, name: str, **values: Any) -> str:  # noqa: ANN401 - templates take anything
        """Return the filled template.

        Raises SettingsFault naming the template's file and line, whatever its fault.
        """
        try:
            return self._environment.get_template(name).render(**values)
        except SettingsFault:
            raise
        except Exception as error:
            raise SettingsFault(self._fault(name, error)) from error

    def check(self, folder: str) -> None:
        """Read every template in a folder; raises SettingsFault at the first fault of syntax."""
        for name in self._environment.list_templates(filter_func=_written_in(folder)):
            try:
                self._environment.get_template(name)
            except Exception as error:
                raise SettingsFault(self._fault(name, error)) from error

    def place(self, name: str, text: str = "") -> str:
        """Return where a template lies, with the line on which a text first stands in it."""
        found = self._found(name)
        if found is None:
            return name
        before, at, _ = found.read_text(encoding="utf-8", errors="replace").partition(text or "\0")
        return f"{found}:{before.count(chr(10)) + 1}" if at else str(found)

    def _fault(self, name: str, error: Exception) -> str:
        where = _line_inside(error)
        if isinstance(error, TemplateNotFound):
            missing = self._missing(error)
            return f"{where}: {missing}" if where else missing
        return f"{where or self._place_of_bytes(name, error)}: {_told(error)}"

    def _missing(self, error: TemplateNotFound) -> str:
        looked = ", ".join(str(folder) for folder in self._folders)
        name = str(error.name)
        return f"no template {name!r} in {looked}; {self._suggestion(name)}"

    def _suggestion(self, name: str) -> str:
        there = self._environment.list_templates(filter_func=lambda path: path.endswith(_SUFFIXES))
        alike = [path for path in there if Path(path).name == Path(name).name]
        close = get_close_matches(name, there, n=3) or alike or there
        return f"create it, or name one of these: {', '.join(close) or 'there are none yet'}"

    def _found(self, name: str) -> Path | None:
        paths = (folder / name for folder in self._folders)
        return next((path for path in paths if path.is_file()), None)

    def _place_of_bytes(self, name: str, error: Exception) -> str:
        found = self._found(name)
        if found is None or not isinstance(error, UnicodeDecodeError):
            return str(found or name)
        return f"{found}:{error.object[: error.start].count(10) + 1}"


def wrapped(text: str, indent: str = "") -> str:
    """Break a paragraph into lines of at most 72 characters; addresses and long words stay whole.

    Lines after the first begin with `indent`. Templates have it as a filter.
    """
    return fill(
        text,
        TEXT_WIDTH,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _written_in(folder: str) -> Callable[[str], bool]:
    return lambda path: path.startswith(f"{folder}/") and path.endswith((*_SUFFIXES, ".css"))


def _line_inside(error: Exception) -> str:
    """Return file:line of the innermost template that was at work, or nothing."""
    if isinstance(error, TemplateSyntaxError):
        return f"{error.filename or error.name}:{error.lineno}"
    frames = traceback.extract_tb(error.__traceback__)
    inside = [frame for frame in frames if frame.filename.endswith(_SUFFIXES)]
    return f"{inside[-1].filename}:{inside[-1].lineno}" if inside else ""


def _told(error: Exception) -> str:
    kind = "" if isinstance(error, TemplateError) else f"{type(error).__name__}: "
    said = _INNER_NAME.sub(r"\1 has no field", str(error))
    return f"{kind}{said}".replace("\n", " ").rstrip(".") + f"; {_remedy(error)}"


def _remedy(error: Exception) -> str:
    known = (remedy for kind, remedy in _REMEDIES if isinstance(error, kind))
    return next(known, "mend the template")
