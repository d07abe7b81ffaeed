"""How do files become articles?"""

import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Annotated

import typer

from syndicate.app import App
from syndicate.cli.article_history import (
    HISTORIES,
    format_of_histories,
    import_histories,
    refuse_what_makes_no_sense,
)
from syndicate.cli.files import read_file
from syndicate.cli.import_text import corrected, print_brought, print_import
from syndicate.cli.instants import read_date, read_zone
from syndicate.cli.opening import open_app
from syndicate.cli.options import (
    Announce,
    Day,
    DryRun,
    FileFormat,
    FileName,
    ImportFormat,
    Imports,
    NotesFromMessages,
    Section,
    SiteWide,
    Zone,
)
from syndicate.cli.output import Json, print_json
from syndicate.cli.program import PLAIN
from syndicate.cli.progress import step_through
from syndicate.domain.accounts import import_account
from syndicate.errors import AskedWrongly, CouldNot, Refused, SyndicateError
from syndicate.services.bring_in import BringIn, Brought, Source
from syndicate.services.import_history import Wishes

commands = typer.Typer(**PLAIN)


@commands.command("import")
def import_(
    context: typer.Context,
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Stories to read.")],
    *,
    as_format: Imports = None,
    day: Day = None,
    timezone: Zone = None,
    section: Section = None,
    publish: Annotated[bool, typer.Option("--publish", help="Publish at once.")] = False,
    announce: Announce = False,
    notes_from_messages: NotesFromMessages = False,
    site_wide: SiteWide = 20,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Read stories into drafts, or publish them; quiet, unless announced.

    With --dry-run every line is shown with the field it went to, and why. Histories
    (--format history: JSON Lines; git: a repository of Markdown posts) bring stories
    as they were published, with every revision; importing again adds what is new.
    """
    app = open_app(context)
    chosen = as_format or format_of_histories(files)
    if chosen in HISTORIES:
        refuse_what_makes_no_sense(announce=announce, dated=day is not None)
        in_git = partial(app.past_in_git, site_wide=site_wide)
        in_file = partial(app.past_in_file, timezone=timezone)
        past = in_git if chosen is ImportFormat.GIT else in_file
        wishes = Wishes(notes=notes_from_messages, section=section, dry_run=dry_run)
        import_histories(app, {name: past(name) for name in files}, wishes, as_json=as_json)
        return
    given = partial(Source, format=as_format, day=day, timezone=timezone, section=section)
    asked = Import(app, publish=publish, announce=announce, dry_run=dry_run)
    brought = list(asked.each(files, given))
    if as_json:
        print_json([_account(one) for one in brought])
    else:
        print_import(brought, dry_run=dry_run)
    asked.refuse_failures(len(files))


@commands.command()
def new(
    context: typer.Context,
    file: FileName,
    *,
    as_format: FileFormat = None,
    section: Section = None,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Save an article of your own as a draft; publishing it announces it."""
    app = open_app(context)
    source = Source(name=file, data=read_file(file), format=as_format, section=section)
    brought = app.bring_in.draft(source, announce=True, dry_run=dry_run)
    if as_json:
        print_json(_account(brought))
    else:
        print_brought(brought, dry_run=dry_run)


class Import:
    """Brings in one file after the other; a bad one does not stop the others."""

    def __init__(self, app: App, *, publish: bool, announce: bool, dry_run: bool) -> None:
        self._bring_in: BringIn = app.bring_in
        self._publish = publish
        self._announce = announce
        self._dry_run = dry_run
        self._failures: list[SyndicateError] = []

    def each(self, files: list[str], given: "partial[Source]") -> Iterator[Brought]:
        """Yield what became of each file that could be brought in."""
        for name in step_through(files, "Importing"):
            try:
                yield self._one(given(name=name, data=read_file(name)))
            except SyndicateError as error:
                self._failures.append(error)
                if len(files) > 1:
                    sys.stderr.write(f"error: {error}\n")

    def refuse_failures(self, total: int) -> None:
        """Raise the failure of a single file, or CouldNot where some of several failed."""
        if total == 1 and self._failures:
            raise self._failures[0]
        if self._failures:
            raise CouldNot(
                f"{len(self._failures)} of {total} files were not imported; "
                "mend these and import them again"
            )

    def _one(self, source: Source) -> Brought:
        if not self._publish:
            return self._bring_in.draft(source, announce=self._announce, dry_run=self._dry_run)
        complete = self._completed(source)
        if self._dry_run:
            return self._bring_in.draft(complete, announce=self._announce, dry_run=True)
        return self._bring_in.published(complete, announce=self._announce)

    def _completed(self, source: Source) -> Source:
        """Ask on a terminal for what publishing needs. Raises Refused elsewhere."""
        missing = self._bring_in.missing(source)
        if not missing or self._dry_run:
            return source
        if not sys.stdin.isatty():
            raise Refused(
                f"{source.name}: when it was published is not known without its "
                f"{' and '.join(missing)}; give what is missing: "
                + corrected(source, missing, announce=self._announce)
            )
        return _asked(source, missing)


def _asked(source: Source, missing: tuple[str, ...]) -> Source:
    if "date" in missing:
        day = _prompt(f"{source.name}: of which date is it (as in 2016-10-18)")
        source = replace(source, day=read_date(day))
    if "timezone" in missing:
        zone = _prompt(f"{source.name}: in which time zone (as in America/Los_Angeles)")
        source = replace(source, timezone=read_zone(zone))
    return source


def _prompt(question: str) -> str:
    answer: str = typer.prompt(question, err=True)
    if not answer.strip():
        raise AskedWrongly("nothing was answered; nothing was imported")
    return answer.strip()


def _account(brought: Brought) -> object:
    return import_account(
        brought.source.name,
        brought.slug,
        brought.status,
        brought.unknown,
        brought.story.lines,
    )
