"""How are newsletters shown to a person?"""

from collections.abc import Iterable
from datetime import timedelta
from zoneinfo import ZoneInfo

from syndicate.cli.instants import shown as at
from syndicate.cli.output import print_fields, print_table
from syndicate.services.newsletters import Shown


def print_newsletters(newsletters: Iterable[Shown]) -> None:
    """Print a line a newsletter."""
    rows = [
        (
            each.newsletter.name,
            each.newsletter.title,
            each.newsletter.schedule,
            each.newsletter.timezone,
            _coming(each)[0],
        )
        for each in newsletters
    ]
    none = (
        'There are no newsletters yet: syndicate newsletter add morning --title "The Morning" '
        '--schedule "weekdays 07:00" --timezone Europe/Berlin'
    )
    print_table(("name", "title", "schedule", "time zone", "next"), rows, none=none)


def print_newsletter(each: Shown) -> None:
    """Print all of a newsletter."""
    newsletter = each.newsletter
    print_fields(
        {
            "name": newsletter.name,
            "title": newsletter.title,
            "schedule": newsletter.schedule,
            "time zone": newsletter.timezone
            + (", each reader's" if newsletter.reader_time else ""),
            "sections": ", ".join(newsletter.sections) or "all",
            "template": newsletter.template,
            "sender": newsletter.sender or "the site's",
            "late limit": f"{newsletter.late_limit / timedelta(hours=1):g} hours",
            "empty editions": "sent" if newsletter.send_empty else "not sent",
            "approval": "each edition waits for it" if newsletter.approval else "",
            "next": "; ".join(_coming(each)),
        }
    )


def _coming(each: Shown) -> list[str]:
    zone = ZoneInfo(each.newsletter.timezone)
    if each.newsletter.paused:
        return ["paused"]
    return [at(occurrence.instant, zone) for occurrence in each.coming]
