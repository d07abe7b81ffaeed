"""What can the bearer of a link do, and what not?"""

import base64
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.domain.audience import SubscriptionKey
from syndicate.domain.messages import Copy, Mailbox
from syndicate.domain.tokens import (
    CONFIRM_FOR,
    PREFERENCES_FOR,
    UNSUBSCRIBE_LENGTH,
    LaterKey,
    Tokens,
)
from syndicate.errors import NotFound, Refused

NOW = datetime(2026, 3, 1, 9, 0, 0, 500_000, tzinfo=UTC)
TOKENS = Tokens(b"only this site knows")
KEY = SubscriptionKey(subscriber_id=41, newsletter_id=2)
numbers = st.integers(min_value=0, max_value=2**63 - 1)
keys = st.builds(SubscriptionKey, subscriber_id=numbers, newsletter_id=numbers)


@given(keys)
def test_what_was_sealed_is_read_back(key: SubscriptionKey) -> None:
    assert TOKENS.read_unsubscribe(TOKENS.unsubscribe(key)) == key
    assert TOKENS.read_confirm(TOKENS.confirm(key, NOW), NOW) == key
    number = key.subscriber_id
    assert TOKENS.read_preferences(TOKENS.preferences(number, NOW), NOW) == number


@given(keys)
def test_every_unsubscribe_token_is_as_long_and_fits_mails_and_addresses(
    key: SubscriptionKey,
) -> None:
    token = TOKENS.unsubscribe(key)
    assert len(token) == UNSUBSCRIBE_LENGTH
    recipient = Mailbox(address="ada@example.org")
    Copy(recipient=recipient, message_id="<a@example.org>", token=token)


@given(keys, keys)
def test_tokens_of_two_subscriptions_differ(one: SubscriptionKey, two: SubscriptionKey) -> None:
    assert (TOKENS.unsubscribe(one) == TOKENS.unsubscribe(two)) == (one == two)


def test_a_token_tells_nothing_of_the_numbers_in_it() -> None:
    ones = [TOKENS.unsubscribe(replace(KEY, subscriber_id=n)) for n in range(256)]
    raw = [base64.urlsafe_b64decode(token + "=") for token in ones]
    for place in range(len(raw[0])):
        assert len({token[place] for token in raw}) > 100


def test_the_same_reader_has_the_same_unsubscribe_token_always() -> None:
    assert TOKENS.unsubscribe(KEY) == Tokens(TOKENS.secret).unsubscribe(KEY)


@given(st.data())
def test_a_token_with_any_bit_changed_is_none(data: st.DataObject) -> None:
    raw = bytearray(base64.urlsafe_b64decode(TOKENS.unsubscribe(KEY) + "="))
    bit = data.draw(st.integers(0, len(raw) * 8 - 1))
    raw[bit // 8] ^= 1 << bit % 8
    with pytest.raises(NotFound):
        TOKENS.read_unsubscribe(base64.urlsafe_b64encode(raw).decode().rstrip("="))


@given(st.text(max_size=80) | st.text("abcXYZ019-_", max_size=80))
def test_what_is_no_token_is_not_found(token: str) -> None:
    with pytest.raises(NotFound, match="none of ours"):
        TOKENS.read_unsubscribe(token)
    with pytest.raises(NotFound, match="none of ours"):
        TOKENS.read_confirm(token, NOW)
    with pytest.raises(NotFound, match="none of ours"):
        TOKENS.read_preferences(token, NOW)


def test_a_token_of_another_site_is_not_found() -> None:
    with pytest.raises(NotFound):
        Tokens(b"another site's secret").read_unsubscribe(TOKENS.unsubscribe(KEY))


def test_an_unsubscribe_token_can_do_nothing_else() -> None:
    token = TOKENS.unsubscribe(KEY)
    with pytest.raises(NotFound):
        TOKENS.read_confirm(token, NOW)
    with pytest.raises(NotFound):
        TOKENS.read_preferences(token, NOW)


def test_other_tokens_do_not_unsubscribe() -> None:
    for token in (TOKENS.confirm(KEY, NOW), TOKENS.preferences(41, NOW)):
        with pytest.raises(NotFound):
            TOKENS.read_unsubscribe(token)


def test_a_confirm_link_is_good_for_a_week() -> None:
    token = TOKENS.confirm(KEY, NOW)
    assert TOKENS.read_confirm(token, NOW + CONFIRM_FOR) == KEY
    with pytest.raises(Refused, match="2026-03-08 09:00 UTC; subscribe once more"):
        TOKENS.read_confirm(token, NOW + CONFIRM_FOR + timedelta(seconds=1))


def test_a_preferences_link_is_good_for_an_hour() -> None:
    token = TOKENS.preferences(41, NOW)
    assert TOKENS.read_preferences(token, NOW + PREFERENCES_FOR) == 41
    with pytest.raises(Refused, match="ask for a new one"):
        TOKENS.read_preferences(token, NOW + PREFERENCES_FOR + timedelta(seconds=1))


def test_the_secret_is_not_shown() -> None:
    assert "only this site knows" not in repr(TOKENS)


def test_the_salt_is_the_sites_own_and_stays() -> None:
    assert TOKENS.site_salt == Tokens(TOKENS.secret).site_salt
    assert TOKENS.site_salt != Tokens(b"another site's secret").site_salt


def test_links_in_mails_sent_long_ago_stay_the_same() -> None:
    assert TOKENS.unsubscribe(KEY) == "0DlPRHwlqj953sNHd9wdBGg_3GVI2O86p8OKjJHwpHc"
    assert TOKENS.bounce(KEY.subscriber_id) == "53qlhvgzx76j5bzdcmh3vegiqlth3nb4iowdifi"


LATER = NOW + timedelta(days=400)


def renewed(*made: datetime) -> Tokens:
    """Return the tokens after their key was renewed at each of these instants."""
    keys = [LaterKey(secret=f"key {n}".encode(), made=at) for n, at in enumerate(made)]
    return Tokens(TOKENS.secret, later=lambda: keys)


def test_links_of_last_years_mail_still_unsubscribe_after_the_key_was_renewed() -> None:
    later = renewed(NOW, NOW + timedelta(days=100), LATER)
    assert later.unsubscribe(KEY) != TOKENS.unsubscribe(KEY)
    assert later.read_unsubscribe(TOKENS.unsubscribe(KEY)) == KEY
    assert later.read_bounce(TOKENS.bounce(41)) == 41
    assert later.read_unfollow(TOKENS.unfollow(41, 7)) == 7
    assert later.read_unsubscribe(later.unsubscribe(KEY)) == KEY
    assert len(later.unsubscribe(KEY)) == UNSUBSCRIBE_LENGTH


def test_new_links_are_made_by_the_newest_key_alone() -> None:
    with pytest.raises(NotFound):
        renewed(NOW).read_unsubscribe(renewed(NOW, LATER).unsubscribe(KEY))


def test_links_that_expire_are_read_for_their_time_after_the_key_was_renewed() -> None:
    sent = TOKENS.confirm(KEY, NOW)
    later = renewed(NOW + timedelta(minutes=1))
    assert later.read_confirm(sent, NOW + CONFIRM_FOR) == KEY
    number = later.read_preferences(TOKENS.preferences(41, NOW), NOW + timedelta(minutes=5))
    assert number == 41


def test_a_key_that_is_out_of_force_makes_no_link_that_opens_anything_today() -> None:
    """Whoever has stolen an old key can only end subscriptions with it."""
    stolen = TOKENS.confirm(KEY, LATER), TOKENS.preferences(41, LATER), TOKENS.follow(7, LATER)
    later = renewed(NOW, NOW + timedelta(days=1))
    for read, token in zip(
        (later.read_confirm, later.read_preferences, later.read_follow), stolen, strict=True
    ):
        with pytest.raises(NotFound):
            read(token, LATER)


def test_what_is_in_no_link_stays_as_it_was() -> None:
    later = renewed(NOW)
    assert later.fingerprint("ada@example.org") == TOKENS.fingerprint("ada@example.org")
    assert later.site_salt == TOKENS.site_salt
