"""What a destination says of one reader is not taken for what it says of all."""

import pytest

from syndicate.domain.put_offs import Answer, judged

ALL, SOME = Answer.THROTTLED, Answer.PUT_OFF


@pytest.mark.parametrize(
    ("code", "enhanced", "text", "expected"),
    [
        (421, "4.7.0", "4.7.0 try again later", ALL),
        (421, "", "too many connections", ALL),
        (421, "4.7.28", "4.7.28 an unusual rate of mail", ALL),
        (451, "4.7.1", "4.7.1 rate limited", ALL),
        (450, "4.7.1", "4.7.1 <r3@example.org>: Recipient address rejected: denied", SOME),
        (450, "4.7.1", "4.7.1 <r3@example.org>: Recipient address rejected: over the rate", ALL),
        (451, "4.7.24", "4.7.24 the sender's SPF record cannot be read now", SOME),
        (450, "", "you are sending too fast", ALL),
        (451, "", "sending quota reached", ALL),
        (452, "4.3.2", "4.3.2 hourly limit exceeded", ALL),
        (451, "4.7.1", "4.7.1 Greylisting in action", SOME),
        (450, "", "graylisted, come back in 300 s", SOME),
        (452, "4.2.2", "4.2.2 over quota", None),
        (452, "", "mailbox over quota", None),
        (450, "4.2.1", "4.2.1 this user gets mail at too high a rate", None),
        (451, "4.3.0", "4.3.0 local error", SOME),
        (552, "5.2.2", "5.2.2 mailbox full", None),
        (450, "", "mailbox busy", SOME),
        (421, "4.3.2", "4.3.2 closing down", SOME),
        (421, "", "closing: too many messages", ALL),
        (454, "", "rate", SOME),
    ],
)
def test_what_a_not_now_is_about(
    code: int, enhanced: str, text: str, expected: Answer | None
) -> None:
    assert judged(code, enhanced, text) is expected
