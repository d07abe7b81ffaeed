"""What could break out of a header or an SMTP command is refused when it enters."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.domain.message_ids import message_id
from syndicate.domain.messages import (
    Copy,
    Envelope,
    Letter,
    Mailbox,
    MailingList,
    Outgoing,
    Words,
    placeholder,
)
from syndicate.errors import AskedWrongly

INJECTIONS = ["a\r\nBcc: x@y", "a\nb", "a\rb", "a\0b", "half \ud800 a character"]
SENDER = Mailbox(address="a@example.org")
DATE = datetime(2026, 3, 2, tzinfo=UTC)


def letter(subject: str = "s", date: datetime = DATE) -> Letter:
    return Letter(sender=SENDER, subject=subject, text="t", language="en", date=date)


def outgoing(data: bytes) -> Outgoing:
    envelope = Envelope(sender="a@x.org", recipient="b@x.org", message_id="<i@x>")
    return Outgoing(delivery_id="1", envelope=envelope, words=Words.of(data))


@pytest.mark.parametrize("value", INJECTIONS)
def test_line_breaks_and_nul_are_refused_in_names_and_subjects(value: str) -> None:
    with pytest.raises(AskedWrongly):
        Mailbox(name=value, address="a@example.org")
    with pytest.raises(AskedWrongly):
        letter(subject=value)


@pytest.mark.parametrize(
    "value",
    [*INJECTIONS, "", "no-at", "a@b@c", "a b@c", "<a@b>", "a@b>", "a,b@c", "x" * 65 + "@c.org"],
)
def test_what_is_no_address_is_refused(value: str) -> None:
    with pytest.raises(AskedWrongly):
        Mailbox(address=value)


def test_an_envelope_wants_domains_in_ascii() -> None:
    with pytest.raises(AskedWrongly, match="xn--"):
        Envelope(sender="a@x.org", recipient="b@bücher.example", message_id="<i@x>")


@pytest.mark.parametrize("value", ["x@y", "<x>", "<x y@z>", "<x@y>\r\nBcc: z", "<é@x>"])
def test_what_is_no_message_id_is_refused(value: str) -> None:
    with pytest.raises(AskedWrongly):
        Copy(recipient=SENDER, message_id=value)


@pytest.mark.parametrize("value", ["a b", "a=b", "é", "x" * 73])
def test_a_token_that_mail_would_have_to_quote_is_refused(value: str) -> None:
    with pytest.raises(AskedWrongly):
        Copy(recipient=SENDER, message_id="<i@x>", token=value)


@pytest.mark.parametrize(
    "url", ["ftp://x/", "https://x/ y", "https://x/>", "https://x/\r\n", "x" * 901]
)
def test_an_unsubscribe_address_a_header_cannot_carry_is_refused(url: str) -> None:
    with pytest.raises(AskedWrongly):
        MailingList(list_id="l.example.org", unsubscribe_url=url)


def test_an_unsubscribe_address_without_the_placeholder_is_refused() -> None:
    mailing = MailingList(list_id="l.example.org", unsubscribe_url="https://x.org/u/")
    with pytest.raises(AskedWrongly, match="placeholder"):
        Letter(
            sender=SENDER,
            subject="s",
            text="t",
            language="en",
            date=DATE,
            mailing=mailing,
            placeholder=placeholder(24),
        )


def test_a_date_without_a_zone_is_refused() -> None:
    with pytest.raises(AskedWrongly, match="time zone"):
        letter(date=datetime(2026, 3, 2))  # noqa: DTZ001  (what is to be refused)


@pytest.mark.parametrize("data", [b"a\nb\r\n", b"a\r\n\rb\r\n", b"a\n\r\r\n", b"no end"])
def test_data_that_could_be_read_as_two_messages_is_refused(data: bytes) -> None:
    with pytest.raises(AskedWrongly, match="CRLF"):
        outgoing(data)


def test_a_message_id_is_stable_and_the_reader_s_own() -> None:
    first = message_id(12, 34, "news.example.org", salt="site")
    assert first == message_id(12, 34, "news.example.org", salt="site")
    assert first.startswith("<e12.s34.")
    others = {
        message_id(12, 35, "news.example.org", salt="site"),
        message_id(13, 34, "news.example.org", salt="site"),
        message_id(12, 34, "news.example.org", salt="other"),
        message_id(12, 34, "news.example.org", prefix="n", salt="site"),
    }
    assert len(others | {first}) == 5


def test_a_message_id_of_a_host_that_is_none_is_refused() -> None:
    with pytest.raises(AskedWrongly):
        message_id(12, 34, "news example\r\n")


@given(st.integers(16, 72))
def test_a_placeholder_has_the_length_of_the_tokens(length: int) -> None:
    assert len(placeholder(length)) == length


@pytest.mark.parametrize("length", [0, 15, 73])
def test_a_placeholder_too_short_to_be_unlike_words_or_too_long_for_a_line_is_refused(
    length: int,
) -> None:
    with pytest.raises(AskedWrongly):
        placeholder(length)
