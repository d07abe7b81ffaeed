"""SpamAssassin's local tests (-L) find next to nothing in any kind of mail we send."""

import subprocess
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from syndicate.domain.digests import RenderedDigest
from syndicate.domain.message_ids import message_id
from syndicate.domain.messages import Copy, Letter, Mailbox, MailingList
from syndicate.render.messages import prepare
from syndicate.render.templating import Templates
from syndicate.render.transactional import TransactionalRenderer
from tests.render.digest_sheets import EMPTY, EVERY, MANY, NEW, SHIPPED, SITE, TOKEN, rendered
from tests.render.test_mail_contrast import FERRIES, NOTICES, new_article, notice
from tests.transports.verifiers import needed

MOST = 0.5
_PERL = Path(__file__).parents[1] / "transports" / "spam_score.pl"
_SENT = datetime(2026, 3, 2, 6, tzinfo=UTC)
_LETTERS = TransactionalRenderer(Templates([SHIPPED]), SITE)


def mail(words: RenderedDigest, *, listed: bool) -> bytes:
    """Return the words as the message that is handed over."""
    leave = SITE.url(f"/unsubscribe/{TOKEN}")
    mailing = MailingList(list_id="morning.harbour.example", title="Morning", unsubscribe_url=leave)
    letter = Letter(
        sender=Mailbox(name="The Harbour Post", address="news@harbour.example"),
        subject=words.subject,
        text=words.text,
        html=words.html,
        language="en",
        date=_SENT,
        mailing=mailing if listed else None,
        feedback_id="morning:digest:harbour.example" if listed else "",
        placeholder=TOKEN if listed else "",
    )
    copy = Copy(
        recipient=Mailbox(address="ada@example.org"),
        message_id=message_id(12, 34, "harbour.example", salt="salt"),
        token="a" * len(TOKEN) if listed else "",
    )
    return bytes(prepare(letter).fill(copy))


def of_html(html: str) -> RenderedDigest:
    """Return a notice's words whose text is that of the smallest digest."""
    return replace(rendered(EMPTY), subject="Correction: Ferry sails again", html=html)


def mails() -> Mapping[str, bytes]:
    """Return a mail of every kind, and one that nobody should send."""
    listed = {
        "digest": rendered(EVERY),
        "digest of new stories": rendered(NEW),
        "long digest": rendered(MANY),
        "empty digest": rendered(EMPTY),
        "digest in plain text": replace(rendered(EVERY), html=""),
        "notice of a new article": of_html(new_article()),
        **{f"notice of {kind}": of_html(notice(kind, status)) for kind, status in NOTICES.items()},
    }
    letters = {
        "confirm": _LETTERS.confirm("Morning briefing", SITE.url("/confirm/x")),
        "preferences": _LETTERS.preferences("Morning briefing", SITE.url("/preferences/x")),
        "follow": _LETTERS.follow(FERRIES, SITE.url("/follow/x"), 14),
        "lapsed": _LETTERS.lapsed(FERRIES, 14),
    }
    ours = {name: mail(words, listed=True) for name, words in listed.items()}
    asked = {name: mail(words, listed=False) for name, words in letters.items()}
    return ours | asked | {"careless": b"\r\nMAKE MONEY FAST!!! Click below\r\n"}


@pytest.fixture(scope="module")
def scores(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, tuple[float, str]]:
    """Have all mails judged by one process, for its start takes seconds."""
    program = needed("perl", "-MMail::SpamAssassin", "-e", "1")
    folder = tmp_path_factory.mktemp("spam")
    names = list(mails())
    for number, data in enumerate(mails().values()):
        (folder / f"{number}.eml").write_bytes(data)
    files = [str(folder / f"{number}.eml") for number in range(len(names))]
    judged = subprocess.run(  # noqa: S603 - a fixed program and our own files
        [program, str(_PERL), *files], capture_output=True, text=True, check=True
    )
    lines = [line.split(" ", 2) for line in judged.stdout.splitlines()]
    return {name: (float(line[1]), line[2]) for name, line in zip(names, lines, strict=True)}


@pytest.mark.parametrize("name", [name for name in mails() if name != "careless"])
def test_no_kind_of_mail_looks_like_spam(
    scores: Mapping[str, tuple[float, str]], name: str
) -> None:
    score, fired = scores[name]
    assert score <= MOST, fired


def test_a_careless_mail_does(scores: Mapping[str, tuple[float, str]]) -> None:
    assert scores["careless"][0] > MOST
