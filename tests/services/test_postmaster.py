"""A reader's message is the same bytes whenever it is made, and its id stays its own."""

import re
from datetime import timedelta

import pytest

from syndicate.domain.articles import Kind
from syndicate.domain.deliveries import Claim
from syndicate.domain.messages import Outgoing
from syndicate.services import postmaster
from tests.services.press import DAY, MONDAY, Press


@pytest.fixture
def planned(press: Press) -> Press:
    """Give an edition for two readers that is ready to go out."""
    press.newsletter()
    press.reader("ada@example.org")
    press.reader("bob@example.org")
    press.publish("Bridge")
    press.at(MONDAY)
    press.tick()
    return press


def claims(press: Press) -> list[Claim]:
    """Claim everything; return it in the order of addresses."""
    with press.store.write() as tx:
        batch = tx.batches.open("worker", press.clock.now())
        found = tx.deliveries.claim(batch, 10_000, press.clock.now())
    return sorted(found, key=lambda claim: claim.email)


def messages(press: Press, claimed: list[Claim]) -> list[Outgoing]:
    """Write the messages as a new process would."""
    press.post.forget_forms()
    return [press.post.postmaster.message(claim) for claim in claimed]


def test_a_message_made_again_is_the_same_bytes_whatever_has_changed_since(
    planned: Press,
) -> None:
    claimed = claims(planned)
    first = messages(planned, claimed)
    planned.later(timedelta(hours=3))
    planned.change("bridge", Kind.CORRECTION, "It spans.")
    assert messages(planned, claimed) == first
    assert len(planned.post.renderer.rendered) == 1


def test_two_readers_of_a_cohort_differ_in_address_id_and_token_alone(planned: Press) -> None:
    one, other = messages(planned, claims(planned))
    assert one.envelope.message_id != other.envelope.message_id
    tokens = [set(re.findall(rb"unsubscribe/([\w-]{43})", m.data)) for m in (one, other)]
    assert [len(found) for found in tokens] == [1, 1]
    ((token,), (another,)) = tokens
    assert token != another
    same = one.data.replace(token, another).replace(
        one.envelope.message_id.encode(), other.envelope.message_id.encode()
    )
    assert same.replace(b"ada@", b"bob@") == other.data


def test_ids_of_two_editions_and_of_a_letter_differ(planned: Press) -> None:
    planned.send()
    planned.publish("Tunnel")
    planned.run(MONDAY + DAY)
    planned.letter("ada@example.org")
    planned.send()
    ids = [sent.envelope.message_id for sent in planned.post.mail.sent]
    assert len(ids) == len(set(ids)) == 5


def test_a_letter_carries_neither_list_nor_token(press: Press) -> None:
    press.letter("ada@example.org", "Please confirm at /confirm/1.")
    (message,) = messages(press, claims(press))
    assert b"List-" not in message.data
    assert b"Please confirm at /confirm/1." in message.data


def test_forms_of_many_letters_do_not_pile_up(press: Press) -> None:
    for number in range(postmaster.FORMS_KEPT + 10):
        press.letter(f"r{number}@example.org", f"Letter {number}.")
    written = messages(press, claims(press))
    assert len({m.data for m in written}) == postmaster.FORMS_KEPT + 10
    assert len(press.post.postmaster._forms) <= postmaster.FORMS_KEPT  # noqa: SLF001 - its bound


@pytest.mark.parametrize(
    ("domain", "inbound", "offered"),
    [
        ("bounce.harbour.example", True, True),
        ("bounce.harbour.example", False, False),
        ("", True, False),
    ],
)
def test_a_mailto_to_leave_is_offered_only_where_inbound_mail_is_read(
    planned: Press, domain: str, *, inbound: bool, offered: bool
) -> None:
    planned.post.bounce_domain, planned.post.inbound = domain, inbound
    for out in messages(planned, claims(planned)):
        head = out.data.partition(b"\r\n\r\n")[0]
        assert (b"mailto:unsubscribe+" in head) is offered
        assert b"<https://harbour.example/unsubscribe/" in head


def test_the_sender_of_a_readers_envelopes_is_theirs_and_always_the_same(planned: Press) -> None:
    planned.post.bounce_domain = "bounce.harbour.example"
    claimed = claims(planned)
    once, again = ([out.envelope.sender for out in messages(planned, claimed)] for _ in "ab")
    assert once == again
    assert len(set(once)) == 2
    tokens = [re.fullmatch(r"bounces\+(\w+)@bounce\.harbour\.example", each) for each in once]
    read = [planned.post.tokens.read_bounce(each[1]) for each in tokens if each]
    assert read == [claim.subscriber_id for claim in claimed]
