"""How does everything stand?"""

import sys
import time
from datetime import timedelta, tzinfo
from functools import partial
from typing import Annotated

import typer

from syndicate.cli.instants import shown
from syndicate.cli.opening import open_app
from syndicate.cli.output import Json, print_fields, print_json, say
from syndicate.cli.program import PLAIN
from syndicate.cli.watching import SECONDS, again_and_again
from syndicate.domain.accounts import instant
from syndicate.domain.accounts_of_mail import counts_account
from syndicate.domain.alarms import Alarm
from syndicate.domain.articles import Status
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.destinations import Destination
from syndicate.domain.editions import Edition
from syndicate.domain.progress import Progress
from syndicate.domain.rests import Rest
from syndicate.services.status import Report, UnderWay

commands = typer.Typer(**PLAIN)

_SECOND, _MINUTE = timedelta(seconds=1), timedelta(minutes=1)


@commands.command()
def status(
    context: typer.Context,
    *,
    watch: Annotated[
        bool, typer.Option("--watch", help="Again every two seconds, until stopped with Ctrl-C.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Tell how articles, editions and mail stand."""
    app = open_app(context)
    tell = partial(_tell, zone=app.site.zone, as_json=as_json)
    if not watch:
        tell(app.status())
        return

    def tell_when(report: Report) -> None:
        tell(report)
        if sys.stdout.isatty():
            now = app.clock.now().astimezone(app.site.zone)
            say(f"\nAs of {now:%H:%M:%S %Z}; again every {SECONDS} seconds, until Ctrl-C.")

    again_and_again(app.status, tell_when, time.sleep)


def _tell(report: Report, *, zone: tzinfo, as_json: bool) -> None:
    if as_json:
        print_json(_account(report))
        return
    if report.rest is not None:
        say(_resting(report.rest, zone))
    print_fields(_fields(report, zone))


def _resting(rest: Rest, zone: tzinfo) -> str:
    return (
        f"Nothing is mailed since {shown(rest.since, zone)}: {rest.why}. "
        "See what waits below; then let it go out: syndicate resume"
    )


def _fields(report: Report, zone: tzinfo) -> dict[str, object]:
    waiting, counts = report.waiting, report.deliveries
    return {
        "articles": _counted({s.value: report.articles.get(s, 0) for s in Status}),
        "readers": str(report.readers),
        "editions under way": "" if report.editions else "none",
        **{f"edition {each.edition.id}": _under_way(each) for each in report.editions},
        "deliveries": _counted({s.value: counts.get(s, 0) for s in DeliveryStatus}),
        "in doubt": _in_doubt(counts.get(DeliveryStatus.IN_DOUBT, 0)),
        "mail waiting": str(waiting.mails) + (f" ({waiting.trouble})" if waiting.trouble else ""),
        "held back": "; ".join(_held_back(each, zone) for each in report.held_back) or "none",
        "kept back": _counted(dict(report.kept)),
        "wrong": "; ".join(_wrong(alarm, zone) for alarm in report.alarms),
        "last backup": shown(report.backed_up, zone) or "none",
        "overdue": overdue(waiting.overdue, waiting.events, waiting.failed),
    }


def _under_way(each: UnderWay) -> str:
    edition = each.edition
    if each.awaits_approval:
        return (
            f"{each.newsletter} {_period(edition)} awaits approval; see it: syndicate digest "
            f"preview {each.newsletter} --out DIR, then: syndicate edition approve {edition.id}"
        )
    fault = f" ({edition.fault})" if edition.fault else ""
    told = f"{each.newsletter} {_period(edition)} {edition.status}{fault}"
    return f"{told}: {_moving(each.progress)}"


def _period(edition: Edition) -> str:
    return f"of {edition.local:%Y-%m-%d %H:%M}"


def _moving(progress: Progress) -> str:
    numbers = {
        "sent": progress.sent,
        "failed": progress.failed,
        "waiting": progress.waiting,
        "in doubt": progress.in_doubt,
    }
    moving = _counted(numbers).replace("none", "nothing to send yet")
    if progress.per_minute:
        moving += f"; {progress.per_minute} a minute"
    if progress.remaining is not None:
        moving += f", about {_lasting(progress.remaining)} to go"
    return moving


def _lasting(remaining: timedelta) -> str:
    if remaining < _MINUTE:
        return f"{max(1, round(remaining / _SECOND))} s"
    return f"{round(remaining / _MINUTE)} min"


def _held_back(place: Destination, zone: tzinfo) -> str:
    since, tried = shown(place.since, zone), shown(place.next_at, zone)
    return f"{place.name} since {since}, to be tried at {tried}: {place.said}"


def _wrong(alarm: Alarm, zone: tzinfo) -> str:
    return f"{alarm.words} (since {shown(alarm.since, zone)})"


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {what}" for what, count in counts.items() if count) or "none"


def _in_doubt(count: int) -> str:
    return f"{count}; see syndicate delivery list --status in-doubt" if count else "none"


def overdue(articles: int, events: int, failed: int) -> str:
    """Return what should have happened by now, and what to do about it."""
    untried = events - failed
    told = []
    if articles or untried:
        told.append(
            f"{articles} articles to publish, {untried} events to relay: "
            "if it stays so, nobody ticks; run syndicate serve, or python scheduler.py"
        )
    if failed:
        again = "failed and are tried again at the next tick; see relay_failed in the log"
        told.append(f"{failed} events {again}")
    return "; ".join(told) or "nothing"


def _account(report: Report) -> object:
    waiting, rest = report.waiting, report.rest
    return {
        "articles": {s.value: report.articles.get(s, 0) for s in Status},
        "readers": report.readers,
        "paused": None if rest is None else {"since": instant(rest.since), "why": rest.why},
        "editions": [_edition(each) for each in report.editions],
        "deliveries": counts_account(report.deliveries),
        "waiting": {
            "articles": waiting.overdue,
            "events": waiting.events,
            "failed_events": waiting.failed,
            "mails": waiting.mails,
            "trouble": waiting.trouble,
        },
        "held_back": [
            {
                "destination": place.name,
                "since": instant(place.since),
                "tried_at": instant(place.next_at),
                "said": place.said,
            }
            for place in report.held_back
        ],
        "waiting_for": dict(report.kept),
        "backed_up": instant(report.backed_up),
        "wrong": [
            {"name": alarm.name, "since": instant(alarm.since), "words": alarm.words}
            for alarm in report.alarms
        ],
    }


def _edition(each: UnderWay) -> object:
    edition, progress = each.edition, each.progress
    left = progress.remaining
    return {
        "id": edition.id,
        "newsletter": each.newsletter,
        "period": edition.period_key,
        "status": edition.status.value,
        "due": instant(edition.due),
        "fault": edition.fault,
        "awaits_approval": each.awaits_approval,
        "sent": progress.sent,
        "failed": progress.failed,
        "waiting": progress.waiting,
        "in_doubt": progress.in_doubt,
        "per_minute": progress.per_minute,
        "remaining_seconds": None if left is None else round(left.total_seconds()),
    }
