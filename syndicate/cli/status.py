"""How does everything stand?"""

import typer

from syndicate.cli.opening import open_app
from syndicate.cli.output import Json, print_fields, print_json
from syndicate.cli.program import PLAIN
from syndicate.domain.accounts import instant
from syndicate.domain.accounts_of_mail import counts_account
from syndicate.domain.articles import Status
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.services.status import Report

commands = typer.Typer(**PLAIN)


@commands.command()
def status(context: typer.Context, *, as_json: Json = False) -> None:
    """Tell how articles, editions and mail stand."""
    report = open_app(context).status()
    if as_json:
        print_json(_account(report))
    else:
        print_fields(_fields(report))


def _fields(report: Report) -> dict[str, object]:
    waiting, counts = report.waiting, report.deliveries
    editions = [
        f"{e.id} {e.status}" + (f" ({e.fault})" if e.fault else "") for e in report.editions
    ]
    return {
        "articles": _counted({s.value: report.articles.get(s, 0) for s in Status}),
        "readers": str(report.readers),
        "editions under way": ", ".join(editions) or "none",
        "deliveries": _counted({s.value: counts.get(s, 0) for s in DeliveryStatus}),
        "in doubt": _in_doubt(counts.get(DeliveryStatus.IN_DOUBT, 0)),
        "mail waiting": str(waiting.mails) + (f" ({waiting.trouble})" if waiting.trouble else ""),
        "overdue": _overdue(waiting.overdue, waiting.events, waiting.failed),
    }


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {what}" for what, count in counts.items() if count) or "none"


def _in_doubt(count: int) -> str:
    return f"{count}; see syndicate delivery list --status in-doubt" if count else "none"


def _overdue(articles: int, events: int, failed: int) -> str:
    if not articles and not events:
        return "nothing"
    return (
        f"{articles} articles to publish, {events} events to relay ({failed} failed): "
        "nobody ticks; run syndicate serve, or python scheduler.py"
    )


def _account(report: Report) -> object:
    waiting = report.waiting
    return {
        "articles": {s.value: report.articles.get(s, 0) for s in Status},
        "readers": report.readers,
        "editions": [
            {"id": e.id, "status": e.status.value, "due": instant(e.due), "fault": e.fault}
            for e in report.editions
        ],
        "deliveries": counts_account(report.deliveries),
        "waiting": {
            "articles": waiting.overdue,
            "events": waiting.events,
            "failed_events": waiting.failed,
            "mails": waiting.mails,
            "trouble": waiting.trouble,
        },
    }
