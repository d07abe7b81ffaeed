"""How are editions and deliveries shown to a person?"""

from collections.abc import Iterable, Mapping
from datetime import tzinfo

from syndicate.cli.instants import shown
from syndicate.cli.output import print_fields, print_table
from syndicate.domain.deliveries import Delivery, DeliveryStatus
from syndicate.services.run_editions import EditionReport


def print_editions(reports: Iterable[EditionReport], zone: tzinfo) -> None:
    """Print a line an edition."""
    rows = [
        (
            report.edition.id,
            report.newsletter,
            report.edition.period_key,
            shown(report.edition.due, zone),
            _standing(report),
            counted(report.counts),
        )
        for report in reports
    ]
    headings = ("id", "newsletter", "period", "due", "status", "deliveries")
    print_table(headings, rows, none="There are no editions yet.")


def print_edition(report: EditionReport, zone: tzinfo) -> None:
    """Print all of an edition."""
    edition = report.edition
    print_fields(
        {
            "edition": edition.id,
            "newsletter": report.newsletter,
            "period": edition.period_key,
            "due": shown(edition.due, zone),
            "status": _standing(report),
            "fault": edition.fault,
            "approval": _approval(report, zone),
            "deliveries": counted(report.counts) or "none",
        }
    )


def _standing(report: EditionReport) -> str:
    if report.awaits_approval:
        return "awaits approval"
    return "sent in part" if report.in_part else report.edition.status.value


def _approval(report: EditionReport, zone: tzinfo) -> str:
    edition = report.edition
    if report.awaits_approval:
        return (
            f"awaited; see it: syndicate digest preview {report.newsletter} --out DIR, "
            f"then: syndicate edition approve {edition.id}"
        )
    return f"given {shown(edition.approved, zone)}" if edition.approved else ""


def print_deliveries(deliveries: Iterable[Delivery], zone: tzinfo) -> None:
    """Print a line a delivery."""
    rows = [
        (d.id, d.edition_id, d.email, d.status, d.attempts, shown(d.settled, zone), d.reply)
        for d in deliveries
    ]
    headings = ("id", "edition", "address", "status", "attempts", "settled", "reply")
    print_table(headings, rows, none="There are no such deliveries.")


def counted(counts: Mapping[DeliveryStatus, int]) -> str:
    """Say how many stand how: 118 sent, 2 failed."""
    return ", ".join(f"{counts[status]} {status}" for status in DeliveryStatus if status in counts)
