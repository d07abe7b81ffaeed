"""Progress tells how far an edition is and how long it will still take."""

from datetime import timedelta

from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.progress import progress


def test_what_waits_is_divided_by_what_went_in_the_last_minute() -> None:
    counts = {
        DeliveryStatus.SENT: 40,
        DeliveryStatus.PENDING: 55,
        DeliveryStatus.CLAIMED: 5,
        DeliveryStatus.IN_DOUBT: 1,
    }
    told = progress(counts, 20)
    assert (told.sent, told.waiting, told.in_doubt, told.failed) == (40, 60, 1, 0)
    assert (told.per_minute, told.remaining) == (20, timedelta(minutes=3))


def test_nothing_is_foretold_of_what_does_not_move_or_is_done() -> None:
    assert progress({DeliveryStatus.PENDING: 5}, 0).remaining is None
    assert progress({DeliveryStatus.SENT: 5}, 5).remaining is None
