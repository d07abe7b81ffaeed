"""How are measurements written for Prometheus? As its text exposition format 0.0.4 has it."""

from collections.abc import Iterable, Iterator

from syndicate.domain.metrics import Labels, Measured

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def exposition(families: Iterable[Measured]) -> str:
    """Return the document; samples stand in the order of their labels."""
    return "".join(f"{line}\n" for measured in families for line in _lines(measured))


def _lines(measured: Measured) -> Iterator[str]:
    family = measured.family
    yield f"# HELP {family.name} {_escaped(family.about)}"
    yield f"# TYPE {family.name} {family.measure}"
    for labels, number in sorted(measured.numbers.items()):
        yield f"{family.name}{_labelled(family.labels, labels)} {_number(number)}"


def _labelled(names: Labels, values: Labels) -> str:
    pairs = zip(names, values, strict=True)
    told = ",".join(f'{name}="{_quoted(value)}"' for name, value in pairs)
    return f"{{{told}}}" if told else ""


def _number(number: float) -> str:
    return str(int(number)) if float(number).is_integer() else repr(float(number))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n")


def _quoted(text: str) -> str:
    return _escaped(text).replace('"', '\\"')
