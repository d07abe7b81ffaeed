"""How are readers shown to a person?"""

from collections.abc import Iterable
from datetime import tzinfo

from syndicate.cli.instants import shown
from syndicate.cli.output import print_fields, print_table
from syndicate.domain.audience import Subscriber, Suppression, SuppressionReason
from syndicate.domain.followings import Dossier, Following
from syndicate.domain.wishes import Frequency

_BARRED = {
    SuppressionReason.BOUNCED: "mail to the address came back, or was refused",
    SuppressionReason.COMPLAINED: "the reader complained",
    SuppressionReason.FORGOTTEN: "the reader is forgotten",
    SuppressionReason.OPERATOR: "the address was barred, here or in a list",
}


def print_subscribers(readers: Iterable[Subscriber], zone: tzinfo) -> None:
    """Print a line a reader."""
    rows = [(reader.email, reader.timezone, shown(reader.created, zone)) for reader in readers]
    none = "Nobody subscribes yet: syndicate subscriber add EMAIL --newsletter NAME"
    print_table(("address", "time zone", "known since"), rows, none=none)


def print_dossier(dossier: Dossier, zone: tzinfo) -> None:
    """Print everything that is known of a reader."""
    reader = dossier.subscriber
    standings = {
        name: f"{standing.status} since {shown(standing.since, zone)}"
        for name, standing in dossier.standings
    }
    mailed = {"mail": _barred(dossier.suppression, zone) if dossier.suppression else ""}
    plain = {"address": reader.email, "time zone": reader.timezone}
    print_fields(
        plain
        | mailed
        | _wishes(reader, zone)
        | {"known since": shown(reader.created, zone)}
        | standings
    )
    if dossier.followings:
        print_followings([(reader.email, each) for each in dossier.followings], zone)
    rows = [(shown(c.at, zone), c.action, c.how, c.words) for c in dossier.consents]
    if rows:
        print_table(("at", "consent", "how", "words"), rows, none="")
    if dossier.bounces:
        came = [(shown(b.at, zone), b.kind, b.status, b.said) for b in dossier.bounces]
        print_table(("at", "came back", "code", "said"), came, none="")


def _barred(suppression: Suppression, zone: tzinfo) -> str:
    why = _BARRED[suppression.reason]
    return f"never, since {shown(suppression.at, zone)}: {why}"


def _wishes(reader: Subscriber, zone: tzinfo) -> dict[str, str]:
    """Name what a reader wished; what is as usual is left out."""
    often = "" if reader.frequency is Frequency.EVERY else f"{reader.frequency} at the most"
    return {
        "newsletters": often,
        "sections": ", ".join(reader.sections),
        "paused until": shown(reader.paused_until, zone) if reader.paused_until else "",
        "format": "plain text only" if reader.plain_text else "",
    }


def print_followings(followings: Iterable[tuple[str, Following]], zone: tzinfo) -> None:
    """Print a line a following."""
    rows = [
        (email, following.subject, following.status.value, shown(following.since, zone))
        for email, following in followings
    ]
    print_table(("address", "follows", "status", "since"), rows, none="Nobody follows anything.")
