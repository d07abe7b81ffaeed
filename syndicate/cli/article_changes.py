"""How is what was published changed?"""

from dataclasses import replace
from functools import partial
from typing import Annotated

import typer

from syndicate.app import App
from syndicate.cli.article_done import revising, tell_done, tell_standing
from syndicate.cli.files import read_file
from syndicate.cli.opening import open_app
from syndicate.cli.options import DryRun, Editor, FileFormat, Section, Slug, read_number
from syndicate.cli.output import Json, say
from syndicate.cli.program import PLAIN
from syndicate.domain.articles import Draft, Kind, Severity
from syndicate.domain.changes import EDITABLE
from syndicate.domain.drafting import State, read_draft
from syndicate.domain.notices import Asked, refuse_unfit
from syndicate.domain.publication import Declared
from syndicate.domain.stories import Story
from syndicate.errors import AskedWrongly
from syndicate.services.bring_in import Source

commands = typer.Typer(**PLAIN)


def read_kind(text: str) -> Kind:
    """Read the kind of a revision. Raises AskedWrongly for what revising cannot declare."""
    kinds = [kind.value for kind in Kind if kind in EDITABLE]
    if text not in kinds:
        wrong = f"{text!r} is no kind of revision" if text else "what kind of change is it? --kind"
        raise AskedWrongly(f"{wrong}; choose one of {', '.join(kinds)}")
    return Kind(text)


Note = Annotated[str, typer.Option(metavar="T", help="What readers are told.")]
DeclaredKind = Annotated[
    str,
    typer.Option(
        "--kind",
        metavar="KIND",
        help="minor, update, correction, clarification or editors-note.",
    ),
]
Graveness = Annotated[Severity | None, typer.Option("--severity", help="Of a correction.")]
Premise = Annotated[
    bool, typer.Option("--premise", help="The premise is touched: the note stands on top.")
]
Expect = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        parser=read_number,
        help="Unless N is the newest revision, refuse and keep the text as a draft.",
    ),
]
Force = Annotated[
    str, typer.Option(metavar="REASON", help="Call it minor all the same; kept in the history.")
]


RevisedFile = Annotated[
    str | None, typer.Argument(metavar="FILE", help="Text, Markdown or HTML; or give --draft.")
]
SavedDraft = Annotated[
    State | None,
    typer.Option(
        "--draft",
        parser=read_draft,
        metavar="DRAFT",
        help="What was saved: draft-17. Refused if others published since.",
    ),
]
Wrong = Annotated[
    list[str] | None,
    typer.Option(metavar="T", help="Words of the error: only those mailed them are told."),
]
Since = Annotated[
    int | None, typer.Option(metavar="N", parser=read_number, help="The first faulty revision.")
]
Notify = Annotated[
    bool,
    typer.Option("--notify", help="Mail it at once to those who were mailed the article."),
]
RepeatError = Annotated[
    bool, typer.Option("--repeat-error", help="Let the mail repeat the --wrong words.")
]
ConfirmCount = Annotated[
    int | None,
    typer.Option(metavar="N", min=0, help="How many are mailed at once; needed above 1,000."),
]

Again = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        parser=read_number,
        help="It is revision N, which a restored store lost: nobody is mailed it again.",
    ),
]


@commands.command()
def revise(
    context: typer.Context,
    slug: Slug,
    editor: Editor,
    file: RevisedFile = None,
    *,
    draft: SavedDraft = None,
    declared_kind: DeclaredKind = "",
    note: Note = "",
    severity: Graveness = None,
    premise: Premise = False,
    expect: Expect = None,
    force: Force = "",
    again: Again = None,
    wrong: Wrong = None,
    since: Since = None,
    notify: Notify = False,
    repeat_error: RepeatError = False,
    confirm_count: ConfirmCount = None,
    as_format: FileFormat = None,
    section: Section = None,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Revise a published article and publish that, declaring what kind of change it is."""
    declared = _declared(declared_kind, note, severity, editor, premise=premise)
    told = Asked(since=since, notify=notify, repeat_error=repeat_error, confirm_count=confirm_count)
    asked = replace(told, wrong=tuple(wrong or ()))
    refuse_unfit(declared.kind, asked)
    app = open_app(context)
    if again is not None:
        app.check_loss(slug, again)
        declared = replace(declared, quiet=True)
    text = _text(app, slug, file, draft, partial(Source, format=as_format, section=section))
    edit = app.edit.rehearse if dry_run else app.edit.publish
    done = edit(slug, text, declared, expect=expect, force=force, asked=asked)
    tell_done(app, done, as_json=as_json, noticed=True)


def _declared(
    declared_kind: str, note: str, severity: Severity | None, editor: str, *, premise: bool
) -> Declared:
    kind = read_kind(declared_kind)
    if severity and kind is not Kind.CORRECTION:
        raise AskedWrongly(f"--severity is of corrections, not of kind {kind}; leave it out")
    return Declared(kind=kind, note=note, severity=severity, editor=editor, premise=premise)


def _text(
    app: App, slug: str, file: str | None, draft: State | None, given: "partial[Source]"
) -> Story | Draft:
    if (file is None) == (draft is None):
        raise AskedWrongly(
            "what does the article say now? Name either a FILE or a draft, as in "
            f"syndicate article revise {slug} FILE, or --draft draft-17"
        )
    if file is None:
        return app.edit.draft(slug, draft.number if draft else 0)
    return app.bring_in.read(given(name=file, data=read_file(file)))


@commands.command()
def unpublish(
    context: typer.Context,
    slug: Slug,
    *,
    note: Note = "",
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Withdraw an article without a word: its page answers 410, and a note is not kept."""
    app = open_app(context)
    tell_done(app, revising(app, dry_run=dry_run).unpublish(slug), as_json=as_json)
    if note and not as_json:
        say("The note is shown nowhere and not kept: unpublishing is done without a word.")


@commands.command()
def rename(
    context: typer.Context,
    slug: Slug,
    new: Annotated[str, typer.Argument(metavar="NEW", help="The new slug.")],
    *,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Move an article to a new slug; the old address leads there for good."""
    app = open_app(context)
    tell_done(app, revising(app, dry_run=dry_run).rename(slug, new), as_json=as_json)


@commands.command()
def republish(context: typer.Context, slug: Slug, *, as_json: Json = False) -> None:
    """Render an article and its feeds again from what is stored, changing nothing."""
    app = open_app(context)
    app.revise.republish(slug)
    tell_standing(app, slug, as_json=as_json)
