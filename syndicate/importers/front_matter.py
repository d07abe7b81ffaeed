"""What does the front matter of a Markdown file say, and where does the text begin?"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

import yaml

from syndicate.errors import Unreadable

_LONGEST_FOR_LIBYAML = 10_000
_TOML_LINE = re.compile(r"at line (\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """The fields above a text, the text, and the number of its first line."""

    fields: Mapping[str, object]
    text: str
    first_line: int


def part(source: str, name: str) -> FrontMatter:
    """Part YAML (between `---`) or TOML (between `+++`) from the text below it.

    Raises Unreadable, naming file and line.
    """
    lines = source.split("\n")
    fence = lines[0].rstrip()
    if fence not in {"---", "+++"}:
        return FrontMatter(fields={}, text=source, first_line=1)
    ends = {"---": {"---", "..."}, "+++": {"+++"}}[fence]
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() in ends), None)
    if end is None:
        raise Unreadable(f"{name}:1: the front matter never ends: put a line with {fence} below it")
    raw = "\n".join(lines[1:end])
    fields = _yaml(raw, name) if fence == "---" else _toml(raw, name)
    return FrontMatter(fields=fields, text="\n".join(lines[end + 1 :]), first_line=end + 2)


def _yaml(raw: str, name: str) -> Mapping[str, object]:
    try:
        found = _quickly(raw)
    except yaml.MarkedYAMLError as fault:
        line = fault.problem_mark.line + 2 if fault.problem_mark else 1
        raise Unreadable(f"{name}:{line}: the YAML is wrong: {fault.problem}") from fault
    except (yaml.YAMLError, ValueError, RecursionError) as fault:
        raise Unreadable(f"{name}:2: the YAML is wrong: {fault}".splitlines()[0]) from fault
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise Unreadable(f'{name}:2: the front matter must be fields like "title: …"')
    return {str(key).lower(): value for key, value in found.items()}


def _quickly(raw: str) -> object:
    """Read YAML ten times as fast where libyaml is; what it refuses, PyYAML explains better.

    What is long is left to PyYAML: libyaml crashes where 100,000 lists nest.
    """
    try:
        if len(raw) <= _LONGEST_FOR_LIBYAML:
            return yaml.load(raw, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    except (yaml.YAMLError, ValueError):
        pass
    return yaml.safe_load(raw)


def _toml(raw: str, name: str) -> Mapping[str, object]:
    try:
        found = tomllib.loads(raw)
    except (tomllib.TOMLDecodeError, RecursionError) as fault:
        told = _TOML_LINE.search(str(fault))
        line = int(told[1]) + 1 if told else raw.count("\n") + 2
        raise Unreadable(f"{name}:{line}: the TOML is wrong: {fault}") from fault
    return {key.lower(): value for key, value in found.items()}
