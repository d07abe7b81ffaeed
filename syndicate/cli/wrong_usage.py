"""How is it told that a command was called wrongly: what with, and what to do?"""

import typer

_FAULTS = {
    "int_parsing": "is no whole number",
    "float_parsing": "is no number",
    "greater_than_equal": "is not {ge} or more",
    "less_than_equal": "is not {le} or less",
}


def what_was_wrong(error: typer.TyperException) -> str:
    """Say it in a line, with the command whose help tells more."""
    told = _with_its_value(error.format_message(), error.__cause__)
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "syndicate"
    what = f"{told[:1].lower()}{told[1:].rstrip('.')}".replace(". Did", "; did")
    return what if what.endswith("?") else f"{what}; see {path} --help"


def _with_its_value(told: str, cause: BaseException | None) -> str:
    """Name the value that is wrong, where Pydantic judged it: its words leave that out."""
    from pydantic import ValidationError  # noqa: PLC0415 - slow to import, and for faults only

    if not isinstance(cause, ValidationError):
        return told
    fault = cause.errors()[0]
    if fault["type"] not in _FAULTS:
        return told.replace("Value error, ", "", 1)
    where, _, _ = told.partition(": ")
    limits = {name: f"{limit}".removesuffix(".0") for name, limit in fault.get("ctx", {}).items()}
    why = _FAULTS[fault["type"]].format(**limits)
    return f"{where}: {fault['input']!r} {why}"
