"""Is an address folded to one form, or refused with its fault?"""

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import given
from hypothesis import strategies as st

from syndicate.domain.messages import Envelope, Mailbox
from syndicate.errors import Unreadable
from syndicate.importers.addresses import read_address


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ada@example.org", "ada@example.org"),
        ("  Ada.Lovelace@Example.ORG\n", "ada.lovelace@example.org"),
        ("ada+news@example.org", "ada+news@example.org"),
        ("ada@BÜCHER.example.org", "ada@xn--bcher-kva.example.org"),
        ("ada@xn--bcher-kva.example.org", "ada@xn--bcher-kva.example.org"),
        ("JOSÉ@example.org", "josé@example.org"),
        ("jose\N{COMBINING ACUTE ACCENT}@example.org", "josé@example.org"),
    ],
)
def test_an_address_has_one_form(text: str, folded: str) -> None:
    assert read_address(text) == folded
    assert read_address(folded) == folded


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ada",
        "ada@",
        "@example.org",
        "ada@localhost",
        "Ada <ada@example.org>",
        "ada@example.org, bob@example.org",
        "ada@example.org\nBcc: bob@example.org",
        "ada@[127.0.0.1]",
        '"ada lovelace"@example.org',
        "ada@example..org",
        "ada\0@example.org",
        "ada\ud800@example.org",
        "a" * 65 + "@example.org",
        "ada@example.org" * 1000,
    ],
)
def test_what_is_no_address_is_refused_in_one_short_line(text: str) -> None:
    with pytest.raises(Unreadable, match=r"is no mail address: .+; write it as") as caught:
        read_address(text)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400


@given(st.emails() | st.text(max_size=40) | st.text(max_size=20).map("{}@example.org".format))
def test_what_is_read_can_stand_in_an_envelope(text: str) -> None:
    try:
        address = read_address(text)
    except Unreadable:
        return
    Mailbox(address=address)
    Envelope(sender=address, recipient=address, message_id="<a@example.org>")


_NAMES = st.text("abYZ09.-_+", max_size=70)


@given(st.emails() | st.builds("{}@{}".format, _NAMES, _NAMES | st.just("example.org")))
def test_plain_addresses_are_read_as_by_all_the_rules(text: str) -> None:
    try:
        by_the_rules = validate_email(text, check_deliverability=False, strict=True)
    except EmailNotValidError:
        with pytest.raises(Unreadable, match=r"is no mail address"):
            read_address(text)
    else:
        folded = f"{by_the_rules.local_part.lower()}@{by_the_rules.ascii_domain.lower()}"
        assert read_address(text) == folded
