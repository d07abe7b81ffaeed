"""What a reader got of an edition can be shown again, in the words of then, while they may be."""

from email import message_from_bytes
from email.policy import default

import pytest

from syndicate.domain.articles import Kind
from syndicate.domain.audience import SubscriptionKey
from syndicate.domain.tokens import LaterKey, Tokens
from syndicate.domain.wishes import Wishes
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


def test_it_is_shown_also_while_its_senders_domain_is_not_believed_any_more(sent: Press) -> None:
    sent.post.disbelieved["harbour.example"] = "neither SPF nor DKIM holds"
    (mailed,) = [m for m in sent.post.mail.sent if m.envelope.recipient == ADA]
    assert show(sent, ADA) == bytes(mailed.data)


def test_after_its_reader_chose_plain_text_the_same_words_are_shown_as_such(sent: Press) -> None:
    before = message_from_bytes(show(sent, ADA), policy=default)
    with sent.store.write() as tx:
        tx.subscribers.wish(tx.subscribers.by_email(ADA).id, Wishes(plain_text=True))
    after = message_from_bytes(show(sent, ADA), policy=default)
    assert [part.get_content_type() for part in after.walk()] == ["text/plain"]
    plain = before.get_body(("plain",))
    assert plain is not None
    assert after.get_content() == plain.get_content()


def test_after_the_key_of_links_was_renewed_it_is_shown_with_a_new_token(sent: Press) -> None:
    before, key = show(sent, ADA), sent.post.tokens
    reader, newsletter = sent.deliveries()[0].subscriber_id, sent.edition().newsletter_id
    subscription = SubscriptionKey(subscriber_id=reader, newsletter_id=newsletter)
    later = LaterKey(secret=b"the next one", made=MONDAY)
    sent.post.tokens = Tokens(key.secret, later=lambda: (later,))
    tokens = [each.unsubscribe(subscription).encode() for each in (key, sent.post.tokens)]
    assert tokens[0] in before
    assert tokens[1] in show(sent, ADA)


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
