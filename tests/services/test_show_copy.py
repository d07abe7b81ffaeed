"""What a reader got of an edition can be shown again, byte for byte, while its words may be."""

import pytest

from syndicate.domain.articles import Kind
from syndicate.errors import NotFound, Refused
from syndicate.services.show_copy import ShowCopy
from tests.services.press import HOUR, MONDAY, Press

ADA, BOB = "ada@example.org", "bob@example.org"


@pytest.fixture
def sent(press: Press) -> Press:
    """Give two readers who got an edition, and an article that was corrected since."""
    press.newsletter()
    press.reader(ADA)
    press.reader(BOB)
    press.publish("Bridge")
    press.run(MONDAY)
    press.at(MONDAY + HOUR)
    press.correct("bridge")
    return press


def show(press: Press, email: str) -> bytes:
    press.post.forget_forms()
    showing = ShowCopy(transactions=press.store, postmaster=press.post.postmaster)
    return showing(press.edition().id, email)


@pytest.mark.parametrize("email", [ADA, BOB])
def test_it_is_the_message_that_was_sent_whatever_was_corrected_since(
    sent: Press, email: str
) -> None:
    (mailed,) = [m for m in sent.post.mail.sent if m.envelope.recipient == email]
    assert show(sent, email) == bytes(mailed.data)


def test_it_changes_nothing(sent: Press) -> None:
    before = sent.deliveries()
    show(sent, ADA)
    assert sent.deliveries() == before
    assert len(sent.post.mail.sent) == 2


def test_what_was_withdrawn_since_is_not_shown_again(sent: Press) -> None:
    sent.revise.withdraw("bridge", Kind.TAKEDOWN, "")
    with pytest.raises(Refused, match="words in it were withdrawn since"):
        show(sent, ADA)


def test_who_got_nothing_is_told_to_have_got_nothing(press: Press) -> None:
    press.newsletter()
    press.reader(ADA)
    press.publish("Bridge")
    press.at(MONDAY)
    press.tick()
    with pytest.raises(Refused, match=r"has gone to ada@example\.org: it is pending"):
        show(press, ADA)
    with pytest.raises(NotFound, match=r"had no mail for bob@example\.org"):
        show(press, BOB)
