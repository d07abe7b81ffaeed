"""How is everything that is wrong with settings.toml told, a line a fault?"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

Path = tuple[str, ...]

ENVIRONMENT = "SYNDICATE_"
_SHOWN = 60
_KEY = r'(?:[A-Za-z0-9_-]+|"[^"]*")(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"))*'
_TABLE = re.compile(rf"\s*\[\s*({_KEY})\s*\]")
_PAIR = re.compile(rf"\s*({_KEY})\s*=")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where the settings came from: the file's name and text, and the environment."""

    name: str
    text: str
    environment: Mapping[str, str]

    def place(self, path: Path) -> str:
        """Return the variable, or file and line, that a key's value stands in."""
        variable = _variable(path)
        if variable in self.environment:
            return variable
        lines = _lines(self.text)
        if path not in lines:
            for name in self.environment:
                if name.startswith(variable + "__"):
                    return name
        known = (lines[path[:n]] for n in range(len(path), 0, -1) if path[:n] in lines)
        line = next(known, None)
        return self.name if line is None else f"{self.name}:{line}"


def told(fault: ErrorDetails, source: Source, root: type[BaseModel]) -> str:
    """Return the line for a fault that pydantic found: place, key, value, what to do."""
    path = tuple(str(part) for part in fault["loc"])
    spelled = _spelled(path, table=_is_of_table(fault))
    return f"{source.place(path)}: {spelled}{_said(fault, path, root)}"


def line_of(path: Path, fault: str, source: Source) -> str:
    """Return the line for a fault of a key's value."""
    return f"{source.place(path)}: {_spelled(path)} {fault}"


def _is_of_table(fault: ErrorDetails) -> bool:
    return fault["type"] != "missing" and isinstance(fault["input"], BaseModel | dict)


def _variable(path: Path) -> str:
    return ENVIRONMENT + "__".join(path).upper()


def _spelled(path: Path, *, table: bool = False) -> str:
    """Spell a key as "[mail] port", a table as "[changes.minor]"."""
    *above, last = path
    if table or not above:
        return f"[{'.'.join(path)}]" if table else last
    return f"[{'.'.join(above)}] {last}"


def _said(fault: ErrorDetails, path: Path, root: type[BaseModel]) -> str:
    match fault["type"]:
        case "extra_forbidden":
            return f": {_unknown(path, root)}"
        case "missing":
            return ": missing; give it a value"
    shown = "" if path in set(_secrets(root)) else _value(fault["input"])
    return f"{shown} {_rule(fault)}"


def _unknown(path: Path, root: type[BaseModel]) -> str:
    known = [key for key, _ in _keys(root)]
    siblings = {key[-1]: key for key in known if key[:-1] == path[:-1]}
    names = {key[-1]: key for key in known} | siblings
    for match in get_close_matches(path[-1], names, n=1):
        return f"unknown; did you mean {'.'.join(names[match])}?"
    takes = f"[{'.'.join(path[:-1])}] takes" if path[1:] else "there are"
    return f"unknown; {takes} {', '.join(siblings)}" if siblings else "unknown; take it out"


_RULES = {
    "string_too_short": "must not be empty",
    "string": "must be text in quotes",
    "path": "must be text in quotes",
    "int": "must be a whole number",
    "bool": "must be true or false",
    "model": "must be a table, with keys of its own",
    "greater_than_equal": "must be {ge} or more",
    "less_than_equal": "must be {le} or less",
    "literal": "must be one of {expected}",
    "enum": "must be one of {expected}",
    "value_error": "{error}",
}


def _rule(fault: ErrorDetails) -> str:
    """Return what a value is held to; pydantic's kinds of faults begin with the type's name."""
    rule = next((rule for kind, rule in _RULES.items() if fault["type"].startswith(kind)), None)
    return fault["msg"] if rule is None else rule.format_map(fault.get("ctx", {}))


def _value(value: object) -> str:
    """Show a value as settings.toml spells it, cut short."""
    if value == "" or isinstance(value, BaseModel | dict):
        return ""
    spelled = json.dumps(value, ensure_ascii=False, default=str)
    return f" = {spelled if len(spelled) <= _SHOWN else spelled[:_SHOWN] + '…'}"


def _keys(model: type[BaseModel], above: Path = ()) -> Iterator[tuple[Path, FieldInfo]]:
    """Yield every key and table that is known, with what it may hold."""
    for name, field in model.model_fields.items():
        path = (*above, field.alias or name)
        yield path, field
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from _keys(field.annotation, path)


def _secrets(root: type[BaseModel]) -> Iterator[Path]:
    return (path for path, field in _keys(root) if field.annotation is SecretStr)


def _lines(text: str) -> Mapping[Path, int]:
    """Find the lines on which tables and keys of a TOML text stand; good enough for people."""
    table: Path = ()
    found: dict[Path, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if opened := _TABLE.match(line):
            table = _parts(opened[1])
            found.setdefault(table, number)
        elif pair := _PAIR.match(line):
            found.setdefault((*table, *_parts(pair[1])), number)
    return found


def _parts(key: str) -> Path:
    return tuple(part.strip().strip('"') for part in key.split("."))
