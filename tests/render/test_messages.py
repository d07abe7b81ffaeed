"""A letter's copies are standard mail, and filling a form equals rendering in full."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.domain.messages import Copy, Letter, Mailbox, MailingList, Words, placeholder
from syndicate.errors import AskedWrongly
from syndicate.render.messages import prepare, wire_address
from syndicate.transports.smtp_commands import stuffed

GOLDEN = Path(__file__).parent.parent / "golden" / "mail" / "digest.eml"
HOLE = placeholder(24)
TOKEN = "AbC-123_xyzAbC-123_xyz00"
URL = f"https://news.example.org/unsubscribe/{HOLE}"
LETTER = Letter(
    sender=Mailbox(name="The Harbour Courier", address="digest@news.example.org"),
    subject="Morning: “Bridge reopens” and four more",
    text=f"Bridge reopens after a week.\n\nUnsubscribe: {URL}\n",
    html=f'<p>Bridge reopens after a week.</p>\n<p><a href="{URL}">Unsubscribe</a></p>\n',
    language="en-GB",
    date=datetime(2026, 3, 2, 7, 0, tzinfo=UTC),
    mailing=MailingList(
        list_id="morning.news.example.org", title="Morning Digest", unsubscribe_url=URL
    ),
    feedback_id="e12:morning:digest:courier",
    placeholder=HOLE,
)
COPY = Copy(
    recipient=Mailbox(name="Ada Byron", address="ada@example.org"),
    message_id="<e12.s34.0011223344556677@news.example.org>",
    token=TOKEN,
)
TEXTS = st.lists(
    st.one_of(
        st.text(st.characters(exclude_categories=["Cs"])),
        st.text("x =.\tä\n", max_size=90),
        st.just(HOLE),
    )
).map("".join)


def read(data: bytes) -> EmailMessage:
    message = BytesParser(policy=policy.default).parsebytes(data)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def body(message: EmailMessage, subtype: str) -> str:
    part = message.get_body((subtype,))
    assert isinstance(part, EmailMessage)
    assert not part.defects
    return unix(part.get_content())


def unix(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def in_full(letter: Letter, copy: Copy) -> bytes:
    """Render a copy anew, with the token standing in the texts from the start."""
    assert letter.mailing
    filled = replace(
        letter,
        text=letter.text.replace(HOLE, copy.token),
        html=letter.html.replace(HOLE, copy.token),
        mailing=replace(
            letter.mailing,
            unsubscribe_url=letter.mailing.unsubscribe_url.replace(HOLE, copy.token),
        ),
        placeholder=copy.token,
    )
    return prepare(filled).fill(copy)


def test_a_digest_is_written_as_the_golden_mail() -> None:
    assert prepare(LETTER).fill(COPY) == GOLDEN.read_bytes()


@given(text=TEXTS, html=TEXTS)
def test_filling_a_form_equals_rendering_in_full(text: str, html: str) -> None:
    letter = replace(LETTER, text=text, html=html)
    assert prepare(letter).fill(COPY) == in_full(letter, COPY)


@given(text=TEXTS, html=TEXTS.filter(bool), subject=st.text("aé 长=?_.", max_size=300))
def test_a_copy_reads_back_as_what_was_written(text: str, html: str, subject: str) -> None:
    letter = replace(LETTER, text=text, html=html, subject=subject.strip())
    message = read(prepare(letter).fill(COPY))
    assert message["Subject"] == subject.strip()
    assert body(message, "plain") == unix(text).replace(HOLE, TOKEN)
    assert body(message, "html") == unix(html).replace(HOLE, TOKEN)


@given(text=TEXTS, html=TEXTS, subject=st.text("aé 长=?_.", max_size=300))
def test_lines_are_seven_bit_crlf_and_mostly_within_78(text: str, html: str, subject: str) -> None:
    letter = replace(LETTER, text=text, html=html, subject=subject)
    data = prepare(letter).fill(COPY)
    assert data.isascii()
    assert data.count(b"\n") == data.count(b"\r") == data.count(b"\r\n")
    long = [line for line in data.split(b"\r\n") if len(line) > 78]
    assert all(line.startswith(b"List-Unsubscribe: <") for line in long)


@given(text=st.lists(st.one_of(st.text(".\r\na", max_size=9), st.just(HOLE))).map("".join))
def test_lines_that_begin_with_a_dot_are_known_however_a_copy_is_joined(text: str) -> None:
    outgoing = prepare(replace(LETTER, text=text)).outgoing("1", "news@harbour.example", COPY)
    whole = Words.of(outgoing.data)
    assert b"".join(stuffed(outgoing.words)) == b"".join(stuffed(whole))
    assert (outgoing.words.size, outgoing.words.plain) == (whole.size, whole.plain)


def test_the_same_letter_gives_the_same_bytes() -> None:
    assert prepare(LETTER).fill(COPY) == prepare(replace(LETTER)).fill(replace(COPY))


def test_copies_differ_in_their_headers_and_token_only() -> None:
    form = prepare(LETTER)
    other = Copy(recipient=Mailbox(address="bo@example.org"), message_id="<b@x>", token=TOKEN[::-1])
    ours, theirs = bytes(form.fill(COPY)), bytes(form.fill(other))
    for own in (b"To", b"Message-ID", b"List-Unsubscribe"):
        pattern = rb"(?m)^" + own + rb": .*\r\n"
        ours, theirs = re.sub(pattern, b"", ours), re.sub(pattern, b"", theirs)
    assert ours.replace(TOKEN.encode(), TOKEN[::-1].encode()) == theirs


def test_list_mail_carries_one_click_unsubscription() -> None:
    message = read(prepare(LETTER).fill(COPY))
    assert message["List-Unsubscribe"] == f"<{URL.replace(HOLE, TOKEN)}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Id"] == "Morning Digest <morning.news.example.org>"


def test_a_mailto_may_stand_beside_the_https_address() -> None:
    assert LETTER.mailing
    mailing = replace(LETTER.mailing, unsubscribe_mailto=f"mailto:u+{HOLE}@news.example.org")
    message = read(prepare(replace(LETTER, mailing=mailing)).fill(COPY))
    assert message["List-Unsubscribe"].split(", ") == [
        f"<https://news.example.org/unsubscribe/{TOKEN}>",
        f"<mailto:u+{TOKEN}@news.example.org>",
    ]


def test_a_letter_outside_a_list_has_no_list_headers() -> None:
    plain = replace(LETTER, mailing=None, placeholder="")
    message = read(prepare(plain).fill(replace(COPY, token="")))
    assert not [name for name in message if name.startswith("List-")]


def test_a_letter_without_html_is_a_single_text_part() -> None:
    message = read(prepare(replace(LETTER, html="")).fill(COPY))
    assert message.get_content_type() == "text/plain"
    assert unix(message.get_content()) == LETTER.text.replace(HOLE, TOKEN)


def test_a_copy_threads_under_earlier_mails() -> None:
    message = read(prepare(LETTER).fill(replace(COPY, references=("<a@x>", "<b@x>"))))
    assert (message["References"], message["In-Reply-To"]) == ("<a@x> <b@x>", "<b@x>")


def test_the_date_is_the_given_one_in_its_own_zone() -> None:
    date = datetime(2026, 3, 2, 8, 0, tzinfo=timezone(timedelta(hours=1)))
    message = read(prepare(replace(LETTER, date=date)).fill(COPY))
    assert message["Date"] == "Mon, 02 Mar 2026 08:00:00 +0100"


def test_domains_are_written_in_their_ascii_form_of_idna_2008() -> None:
    assert wire_address("ada@straße.example") == "ada@xn--strae-oqa.example"
    copy = replace(COPY, recipient=Mailbox(address="ada@bücher.example"))
    outgoing = prepare(LETTER).outgoing("d1", "bounce@news.example.org", copy)
    assert outgoing.envelope.recipient == "ada@xn--bcher-kva.example"
    assert b"To: ada@xn--bcher-kva.example\r\n" in outgoing.data
    assert not outgoing.international


def test_only_a_local_part_outside_ascii_needs_smtputf8() -> None:
    copy = replace(COPY, recipient=Mailbox(name="Jörg", address="jörg@bücher.example"))
    outgoing = prepare(LETTER).outgoing("d1", "bounce@news.example.org", copy)
    assert outgoing.international
    assert "<jörg@xn--bcher-kva.example>".encode() in outgoing.data


def test_a_domain_that_is_none_is_refused() -> None:
    with pytest.raises(AskedWrongly, match="no valid domain"):
        wire_address("ada@-ü-.example")


def test_a_token_of_another_length_is_refused() -> None:
    with pytest.raises(AskedWrongly, match="one length"):
        prepare(LETTER).fill(replace(COPY, token="short"))
