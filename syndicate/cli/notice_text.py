"""How are notices shown to a person?"""

from collections.abc import Iterable
from datetime import tzinfo

from syndicate.cli.edition_text import counted
from syndicate.cli.foretold_text import counted_notice
from syndicate.cli.instants import shown
from syndicate.cli.output import print_table, say
from syndicate.domain.notices import Notice
from syndicate.services.run_notices import NoticeReport


def print_opened(notice: Notice, zone: tzinfo) -> None:
    """Print whom a notice tells, and until when it can be withdrawn."""
    say(f"Told at once: {counted_notice(notice)}")
    if notice.due > notice.created:
        say(
            f"It goes at {shown(notice.due, zone)}; until then: "
            f"syndicate notice withdraw {notice.id}"
        )


def print_notices(reports: Iterable[NoticeReport], zone: tzinfo) -> None:
    """Print a line a notice."""
    rows = [
        (
            report.notice.id,
            report.slug,
            report.notice.revision,
            shown(report.notice.due, zone),
            report.notice.status,
            report.notice.told,
            counted(report.counts),
        )
        for report in reports
    ]
    headings = ("id", "article", "revision", "due", "status", "told", "deliveries")
    print_table(headings, rows, none="There are no notices yet.")
