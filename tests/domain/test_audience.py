"""When is a reader's wish followed by a mail, a confirmation, an end?"""

from dataclasses import asdict
from datetime import UTC, datetime, timedelta

import pytest

from syndicate.domain.audience import (
    ConsentAction,
    Subscription,
    SubscriptionKey,
    SubscriptionStatus,
    heeds_asking,
    heeds_confirming,
    heeds_ending,
    step,
)
from syndicate.errors import Refused

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
KEY = SubscriptionKey(subscriber_id=7, newsletter_id=3)
PENDING, ACTIVE, _, ENDED = SubscriptionStatus


def standing(status: SubscriptionStatus, minutes_ago: int = 60) -> Subscription:
    since = NOW - timedelta(minutes=minutes_ago)
    return Subscription(subscriber_id=7, newsletter_id=3, status=status, since=since)


@pytest.mark.parametrize(
    ("known", "heeded"),
    [
        (None, True),
        (standing(ENDED), True),
        (standing(ENDED, 0), True),
        (standing(ACTIVE), False),
        (standing(PENDING, 10), True),
        (standing(PENDING, 9), False),
    ],
)
def test_asking_is_followed_by_a_mail_where_one_is_called_for(
    known: Subscription | None, *, heeded: bool
) -> None:
    assert heeds_asking(known, NOW) is heeded


def test_only_a_pending_subscription_is_changed_by_confirming() -> None:
    assert heeds_confirming(standing(PENDING))
    assert not heeds_confirming(standing(ACTIVE))


def test_an_old_link_does_not_bring_back_what_was_ended() -> None:
    with pytest.raises(Refused, match="ask for it once more"):
        heeds_confirming(standing(ENDED))


@pytest.mark.parametrize(
    ("known", "heeded"),
    [
        (None, False),
        (standing(ENDED), False),
        (standing(PENDING), True),
        (standing(ACTIVE), True),
    ],
)
def test_ending_ends_what_is_there(known: Subscription | None, *, heeded: bool) -> None:
    assert heeds_ending(known) is heeded


@pytest.mark.parametrize(
    ("status", "action"),
    [
        (PENDING, ConsentAction.ASKED),
        (ACTIVE, ConsentAction.CONFIRMED),
        (ENDED, ConsentAction.ENDED),
    ],
)
def test_every_step_keeps_why_it_was_taken(
    status: SubscriptionStatus, action: ConsentAction
) -> None:
    taken = step(KEY, status, how="form", words="Send me the news.", now=NOW)
    stands = {"status": status, "since": NOW, "told_until": None}
    assert asdict(taken.subscription) == asdict(KEY) | stands
    assert (taken.consent.action, taken.consent.how, taken.consent.at) == (action, "form", NOW)
    assert taken.consent.words == "Send me the news."
