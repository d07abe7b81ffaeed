"""Is nothing of an article left anywhere once it was taken down, or unpublished?"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, Table, literal, select
from structlog.testing import capture_logs

from syndicate.domain.articles import Content, Image, Kind, Person, Severity
from syndicate.domain.editions import Newsletter
from syndicate.domain.notices import Asked
from syndicate.domain.publication import Declared
from syndicate.services.carry_out import CarryOut
from syndicate.store.tables import metadata
from tests.web.crawl import crawl, plain, stale, targets, telling
from tests.web.newsroom import BRIDGE, Newsroom

FORMER, SLUG = "mayor-quillfeather-and-the-ledger", "mayor-hid-the-ledger"
SECRET = Content(
    headline="Mayor Quillfeather & the ledger",
    summary="What the brass cabinet held.",
    section="Ledger affairs",
    language="en",
    authors=(Person(name="Odette Marlowe"),),
    tags=("Quillfeather papers", "Bridges"),
    images=(Image(url="https://harbour.example/pictures/cabinet.jpg", caption="A locked door."),),
    body_html="<p>The ledger lay in a brass cabinet under forty coats.</p>",
)
WORDS = (
    *("Mayor Quillfeather", "the ledger", FORMER, SLUG, "brass cabinet", "forty coats"),
    *("iron cabinet", "A locked door", "cabinet.jpg", "It was iron, not brass"),
)
NAMES = (
    *("Odette Marlowe", "odette-marlowe", "Ledger affairs", "ledger-affairs"),
    *("Quillfeather papers", "quillfeather-papers"),
)
READERS = 5


def take_down(newsroom: Newsroom) -> None:
    note = "Mayor Quillfeather v. Post: forty coats."
    newsroom.app.revise.withdraw(SLUG, Kind.TAKEDOWN, note, Asked(notify=True))


def unpublish(newsroom: Newsroom) -> None:
    newsroom.app.revise.unpublish(SLUG)


WITHDRAWING = [
    pytest.param(take_down, (*WORDS, *NAMES), id="takedown"),
    pytest.param(unpublish, WORDS, id="unpublish"),
]


def add_readers(newsroom: Newsroom, name: str) -> None:
    now = newsroom.clock.now()
    newsroom.app.newsletters.add(
        Newsletter(
            name=name, title=name.title(), schedule="daily 07:00", timezone="UTC", created=now
        )
    )
    for number in range(READERS):
        newsroom.app.subscribe.add(f"{name}{number}@example.org", name, "UTC", confirmed=True)


@pytest.fixture
def told(newsroom: Newsroom) -> Newsroom:
    """Tell the article in every way there is: an edition is sent, another and a notice wait."""
    add_readers(newsroom, "morning")
    add_readers(newsroom, "evening")
    newsroom.later(minutes=5)
    newsroom.publish(BRIDGE)
    newsroom.publish(SECRET, FORMER)
    newsroom.app.send_now("morning")
    newsroom.app.send_mail()
    newsroom.later(minutes=5)
    iron = replace(SECRET, body_html="<p>The ledger lay in an iron cabinet under forty coats.</p>")
    declared = Declared(
        kind=Kind.CORRECTION, note="It was iron, not brass.", severity=Severity.MAJOR
    )
    newsroom.app.revise(FORMER, iron, declared, asked=Asked(wrong=("brass cabinet",)))
    newsroom.app.revise.rename(FORMER, SLUG)
    newsroom.later(minutes=5)
    newsroom.app.send_now("evening")
    newsroom.later(minutes=5)
    return newsroom


def mails(newsroom: Newsroom) -> dict[Path, str]:
    """Return everything that each mail says which left so far."""
    folder = newsroom.app.settings.mail.maildir
    return {path: plain(_said(path.read_bytes())) for path in folder.rglob("*") if path.is_file()}


def _said(data: bytes) -> str:
    message = message_from_bytes(data, policy=policy.default)
    parts = [part.get_content() for part in message.walk() if not part.is_multipart()]
    return " ".join([*map(str, message.values()), *map(str, parts)])


def holding(newsroom: Newsroom, phrases: Sequence[str]) -> list[tuple[Path, str]]:
    return [
        (path, phrase)
        for path, said in mails(newsroom).items()
        for phrase in phrases
        if plain(phrase) in said
    ]


def test_every_phrase_was_told_before(told: Newsroom) -> None:
    phrases = {*WORDS, *NAMES} - {FORMER}
    heard = telling(crawl(told.visitor, told.app), phrases)
    assert {phrase for *_, phrase in heard} == phrases


@pytest.mark.parametrize(("withdraw", "phrases"), WITHDRAWING)
def test_nothing_is_left_at_any_address(
    told: Newsroom, withdraw: Callable[[Newsroom], None], phrases: Sequence[str]
) -> None:
    before = crawl(told.visitor, told.app)
    withdraw(told)
    with capture_logs() as logged:
        after = crawl(told.visitor, told.app, *targets(before))
    assert telling(after, phrases) == []
    assert stale(told.visitor, before) == []
    assert not [line for line in logged if any(plain(p) in plain(str(line)) for p in phrases)]


@pytest.mark.parametrize(("withdraw", "phrases"), WITHDRAWING)
def test_nothing_is_mailed_any_more(
    told: Newsroom, withdraw: Callable[[Newsroom], None], phrases: Sequence[str]
) -> None:
    before = set(mails(told))
    withdraw(told)
    for _ in range(3):
        told.app.tick()
        told.app.send_mail()
        told.later(days=1)
    new = set(mails(told)) - before
    assert [one for one in holding(told, phrases) if one[0] in new] == []
    assert len(new) >= READERS


def test_nothing_is_kept_but_the_revisions(told: Newsroom) -> None:
    crawl(told.visitor, told.app)  # every feed is rendered, and kept
    take_down(told)
    assert kept(told, WORDS) == {"revisions"}


def test_a_redaction_of_what_was_taken_down_tells_the_public_nothing(told: Newsroom) -> None:
    take_down(told)
    told.app.revise.redact(SLUG, None, "forty coats")
    assert kept(told, WORDS) == {"revisions"}  # the reason
    after = crawl(told.visitor, told.app)
    assert telling(after, (*WORDS, *NAMES)) == []


def test_nothing_comes_back_when_the_relay_never_ran(told: Newsroom) -> None:
    before = crawl(told.visitor, told.app)
    carry = told.app.revise.carry
    assert isinstance(carry, CarryOut)
    unrelayed = replace(told.app.revise, carry=replace(carry, relay=lambda: None))
    unrelayed.withdraw(SLUG, Kind.TAKEDOWN, "By order.", Asked())
    assert kept(told, WORDS) == {"revisions"}
    after = crawl(told.visitor, told.app, *targets(before))
    assert telling(after, (*WORDS, *NAMES)) == []
    assert stale(told.visitor, before) == []


def kept(newsroom: Newsroom, phrases: Sequence[str]) -> set[str]:
    """Return the tables in which any of these phrases is found, the keys of rows left out."""
    with newsroom.app.store.read() as tx:
        return {
            table.name
            for table in metadata.sorted_tables
            for row in tx.connection.execute(select(literal(""), *_beside_the_key(table)))
            if any(plain(phrase) in plain(" ".join(map(_text, row))) for phrase in phrases)
        }


def _beside_the_key(table: Table) -> list[Column[Any]]:
    return [column for column in table.columns if not column.primary_key]


def _text(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
