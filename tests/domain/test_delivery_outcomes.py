"""What becomes of a delivery follows from what is known of it, and comes to an end."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.domain.deliveries import (
    FIRST_WAIT,
    LONGEST_WAIT,
    MOST_ATTEMPTS,
    Clearance,
    DeliveryStatus,
    Uncertain,
    after_death,
    clearance,
    in_doubt,
    next_try,
    not_now,
    without_journal,
)
from syndicate.domain.editions import EditionStatus
from syndicate.domain.handovers import Handover, Stage

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)
HOLD, RESEND = Uncertain.HOLD, Uncertain.RESEND


@given(st.integers(1, 200))
def test_a_passing_fault_is_tried_again_until_it_is_given_up(attempts: int) -> None:
    outcome = not_now(attempts, NOW, "busy")
    if attempts >= MOST_ATTEMPTS:
        assert (outcome.status, outcome.not_before) == (DeliveryStatus.FAILED, None)
    else:
        assert outcome.status is DeliveryStatus.PENDING
        assert outcome.not_before == next_try(attempts, NOW)
    assert outcome.tried


@given(st.integers(1, 200))
def test_waits_double_up_to_the_longest(attempts: int) -> None:
    wait = next_try(attempts, NOW) - NOW
    assert FIRST_WAIT <= wait <= LONGEST_WAIT
    assert next_try(attempts + 1, NOW) - NOW == min(2 * wait, LONGEST_WAIT)


def test_all_attempts_together_take_most_of_a_day() -> None:
    waits = (next_try(n, NOW) - NOW for n in range(1, MOST_ATTEMPTS))
    assert timedelta(hours=12) < sum(waits, timedelta()) < timedelta(hours=24)


@pytest.mark.parametrize(
    ("policy", "attempts", "status"),
    [
        (HOLD, 1, DeliveryStatus.IN_DOUBT),
        (RESEND, 1, DeliveryStatus.PENDING),
        (RESEND, MOST_ATTEMPTS - 1, DeliveryStatus.PENDING),
        (RESEND, MOST_ATTEMPTS, DeliveryStatus.IN_DOUBT),
    ],
)
def test_what_is_in_doubt_is_held_or_sent_again_but_not_for_ever(
    policy: Uncertain, attempts: int, status: DeliveryStatus
) -> None:
    assert in_doubt(policy, attempts, "lost").status is status
    assert without_journal(policy, attempts).status is status
    assert after_death(Handover(stage=Stage.INTENT), policy, attempts).status is status


@pytest.mark.parametrize("policy", Uncertain)
def test_what_a_journal_is_sure_of_is_not_in_doubt(policy: Uncertain) -> None:
    accepted = after_death(Handover(stage=Stage.ACCEPTED, reply="250 ok"), policy, 1)
    assert (accepted.status, accepted.reply) == (DeliveryStatus.SENT, "250 ok")
    for handover in (None, Handover(stage=Stage.REFUSED)):
        untouched = after_death(handover, policy, 1)
        assert (untouched.status, untouched.tried) == (DeliveryStatus.PENDING, False)


@given(st.booleans(), st.booleans(), st.sampled_from([None, *EditionStatus]))
def test_the_suppressed_and_the_unsubscribed_are_never_cleared(
    suppressed: bool,
    subscribed: bool,
    edition: EditionStatus | None,
) -> None:
    cleared = clearance(suppressed=suppressed, subscribed=subscribed, edition=edition)
    if suppressed or not (subscribed or edition is None):
        assert cleared is Clearance.NEVER
    elif edition is None:
        assert cleared is Clearance.GO
