"""Who has an article by mail, as it is asked for and shown?"""

from collections.abc import Iterator
from datetime import tzinfo
from typing import Annotated

import typer

from syndicate.cli.csv_output import print_csv
from syndicate.cli.instants import shown
from syndicate.cli.opening import open_app
from syndicate.cli.options import Slug, read_number
from syndicate.cli.output import Json, print_json_array, print_table, say
from syndicate.cli.program import PLAIN
from syndicate.domain.accounts import instant
from syndicate.domain.accounts_of_mail import receipt_account
from syndicate.domain.receipts import Carrier, Holders, Receipt
from syndicate.errors import AskedWrongly

commands = typer.Typer(**PLAIN)

HEADER = ("email", "newsletter", "edition", "notice", "revision", "status", "at")


@commands.command()
def readers(
    context: typer.Context,
    slug: Slug,
    *,
    revision: Annotated[
        int | None,
        typer.Option(metavar="N", parser=read_number, help="Only those mailed this revision."),
    ] = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV, and nothing else.")] = False,
    as_json: Json = False,
) -> None:
    """List who was mailed an article, or may have been: in doubt, or on its way just now."""
    if as_csv and as_json:
        raise AskedWrongly("--csv and --json are two forms of one list: leave one out")
    app = open_app(context)
    receipts = app.holders.each(slug, revision)
    if as_json:
        print_json_array(map(receipt_account, receipts))
    elif as_csv:
        print_csv(HEADER, _rows(receipts))
    else:
        _print_receipts(receipts, app.site.zone)


def print_holders(holders: Holders, slug: str) -> None:
    """Print how many readers have an article, and by which mails."""
    if not holders.carriers:
        say("Nobody has it by mail.")
        return
    one = holders.readers == 1
    say(f"{holders.readers} {'reader has' if one else 'readers have'} it by mail:")
    rows = [
        (_mail(count.carrier), count.carrier.revision, count.sent, count.in_doubt, count.claimed)
        for count in holders.carriers
    ]
    print_table(("mail", "revision", "sent", "in doubt", "on its way"), rows, none="")
    if holders.unnamed:
        say(
            f"Of {holders.unnamed} of these mails, older than [mail] receipt_days, only the number "
            "is kept: their readers are not counted above, and no notice reaches them."
        )
    say(f"Their addresses: syndicate article readers {slug}")


def _print_receipts(receipts: Iterator[Receipt], zone: tzinfo) -> None:
    rows = [
        (r.email, _mail(r.carrier), r.carrier.revision, r.status, shown(r.at, zone))
        for r in receipts
    ]
    headings = ("email", "mail", "revision", "status", "at")
    print_table(headings, rows, none="Nobody has it by mail.")


def _mail(carrier: Carrier) -> str:
    if carrier.notice_id is not None:
        return f"notice {carrier.notice_id} ({carrier.newsletter})"
    return f"{carrier.newsletter} {carrier.period_key}"


def _rows(receipts: Iterator[Receipt]) -> Iterator[tuple[str, ...]]:
    for receipt in receipts:
        carrier = receipt.carrier
        yield (
            receipt.email,
            carrier.newsletter,
            carrier.period_key or "",
            str(carrier.notice_id or ""),
            str(carrier.revision),
            receipt.status.value,
            instant(receipt.at) or "",
        )
