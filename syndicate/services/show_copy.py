"""What exactly did a reader get of an edition?"""

from dataclasses import dataclass
from typing import Protocol

from syndicate.domain.deliveries import Claim, Delivery, DeliveryStatus
from syndicate.domain.digests import RenderedDigest
from syndicate.domain.editions import Edition
from syndicate.domain.messages import Outgoing
from syndicate.errors import NotFound, Refused
from syndicate.services.transactions import Transactions

_MAY_HAVE_GONE = {DeliveryStatus.SENT, DeliveryStatus.IN_DOUBT, DeliveryStatus.CLAIMED}


class Editions(Protocol):
    """What showing asks of the editions."""

    def by_id(self, edition_id: int) -> Edition: ...


class Ledger(Protocol):
    """What showing asks of the ledger."""

    def copy(self, edition_id: int, email: str) -> tuple[Claim, Delivery] | None: ...


class Cohorts(Protocol):
    """What showing asks of the cohorts."""

    def body(self, cohort_id: int) -> RenderedDigest | None: ...


class Transaction(Protocol):
    """What showing sees of the store."""

    @property
    def editions(self) -> Editions: ...
    @property
    def deliveries(self) -> Ledger: ...
    @property
    def cohorts(self) -> Cohorts: ...


class Postmaster(Protocol):
    """Writes each reader's message, the same bytes whenever it is made again."""

    def again(self, claim: Claim) -> Outgoing: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowCopy:
    """Makes a reader's message again, from the words that were kept when it was sent.

    The rest is of today: sender, title, keys, and whether the reader wants plain text alone.
    """

    transactions: Transactions[Transaction]
    postmaster: Postmaster

    def __call__(self, edition_id: int, email: str) -> bytes:
        """Return the message.

        Raises NotFound where none was planned, Refused where none has gone yet, and where
        its words were withdrawn since: they are kept nowhere then.
        """
        with self.transactions.read() as tx:
            tx.editions.by_id(edition_id)
            found = tx.deliveries.copy(edition_id, email)
            if found is None:
                raise NotFound(
                    f"edition {edition_id} had no mail for {email}, or it is not kept any more "
                    f"([mail] receipt_days); see syndicate delivery list --edition {edition_id}"
                )
            claim, delivery = found
            _refuse_unsent(delivery)
            if tx.cohorts.body(claim.cohort_id) is None:
                raise Refused(
                    f"what {email} got of edition {edition_id} is not kept any more: words in "
                    "it were withdrawn since (taken down, retracted or redacted)"
                )
        return bytes(self.postmaster.again(claim).data)


def _refuse_unsent(delivery: Delivery) -> None:
    if delivery.status not in _MAY_HAVE_GONE:
        raise Refused(
            f"nothing of edition {delivery.edition_id} has gone to {delivery.email}: it is "
            f"{delivery.status}" + (f" ({delivery.reply})" if delivery.reply else "")
        )
