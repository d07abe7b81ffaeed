"""How is what a command found printed: for a program as JSON, for a person as text?"""

import json
import shutil
import sys
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="Print JSON, and nothing else.")]

_GAP = "  "
_NARROWEST = 20
_NUMBERS = frozenset({"number", "revision", "id", "line", "sent", "pending"})


def say(text: str) -> None:
    """Print a line for a person."""
    sys.stdout.write(f"{text}\n")


def say_bytes(data: bytes) -> None:
    """Print bytes just as they are."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def coloured(text: str, colour: str) -> str:
    """Return a text in a colour, where stdout shows colours."""
    return typer.style(text, fg=colour) if sys.stdout.isatty() else text


def print_json(value: object) -> None:
    """Print JSON as people can read it too; all letters as they are."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2, default=str)
    sys.stdout.write("\n")


def print_json_array(values: Iterable[object]) -> None:
    """Print an array while it is found, however long it is."""
    opening = "["
    for value in values:
        sys.stdout.write(f"{opening}\n{json.dumps(value, ensure_ascii=False, default=str)}")
        opening = ","
    sys.stdout.write("[]\n" if opening == "[" else "\n]\n")


def print_table(headings: Sequence[str], rows: Iterable[Sequence[object]], *, none: str) -> None:
    """Print a table, ruled on a terminal and aligned elsewhere, or say that there is nothing."""
    texts = [[_cell(value) for value in row] for row in rows]
    if not texts:
        say(none)
    elif sys.stdout.isatty():
        _ruled(headings, texts)
    else:
        _aligned([[heading.upper() for heading in headings], *texts])


def print_fields(fields: Mapping[str, object]) -> None:
    """Print names and values, a line each, those without a value left out.

    A terminal shows a long value beneath itself.
    """
    told = {f"{name}:": text for name, value in fields.items() if (text := _cell(value))}
    if sys.stdout.isatty() and told:
        told = {name: _beneath(text, max(map(len, told))) for name, text in told.items()}
    _aligned(list(told.items()))


def _beneath(text: str, name: int) -> str:
    """Break a value into lines that stand beneath its first one, behind the longest name."""
    indent = name + len(_GAP)
    room = max(shutil.get_terminal_size().columns - indent, _NARROWEST)
    lines = textwrap.wrap(text, room, break_long_words=False, break_on_hyphens=False)
    return f"\n{' ' * indent}".join(lines)


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return "" if value is None else " ".join(str(value).split())


def _aligned(rows: Sequence[Sequence[str]]) -> None:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        padded = (text.ljust(width) for text, width in zip(row, widths, strict=True))
        say(_GAP.join(padded).rstrip())


def _ruled(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    from rich import box  # noqa: PLC0415 - for terminals only
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in headings:
        table.add_column(heading, justify="right" if heading in _NUMBERS else "left")
    for row in rows:
        table.add_row(*map(Text, row))
    Console().print(table)
