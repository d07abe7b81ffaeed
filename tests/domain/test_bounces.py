"""When is an address given up, and when is it only the message?"""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.domain.audience import SuppressionReason
from syndicate.domain.bounces import SOFT_DAYS, Bounce, BounceKind, kind_of, suppressing

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)


def bounce(kind: BounceKind = BounceKind.SOFT, days_ago: float = 0) -> Bounce:
    at = NOW - timedelta(days=days_ago)
    return Bounce(subscriber_id=1, kind=kind, at=at, key=f"{kind}{days_ago}")


@pytest.mark.parametrize(
    ("status", "for_good", "kind"),
    [
        ("5.1.1", True, BounceKind.HARD),
        ("5.1.10", True, BounceKind.HARD),
        ("5.2.1", True, BounceKind.HARD),
        ("5.2.2", True, BounceKind.SOFT),
        ("5.0.0", True, BounceKind.SOFT),
        ("", True, BounceKind.SOFT),
        ("5.4.4", True, BounceKind.SOFT),
        ("4.4.1", False, BounceKind.SOFT),
        ("4.7.1", False, BounceKind.SOFT),
        ("5.7.1", True, BounceKind.MESSAGE),
        ("5.6.0", True, BounceKind.MESSAGE),
        ("5.3.4", True, BounceKind.MESSAGE),
    ],
)
def test_a_status_speaks_of_the_address_or_of_the_message(
    status: str, *, for_good: bool, kind: BounceKind
) -> None:
    assert kind_of(status, for_good=for_good) is kind


def test_an_address_that_is_none_is_given_up_at_once() -> None:
    assert suppressing(bounce(BounceKind.HARD), []) is SuppressionReason.BOUNCED


def test_a_complaint_ends_it_at_once() -> None:
    assert suppressing(bounce(BounceKind.COMPLAINT), []) is SuppressionReason.COMPLAINED


def test_one_mail_that_failed_for_a_while_changes_nothing() -> None:
    assert suppressing(bounce(), []) is None


def test_an_address_that_fails_on_day_after_day_is_given_up() -> None:
    earlier = [bounce(days_ago=days) for days in range(1, SOFT_DAYS)]
    assert suppressing(bounce(), earlier) is SuppressionReason.BOUNCED
    assert suppressing(bounce(), earlier[1:]) is None


def test_many_failures_on_one_day_count_as_one() -> None:
    assert suppressing(bounce(), [bounce(days_ago=n / 100) for n in range(1, 30)]) is None


def test_failures_of_long_ago_do_not_count() -> None:
    assert suppressing(bounce(), [bounce(days_ago=30 + days) for days in range(9)]) is None


@given(st.lists(st.integers(0, 29), max_size=60))
def test_refusals_of_the_message_never_give_an_address_up(days: list[int]) -> None:
    earlier = [bounce(BounceKind.MESSAGE, day) for day in days]
    assert suppressing(bounce(BounceKind.MESSAGE), earlier) is None
    assert suppressing(bounce(), earlier) is None
