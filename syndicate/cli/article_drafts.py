"""How are drafts saved by several people, compared and discarded?"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Annotated

import typer

from syndicate.cli.article_text import print_comparison
from syndicate.cli.files import read_file
from syndicate.cli.opening import open_app
from syndicate.cli.options import Editor, FileFormat, FileName, Section, Slug
from syndicate.cli.output import Json, print_json, say
from syndicate.cli.program import PLAIN
from syndicate.domain.accounts import draft_account
from syndicate.domain.drafting import State, read_draft, read_state, state_of
from syndicate.render.diffs import Part, compare
from syndicate.render.overlaps import overlaps
from syndicate.services.bring_in import Source
from syndicate.services.library import Strands

commands = typer.Typer(**PLAIN)

Edited = Annotated[
    State | None,
    typer.Option(
        "--expect",
        parser=read_state,
        metavar="STATE",
        help="What was edited: a revision, as 4, or a draft: draft-17.",
    ),
]


@commands.command()
def save(
    context: typer.Context,
    slug: Slug,
    file: FileName,
    editor: Editor,
    *,
    expect: Edited = None,
    as_format: FileFormat = None,
    section: Section = None,
    as_json: Json = False,
) -> None:
    """Save a text of an article as a draft; nothing of it becomes public.

    When others saved or published meanwhile, it is refused, and kept beside theirs.
    """
    app = open_app(context)
    source = Source(name=file, data=read_file(file), format=as_format, section=section)
    draft = app.edit.save(slug, app.bring_in.read(source), editor, expect)
    if as_json:
        print_json(draft_account(draft))
        return
    say(f"{state_of(draft)} of {slug} is saved.")
    if draft.aside:
        say(
            f"Publish it: syndicate article revise {slug} --draft {state_of(draft)} "
            "--kind update --note T"
        )


@commands.command()
def discard(
    context: typer.Context,
    slug: Slug,
    draft: Annotated[
        State, typer.Argument(parser=read_draft, metavar="DRAFT", help="As in draft-17.")
    ],
    *,
    as_json: Json = False,
) -> None:
    """Forget a draft that was saved; what is published stays as it is."""
    gone = open_app(context).edit.discard(slug, draft.number)
    if as_json:
        print_json(draft_account(gone))
    else:
        say(f"{draft} of {slug} is gone.")


def tell_strands(strands: Strands, *, as_json: bool) -> None:
    """Tell what a draft changed, what was published since, and which passages both did."""
    words = strands.words
    base, newest, ours = (words[state] for state in (strands.base, strands.newest, strands.draft))
    since, edited = compare(base, newest), compare(base, ours)
    both = [asdict(overlap) for overlap in overlaps(base, newest, ours)]
    if as_json:
        told: Mapping[str, object] = {
            "base": strands.base.number,
            "newest": strands.newest.number,
            "draft": str(strands.draft),
            "published": [asdict(part) for part in since if part.changed],
            "edited": [asdict(part) for part in edited if part.changed],
            "both": both,
        }
        print_json(told)
    else:
        _print_strands(strands, since, edited)
        _print_both(both)


def _print_strands(strands: Strands, since: Sequence[Part], edited: Sequence[Part]) -> None:
    if strands.base != strands.newest:
        say(f"Published since revision {strands.base}, up to {strands.newest}:")
        print_comparison(since)
        say("")
    say(f"{strands.draft}, edited from revision {strands.base}:")
    print_comparison(edited)


def _print_both(both: Sequence[Mapping[str, str]]) -> None:
    if both:
        say("")
        say("Changed by both; this is what both began with:")
    for overlap in both:
        say(f"{overlap['name']}:")
        say(f"  {overlap['text']}")
