"""A test of a digest is marked as one, ends nothing, and counts nowhere."""

from email import message_from_bytes

import pytest

from syndicate.errors import NotFound, Refused
from syndicate.importers.addresses import read_address
from syndicate.services.send_test import SendTest
from tests.services.press import MONDAY, Press

ADA = "ada@example.org"


@pytest.fixture
def ready(press: Press) -> Press:
    """Give a newsletter with a reader and something to tell."""
    press.newsletter()
    press.reader(ADA)
    press.publish("Bridge")
    press.at(MONDAY)
    return press


def trial(press: Press) -> SendTest:
    return SendTest(
        transactions=press.store,
        preview=press.preview,
        newsletters=press.newsletters,
        postmaster=press.post.postmaster,
        transport=press.post.mail,
        tokens=press.post.tokens,
        read_address=read_address,
        clock=press.clock,
    )


def test_it_says_that_it_is_a_test_in_subject_and_header_and_is_of_no_list(ready: Press) -> None:
    assert trial(ready)("morning", "Editor@Example.org") == "250 kept"
    (sent,) = ready.post.mail.sent
    message = message_from_bytes(bytes(sent.data))
    assert sent.envelope.recipient == "editor@example.org"
    assert message["Subject"].startswith("TEST: Morning ")
    assert message["X-Syndicate-Test"] == "yes; no edition"
    assert not {"List-Id", "List-Unsubscribe", "Feedback-ID"} & set(message.keys())
    assert "new Bridge r1" in str(message)


def test_its_links_end_nothing(ready: Press) -> None:
    trial(ready)("morning", ADA)
    token = ready.post.compose.placeholder
    assert token.encode() in bytes(ready.post.mail.sent[0].data)
    with pytest.raises(NotFound):
        ready.post.tokens.read_unsubscribe(token)


def test_it_is_no_delivery_and_its_reader_gets_the_edition_as_ever(ready: Press) -> None:
    before = ready.store.generation
    trial(ready)("morning", ADA)
    assert (ready.store.generation, ready.deliveries(), ready.statuses()) == (before, [], {})
    ready.run(MONDAY)
    assert ready.mailed(ADA)[1:] == [["new Bridge r1"]]


def test_nobody_who_must_not_be_mailed_is_mailed_a_test(ready: Press) -> None:
    ready.suppress(ADA)
    with pytest.raises(Refused, match="must not be mailed"):
        trial(ready)("morning", ADA)
