"""Copies carry signatures that others verify, and that break with what they protect."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from hypothesis import given
from hypothesis import strategies as st

from syndicate.domain.dkim import KeyKind, KeyPair, key_name, labels, zone_line
from syndicate.domain.messages import Copy, Letter, Mailbox, MailingList, placeholder
from syndicate.errors import AskedWrongly, Refused, SettingsFault
from syndicate.render.messages import prepare
from syndicate.transports.dkim import Dkim, relaxed, relaxed_body
from syndicate.transports.dkim_keys import keep_key, load_key, make_key
from tests.transports.verifiers import Verifier, dkimpy, mail_dkim, opendkim

DOMAIN = "news.example.org"
HOLE = placeholder(24)
URL = f"https://{DOMAIN}/unsubscribe/{HOLE}"
LETTER = Letter(
    sender=Mailbox(name="The Harbour Courier", address=f"digest@{DOMAIN}"),
    subject="Morning: “Bridge reopens” and four more",
    text=f"Leave: {URL}\n\nThe bridge  reopens.\t\n\nLeave: {URL}\n\n\n",
    html=f'<p><a href="{URL}">Leave</a></p>\n<p>The  bridge reopens.</p>\n<p>{URL}</p>\n',
    language="en-GB",
    date=datetime(2026, 3, 2, 7, 0, tzinfo=UTC),
    mailing=MailingList(list_id=f"morning.{DOMAIN}", title="Morning", unsubscribe_url=URL),
    feedback_id="morning:digest:courier",
    placeholder=HOLE,
)
COPY = Copy(
    recipient=Mailbox(name="Ada Byron", address="ada@example.org"),
    message_id=f"<e12.s34.0011223344556677@{DOMAIN}>",
    token="AbC-123_xyzAbC-123_xyz00",
    references=(f"<e11.s34.0011223344556677@{DOMAIN}>",),
)
TOKENS = st.text("AbZ09-_", min_size=24, max_size=24)
TEXTS = st.lists(st.one_of(st.text("aä .\t\n=", max_size=80), st.just(HOLE))).map("".join)


@dataclass(frozen=True)
class Signing:
    """A signer, and what DNS says of its keys."""

    dkim: Dkim
    records: dict[str, str]


def signing(folder: Path, *kinds: KeyKind) -> Signing:
    """Make a key of each kind, the selectors being k0, k1 and so on."""
    keys, records = [], {}
    for number, kind in enumerate(kinds):
        pair, selector = make_key(kind), f"k{number}"
        keep_key(folder / selector, pair)
        keys.append(load_key(folder / selector, selector))
        records[key_name(selector, DOMAIN)] = pair.record
    return Signing(Dkim(DOMAIN, keys), records)


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Signing:
    return signing(tmp_path_factory.mktemp("one"), KeyKind.RSA)


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Signing:
    return signing(tmp_path_factory.mktemp("two"), KeyKind.RSA, KeyKind.RSA)


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Signing:
    return signing(tmp_path_factory.mktemp("mixed"), KeyKind.RSA, KeyKind.ED25519)


def tags(message: bytes) -> dict[str, str]:
    """Return the tags of the first signature."""
    found = re.match(rb"DKIM-Signature:(.*?)\r\n(?![ \t])", message, re.DOTALL)
    assert found
    pairs = (part.split("=", 1) for part in found[1].decode().split(";"))
    return {name.strip(): "".join(value.split()) for name, value in pairs}


@pytest.mark.parametrize("verify", [dkimpy, opendkim, mail_dkim])
@pytest.mark.parametrize(
    "letter",
    [LETTER, replace(LETTER, html=""), replace(LETTER, mailing=None, placeholder="", html="")],
    ids=["digest", "text", "letter"],
)
def test_a_signed_copy_verifies(
    one: Signing, tmp_path: Path, verify: Verifier, letter: Letter
) -> None:
    copy = COPY if letter.placeholder else replace(COPY, token="")
    message = prepare(letter, one.dkim).fill(copy)
    assert verify(message, one.records, tmp_path) == ["k0"]


@pytest.mark.parametrize("verify", [dkimpy, opendkim, mail_dkim])
def test_two_keys_sign_side_by_side_while_they_change(
    two: Signing, tmp_path: Path, verify: Verifier
) -> None:
    message = prepare(LETTER, two.dkim).fill(COPY)
    assert verify(message, two.records, tmp_path) == ["k0", "k1"]
    only_new = {name: record for name, record in two.records.items() if name.startswith("k1")}
    assert dkimpy(message, only_new, tmp_path) == ["k1"]


@pytest.mark.parametrize(
    ("verify", "read"), [(dkimpy, ["k0", "k1"]), (opendkim, ["k0", "k1"]), (mail_dkim, ["k0"])]
)
def test_an_ed25519_signature_hinders_nobody_who_cannot_read_it(
    mixed: Signing, tmp_path: Path, verify: Verifier, read: list[str]
) -> None:
    message = prepare(LETTER, mixed.dkim).fill(COPY)
    assert verify(message, mixed.records, tmp_path) == read


@pytest.mark.parametrize("verify", [dkimpy, opendkim, mail_dkim])
@pytest.mark.parametrize(
    ("words", "others"),
    [
        (b"bridge", b"bride!"),
        (b"AbC-123", b"AbC-124"),
        (b"List-Unsubscribe: <https", b"List-Unsubscribe: <http:"),
        (b"One-Click", b"One-Clack"),
        (b"Subject: =?utf-8?q?M", b"Subject: =?utf-8?q?m"),
        (b"From: The", b"From: evil@example.net\r\nFrom: The"),
    ],
)
def test_a_change_on_the_way_breaks_the_signature(
    one: Signing, tmp_path: Path, verify: Verifier, words: bytes, others: bytes
) -> None:
    message = bytes(prepare(LETTER, one.dkim).fill(COPY))
    assert words in message
    changed = message.replace(words, others, 1)
    assert verify(changed, one.records, tmp_path) == []


@given(text=TEXTS, html=TEXTS, token=TOKENS, subject=st.text("aé ?_.", max_size=90))
def test_whatever_a_letter_says_its_copies_verify(
    one: Signing, text: str, html: str, token: str, subject: str
) -> None:
    letter = replace(LETTER, text=text, html=html, subject=subject)
    message = prepare(letter, one.dkim).fill(replace(COPY, token=token))
    assert dkimpy(message, one.records, Path()) == ["k0"]


@given(text=TEXTS, html=TEXTS, token=TOKENS)
def test_a_copy_signed_from_saved_states_equals_one_signed_in_full(
    mixed: Signing, text: str, html: str, token: str
) -> None:
    assert LETTER.mailing
    letter, copy = replace(LETTER, text=text, html=html), replace(COPY, token=token)
    mailing = replace(LETTER.mailing, unsubscribe_url=URL.replace(HOLE, token))
    full = replace(
        letter,
        text=text.replace(HOLE, token),
        html=html.replace(HOLE, token),
        mailing=mailing,
        placeholder=token,
    )
    assert prepare(letter, mixed.dkim).fill(copy) == prepare(full, mixed.dkim).fill(copy)


def test_the_same_copy_gives_the_same_bytes(mixed: Signing) -> None:
    assert prepare(LETTER, mixed.dkim).fill(COPY) == prepare(LETTER, mixed.dkim).fill(COPY)


def test_every_field_is_signed_and_a_second_from_is_shut_out(one: Signing) -> None:
    message = prepare(LETTER, one.dkim).fill(COPY)
    head = message.partition(b"\r\n\r\n")[0]
    written = [name.lower().decode() for name in re.findall(rb"^([\w-]+):", head, re.MULTILINE)]
    listed = tags(message)["h"].split(":")
    assert sorted(listed) == sorted([*written[1:], "from"])
    assert {"list-unsubscribe", "list-unsubscribe-post", "in-reply-to"} <= set(listed)


def test_a_signature_is_relaxed_covers_the_whole_body_and_tells_the_letter_s_time(
    one: Signing,
) -> None:
    found = tags(prepare(LETTER, one.dkim).fill(COPY))
    assert (found["c"], found["d"], found["s"]) == ("relaxed/relaxed", DOMAIN, "k0")
    assert (found["a"], found["t"]) == ("rsa-sha256", str(int(LETTER.date.timestamp())))
    assert "l" not in found


def test_lines_of_a_signature_are_short(mixed: Signing) -> None:
    head = prepare(LETTER, mixed.dkim).fill(COPY).partition(b"Message-ID:")[0]
    assert max(map(len, head.split(b"\r\n"))) <= 78


@given(body=st.text("a \t\r\n.", max_size=60).map(lambda text: text.encode()))
def test_bodies_are_relaxed_as_by_dkimpy(body: bytes) -> None:
    lines = body.replace(b"\r", b"").replace(b"\n", b"\r\n")
    assert relaxed_body(lines) == dkim.canonicalization.Relaxed.canonicalize_body(lines)


def test_headers_are_relaxed_as_the_standard_shows() -> None:
    lines = b"A: X\r\nB : Y\t\r\n\tZ  \r\n"  # RFC 6376 §3.4.5
    assert relaxed(lines) == ((b"a", b"b"), b"a:X\r\nb:Y Z\r\n")
    assert relaxed_body(b" C \r\nD \t E\r\n\r\n\r\n") == b" C\r\nD E\r\n"


@given(st.lists(st.sampled_from([" ", "\t", "\v", "\f", "\r\n ", "\r\n\t", "b"])).map("".join))
def test_headers_are_relaxed_as_by_dkimpy(inside: str) -> None:
    value = f" a{inside}c\r\n".encode()
    ((name, folded),) = dkim.canonicalization.Relaxed.canonicalize_headers([(b"X-Note ", value)])
    assert relaxed(b"X-Note :" + value) == ((name,), name + b":" + folded)


def test_of_white_space_only_blanks_and_tabs_are_folded() -> None:
    assert relaxed(b"A: x \t y\v\f z\r\n")[1] == b"a:x y\v\f z\r\n"


def test_an_ed25519_key_never_signs_alone(tmp_path: Path) -> None:
    with pytest.raises(SettingsFault, match="never signs alone"):
        signing(tmp_path, KeyKind.ED25519)


def test_a_key_is_kept_for_its_owner_and_never_written_over(tmp_path: Path) -> None:
    pair, path = make_key(KeyKind.ED25519), tmp_path / "new" / "key.pem"
    keep_key(path, pair)
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(Refused, match="exists"):
        keep_key(path, make_key(KeyKind.ED25519))
    assert path.read_bytes() == pair.private


def test_a_private_key_is_shown_nowhere() -> None:
    pair = make_key(KeyKind.RSA)
    assert "PRIVATE" not in repr(pair)
    assert "PRIVATE" not in pair.record


def small() -> bytes:
    return pem(rsa.generate_private_key(65537, 1024))  # noqa: S505 - to be refused


def elliptic() -> bytes:
    return pem(ec.generate_private_key(ec.SECP256R1()))


def pem(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


@pytest.mark.parametrize("make", [small, elliptic, lambda: b"no key", lambda: b""])
def test_a_file_without_a_fit_key_is_a_fault_of_the_settings(
    tmp_path: Path, make: Callable[[], bytes]
) -> None:
    path = tmp_path / "key.pem"
    path.write_bytes(make())
    with pytest.raises(SettingsFault, match=r"key\.pem.*mail keygen"):
        load_key(path, "k")


def test_a_key_file_that_is_not_there_is_a_fault_of_the_settings(tmp_path: Path) -> None:
    with pytest.raises(SettingsFault, match=r"none\.pem cannot be read.*mail keygen"):
        load_key(tmp_path / "none.pem", "k")


def test_a_record_is_cut_into_strings_that_dns_can_carry() -> None:
    pair = KeyPair(kind=KeyKind.RSA, private=b"", public="A" * 392)
    line = zone_line(key_name("k0", DOMAIN), pair.record)
    strings = re.findall(r'"([^"]*)"', line)
    assert line.startswith("k0._domainkey.news.example.org. IN TXT ( ")
    assert max(map(len, strings)) == 255
    assert "".join(strings) == pair.record == "v=DKIM1; k=rsa; p=" + "A" * 392


@pytest.mark.parametrize("selector", ["", "a b", "ä", "-a", "a..b", "a" * 64])
def test_a_selector_that_dns_could_not_hold_is_refused(selector: str) -> None:
    with pytest.raises(AskedWrongly, match="selector"):
        labels("the selector", selector)
