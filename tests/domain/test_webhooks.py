"""How are events signed? As Standard Webhooks has it, whoever computes it.

The signature below was computed by `openssl dgst -sha256 -mac HMAC -macopt hexkey:4142…5f60`
of what the specification says is signed, ID.TIMESTAMP.BODY, and `base64`.
"""

import base64

import pytest

from syndicate.domain.webhooks import signature, signing_key
from syndicate.errors import AskedWrongly

SECRET = "whsec_QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVpbXF1eX2A="
BODY = b'{"type":"article.correction"}'


def written(key: bytes) -> str:
    return f"whsec_{base64.b64encode(key).decode()}"


def test_standard_webhooks_signature_scheme_a_signature_is_the_one_that_others_compute() -> None:
    signed = signature(SECRET, "call-7", "1772442000", BODY)
    assert signed == "v1,vyZKpjRYPn87BK8oxfLDG2TWRouk+SJSjfmAAofeUk8="


@pytest.mark.parametrize("length", [24, 64])
def test_standard_webhooks_signature_scheme_a_key_has_24_to_64_bytes(length: int) -> None:
    assert signing_key(written(b"k" * length)) == b"k" * length


@pytest.mark.parametrize(
    "secret",
    [
        *("", "long enough to sign by, is it not?", "whsec_", "whsec_no base64, but rather long"),
        *(written(b"k" * 23), written(b"k" * 65), SECRET.removeprefix("whsec_"), "whsec_ñ" * 9),
    ],
)
def test_what_others_would_take_for_another_key_is_refused_without_showing_it(secret: str) -> None:
    with pytest.raises(AskedWrongly, match="must be whsec_ and base64") as refused:
        signing_key(secret)
    assert secret in {"", "whsec_"} or secret not in str(refused.value)
