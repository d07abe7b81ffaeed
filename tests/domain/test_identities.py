"""What we sent is known by its Message-ID, wherever a mail names it; nobody can make one up."""

import pytest

from syndicate.domain.message_ids import Identity, identities, message_id

OURS = message_id(7, 3, "news.example", salt="our own")
ALONE = message_id(9, 3, "news.example", prefix="m", salt="our own")


@pytest.mark.parametrize(
    "around", ["Message-ID: {}\r\n", "> Message-Id:\t{}", "In-Reply-To: {} {}"]
)
def test_it_is_found_in_headers_and_in_quotations(around: str) -> None:
    data = around.replace("{}", OURS).encode()
    found = set(identities(data, "our own"))
    assert found == {Identity(kind="e", number=7, subscriber_id=3)}


def test_all_that_a_mail_names_are_told_in_their_order() -> None:
    told = identities(f"{ALONE} {OURS}".encode(), "our own")
    assert [(each.kind, each.number) for each in told] == [("m", 9), ("e", 7)]


@pytest.mark.parametrize(
    "made_up",
    [
        OURS.replace("e7.", "e8."),
        OURS.replace(".s3.", ".s4."),
        OURS.replace("news.example", "other.example"),
        message_id(7, 3, "news.example", salt="another site's"),
        f"<e{'9' * 5000}.s3.0123456789abcdef@news.example>",
        "<e\u0667.s3.0123456789abcdef@news.example>",
        "",
    ],
)
def test_what_we_did_not_make_is_none_of_ours(made_up: str) -> None:
    assert list(identities(made_up.encode(), "our own")) == []
