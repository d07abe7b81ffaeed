"""Is every change behind the program's back found, on either database?"""

import pytest

from syndicate.domain.articles import Kind, PastRevision, Severity
from syndicate.domain.publication import Declared
from syndicate.domain.stories import Story
from syndicate.errors import Broken
from syndicate.services.verify import Verified, What
from tests.services.tampering import erase, tamper
from tests.web.newsroom import BRIDGE, FERRY, NOW, Newsroom, with_body

SLUG = "ferry-stops-at-noon"
THE = f"article_id = (SELECT article_id FROM slugs WHERE slug = '{SLUG}')"  # noqa: S608 - ours

OTHER_SALT = (
    "(SELECT o.salt FROM revisions o "
    "WHERE o.article_id = revisions.article_id AND o.number = 5 - revisions.number)"
)


@pytest.fixture
def chains(newsroom: Newsroom) -> Newsroom:
    """Publish articles with several revisions: held, never supplied and without words."""
    past = (
        PastRevision(kind=Kind.ORIGINAL, note="First told here.", at=NOW.replace(year=2025)),
        PastRevision(kind=Kind.UPDATE, note="With comments.", at=NOW),
    )
    newsroom.app.publish(newsroom.app.ingest(Story(content=FERRY, past=past), announce=False))
    words = with_body(FERRY, "The ferry stops at one.")
    declared = Declared(kind=Kind.CORRECTION, note="At one.", severity=Severity.MINOR)
    newsroom.app.revise(SLUG, words, declared)
    newsroom.publish(BRIDGE)
    newsroom.app.revise.withdraw("bridge-opens-again", Kind.TAKEDOWN, "By order.")
    return newsroom


def test_what_is_whole_is_counted(chains: Newsroom) -> None:
    verified = chains.app.verify()
    assert (verified.articles, verified.revisions, verified.redacted) == (2, 5, 0)
    assert [known.what for known in verified.known] == [What.TAKEN_DOWN]


def test_an_empty_store_is_whole(newsroom: Newsroom) -> None:
    newsroom.draft(FERRY)
    assert newsroom.app.verify() == Verified(articles=0, revisions=0, redacted=0)


def test_redactions_are_no_breaks(chains: Newsroom) -> None:
    for number in (1, 2, 3):
        chains.app.revise.redact(SLUG, number, "privacy")
    verified = chains.app.verify()
    assert verified.redacted == 3
    redacted = [(known.revision, known.reason) for known in verified.known if known.reason]
    assert redacted == [(number, "privacy") for number in (1, 2, 3)]


CHANGES = {
    "content": "content = replace(content, 'noon', 'nine')",
    "note": "note = 'Nothing.'",
    "kind": "kind = 'minor'",
    "severity": "severity = 'major'",
    "no severity": "severity = NULL",
    "premise": "premise = NOT premise",
    "quiet": "quiet = NOT quiet",
    "published": "published = '2020-01-01 00:00:00'",
    "recorded": "recorded = '2020-01-01 00:00:00'",
    "salt": "salt = chain_hash",
    "no salt": "salt = NULL",
    "hash": "content_hash = chain_hash",
    "no hash": "content_hash = NULL",
    "link": "chain_hash = content_hash",
    "no words": "content = NULL",
    "no words nor hash": "content = NULL, content_hash = NULL, salt = NULL",
    "words that are none": "content = '{}'",
    "rubbish": "content = 'rubbish'",
    "kind that is none": "kind = 'nonsense'",
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_row_is_found(chains: Newsroom, change: str) -> None:
    where = f"{THE} AND number = 3"
    statement = f"UPDATE revisions SET {CHANGES[change]} WHERE {where}"  # noqa: S608 - ours
    tamper(chains, statement)
    with pytest.raises(Broken, match="restore it from a backup"):
        chains.app.verify()


@pytest.mark.parametrize(
    ("where", "slug"), [(f"{THE} AND number = 1", SLUG), ("kind = 'takedown'", "bridge-opens")]
)
def test_a_changed_note_without_words_is_found(chains: Newsroom, where: str, slug: str) -> None:
    tamper(chains, f"UPDATE revisions SET note = 'Nothing.' WHERE {where}")  # noqa: S608 - ours
    with pytest.raises(Broken, match=f"of '{slug}"):
        chains.app.verify()


def test_the_first_break_is_named(chains: Newsroom) -> None:
    tamper(chains, f"UPDATE revisions SET note = 'x' WHERE {THE} AND number > 1")  # noqa: S608 - ours
    with pytest.raises(Broken, match=r"^revision 2 of 'ferry-stops-at-noon' does not have the"):
        chains.app.verify()


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_deleted_row_is_named(chains: Newsroom, number: int) -> None:
    tamper(chains, f"DELETE FROM revisions WHERE {THE} AND number = {number}")  # noqa: S608 - ours
    with pytest.raises(Broken, match=f"^revision {number} of '{SLUG}' is missing"):
        chains.app.verify()


def test_rows_renumbered_to_close_a_gap_are_found(chains: Newsroom) -> None:
    tamper(
        chains,
        f"DELETE FROM revisions WHERE {THE} AND number = 2",  # noqa: S608 - ours
        f"UPDATE revisions SET number = 2 WHERE {THE} AND number = 3",  # noqa: S608 - ours
    )
    with pytest.raises(Broken, match="revision 2"):
        chains.app.verify()


def test_an_article_without_any_revision_is_named(chains: Newsroom) -> None:
    tamper(chains, f"DELETE FROM revisions WHERE {THE}")  # noqa: S608 - ours
    with pytest.raises(Broken, match=f"^revision 1 of '{SLUG}' is missing"):
        chains.app.verify()


def test_revisions_without_their_article_are_found(chains: Newsroom) -> None:
    tamper(chains, f"DELETE FROM slugs WHERE slug = '{SLUG}'")  # noqa: S608 - ours
    with pytest.raises(Broken, match="the article of the revisions of"):
        chains.app.verify()


@pytest.mark.parametrize("change", ["head = 2", "head = 4", "head_hash = 'x'", "head = 0"])
def test_a_changed_head_is_found(chains: Newsroom, change: str) -> None:
    where = f"id = (SELECT article_id FROM slugs WHERE slug = '{SLUG}')"  # noqa: S608 - ours
    tamper(chains, f"UPDATE articles SET {change} WHERE {where}")  # noqa: S608 - ours
    with pytest.raises(Broken, match=SLUG):
        chains.app.verify()


def test_swapped_salts_are_found(chains: Newsroom) -> None:
    tamper(
        chains,
        f"UPDATE revisions SET salt = {OTHER_SALT} WHERE {THE} AND number IN (2, 3)",  # noqa: S608 - ours
    )
    with pytest.raises(Broken, match="does not have the words"):
        chains.app.verify()


def test_revisions_moved_to_another_article_are_found(chains: Newsroom) -> None:
    other = "(SELECT article_id FROM slugs WHERE slug = 'bridge-opens-again')"
    tamper(
        chains,
        f"UPDATE revisions SET article_id = {other}, number = 3 WHERE {THE} AND number = 3",  # noqa: S608 - ours
    )
    with pytest.raises(Broken):
        chains.app.verify()


def test_an_article_deleted_with_all_its_rows_is_named(chains: Newsroom) -> None:
    gone = chains.app.library.public(SLUG).article.id
    erase(chains, gone)
    with pytest.raises(Broken, match=f"^revision 1 of {gone} is missing"):
        chains.app.verify()


def test_an_article_deleted_from_the_log_too_is_found(chains: Newsroom) -> None:
    erase(chains, chains.app.library.public(SLUG).article.id, "log")
    with pytest.raises(Broken, match=r"^line 1 of the log is missing"):
        chains.app.verify()


LINES = {
    "kind": "kind = 'minor'",
    "kind that is none": "kind = 'nonsense'",
    "published": "published = '2020-01-01 00:00:00'",
    "recorded": "recorded = '2020-01-01 00:00:00'",
    "link": "chain_hash = log_hash",
    "hash": "log_hash = chain_hash",
    "place": "seq = 99",
}


@pytest.mark.parametrize("change", LINES)
def test_a_changed_line_of_the_log_is_found(chains: Newsroom, change: str) -> None:
    tamper(chains, f"UPDATE log SET {LINES[change]} WHERE seq = 3")  # noqa: S608 - ours
    with pytest.raises(Broken, match="of the log"):
        chains.app.verify()


def test_a_line_left_out_at_the_end_is_found(chains: Newsroom) -> None:
    tamper(chains, "DELETE FROM log WHERE seq = 5")
    with pytest.raises(Broken, match="is not in the log"):
        chains.app.verify()
