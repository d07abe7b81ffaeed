"""How does a list of readers from elsewhere come in, and what is said of it?"""

import csv
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, TextIO

import typer

from syndicate.cli.opening import open_app
from syndicate.cli.output import Json, print_json, say
from syndicate.cli.program import PLAIN
from syndicate.cli.progress import Progress
from syndicate.domain.intake import Outcome, RefusedLine
from syndicate.errors import AskedWrongly, CouldNot
from syndicate.importers.reader_lists import FIELDS, ReaderList, Standing
from syndicate.services.take_in import Taken, Wish

commands = typer.Typer(**PLAIN)

_SHOWN = 10
_WORDS = {
    Outcome.ADDED: "added",
    Outcome.ASKED: "asked by mail whether they want it",
    Outcome.KNOWN: "known already, and left as they are",
    Outcome.LEFT: "not taken back: they unsubscribed",
    Outcome.ENDED: "ended, as the list says",
    Outcome.SUPPRESSED: "never mailed: bounced, complained, forgotten or barred",
}


ListFile = Annotated[str, typer.Argument(metavar="FILE.csv", help="A list with a header line.")]
ForNewsletters = Annotated[
    list[str] | None, typer.Option(metavar="NAME", help="For lines that name none; repeatable.")
]
Confirmed = Annotated[
    bool, typer.Option("--confirmed", help="They agreed already: no mail asks again.")
]
Mapped = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="FIELD=COLUMN", help=f"FIELD is {', '.join(FIELDS)}."),
]
Exported = Annotated[
    Standing | None, typer.Option(help="By which subscription status listmonk exported this list.")
]
Report = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Write each refused line here, as CSV.")
]


@commands.command("import")
def import_(
    context: typer.Context,
    file: ListFile,
    *,
    newsletter: ForNewsletters = None,
    confirmed: Confirmed = False,
    mapped: Mapped = None,
    standing: Exported = None,
    report: Report = None,
    as_json: Json = False,
) -> None:
    """Take in a list of readers: Mailchimp's, listmonk's or any CSV with a column of addresses.

    Takes nobody back who unsubscribed or must not be mailed; what the list itself says
    of ends and bounces is kept. Unless --confirmed, a mail asks each new reader first.
    Importing again changes nothing.
    """
    app = open_app(context)
    readers = ReaderList(file, _mapping(mapped or []), standing)
    wish = Wish(newsletters=tuple(newsletter or ()), confirmed=confirmed, source=Path(file).name)
    with _reporting(report, file) as lines:
        told = _Told(lines)
        _follow(app.take_in(readers, wish), readers, told)
    if as_json:
        print_json(told.account())
    else:
        told.show(file)
    told.complain(file, report)


def _follow(taken: Iterator[Taken], readers: ReaderList, told: "_Told") -> None:
    progress = Progress("Bytes imported")
    try:
        for some in taken:
            told.add(some)
            progress.tell(readers.read, readers.size)
    finally:
        progress.end()


def _mapping(given: Sequence[str]) -> dict[str, str]:
    mapping = {}
    for one in given:
        field, equals, column = one.partition("=")
        if field not in FIELDS or not equals:
            raise AskedWrongly(
                f"--map {one!r}: write FIELD=COLUMN, FIELD being one of {', '.join(FIELDS)}"
            )
        if field in mapping:
            raise AskedWrongly(f"--map {one!r}: {field} is mapped twice; which column is meant?")
        mapping[field] = column
    return mapping


class _Told:
    """What became of the lines so far; the refused ones are written while they are found."""

    def __init__(self, report: TextIO | None) -> None:
        self._report = report
        self._outcomes: Counter[Outcome] = Counter()
        self._zones = 0
        self._refused = 0
        self._first: list[RefusedLine] = []

    def add(self, taken: Taken) -> None:
        self._outcomes.update(taken.outcomes)
        self._zones += taken.zones_unknown
        self._refused += len(taken.refused)
        self._first += taken.refused[: _SHOWN - len(self._first)]
        if self._report is not None:
            rows = ((str(line.line), line.why) for line in taken.refused)
            csv.writer(self._report, lineterminator="\n").writerows(rows)

    def account(self) -> dict[str, object]:
        outcomes = {outcome.value: self._outcomes[outcome] for outcome in Outcome}
        return {**outcomes, "zones_unknown": self._zones, "refused": self._refused}

    def show(self, file: str) -> None:
        told = [f"{self._outcomes[o]} {words}" for o, words in _WORDS.items() if self._outcomes[o]]
        say(f"{file}: {'; '.join(told) or 'nobody to take in'}.")
        if self._zones:
            say(f"{self._zones} have a time zone that is none, and get their newsletter's.")

    def complain(self, file: str, report: Path | None) -> None:
        """Name the first of the refused lines. Raises CouldNot where there are any."""
        for line in self._first:
            sys.stderr.write(f"error: {file}:{line.line}: {line.why}\n")
        if self._refused:
            kept = f"{report} names each" if report else "--report FILE names each"
            raise CouldNot(
                f"{self._refused} lines of {file} were refused, the others taken in: {kept}; "
                "mend them and import all again"
            )


@contextmanager
def _reporting(report: Path | None, of: str) -> Iterator[TextIO | None]:
    """Open the file that names the refused lines of a list, if one is wanted. Raises CouldNot."""
    if report is None:
        yield None
        return
    try:
        if report.exists() and report.samefile(of):
            raise AskedWrongly(f"--report {report} is the list itself; name another file")
        with report.open("w", encoding="utf-8", newline="") as file:
            file.write("line,why\n")
            yield file
    except OSError as error:
        raise CouldNot(f"{report}: cannot be written: {error.strerror}") from error
