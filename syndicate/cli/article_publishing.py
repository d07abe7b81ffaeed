"""How is what was brought in published, now or at its moment?"""

from typing import Annotated

import typer

from syndicate.cli.article_changes import ConfirmCount
from syndicate.cli.article_done import tell_standing
from syndicate.cli.instants import read_moment, read_zone
from syndicate.cli.opening import open_app
from syndicate.cli.options import Slug
from syndicate.cli.output import Json
from syndicate.cli.program import PLAIN

commands = typer.Typer(**PLAIN)

At = Annotated[
    str | None,
    typer.Option(metavar="INSTANT", help="When, as in 2026-10-01T07:00+02:00; else now."),
]
Embargo = Annotated[
    str | None,
    typer.Option(metavar="INSTANT", help="Not before; one that has passed lifts an earlier one."),
]
WallZone = Annotated[
    str | None,
    typer.Option(
        "--timezone", metavar="Z", help="Where an INSTANT without an offset is on the clocks."
    ),
]


@commands.command()
def publish(
    context: typer.Context,
    slug: Slug,
    *,
    at: At = None,
    embargo: Embargo = None,
    timezone: WallZone = None,
    confirm_count: ConfirmCount = None,
    as_json: Json = False,
) -> None:
    """Publish a draft: now, --at an instant, or not before an --embargo ends.

    Again, with another instant, moves the moment. Who follows one of its authors or tags
    is told at once.
    """
    zone = read_zone(timezone) if timezone else None
    moments = [read_moment(text, zone) if text else None for text in (at, embargo)]
    app = open_app(context)
    app.publish(slug, at=moments[0], embargo=moments[1], confirm_count=confirm_count)
    tell_standing(app, slug, as_json=as_json, noticed=True)


@commands.command()
def unschedule(context: typer.Context, slug: Slug, *, as_json: Json = False) -> None:
    """Make a scheduled article a draft again; an embargo stays in force."""
    app = open_app(context)
    app.publish.unschedule(slug)
    tell_standing(app, slug, as_json=as_json)
