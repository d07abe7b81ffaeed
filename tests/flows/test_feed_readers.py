"""What do other people's feed readers make of each change? They poll a site that is served.

feedparser, reader and newsboat know an entry again by its id, and show its newest words;
none of them makes it unread again, which is why corrections have entries of their own.
sfeed knows it by id, title and link, and never looks at one again.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flows.feed_readers import (
    ByFeedparser,
    ByNewsboat,
    ByReader,
    BySfeed,
    Program,
    Shown,
)
from tests.flows.sequence import (
    DEAD,
    HEADLINE,
    MINOR,
    OTHER,
    REMOVED,
    RENAMED,
    RIGHT,
    SLUG,
    UPDATED,
    Sequence,
    sequence_in,
)

KNOW_BY_ID = [
    (ByFeedparser, "atom"),
    (ByFeedparser, "rss"),
    (ByReader, "atom"),
    (ByReader, "rss"),
    (ByNewsboat, "atom"),
    (ByNewsboat, "rss"),
]
TELL_UPDATED = (ByFeedparser, ByReader)
WITH_ID = pytest.mark.parametrize(
    "program", KNOW_BY_ID, indirect=True, ids=lambda p: f"{p[0].__name__}-{p[1]}"
)
WITH_SFEED = pytest.mark.parametrize(
    "program", [(BySfeed, "atom"), (BySfeed, "rss")], indirect=True, ids=["atom", "rss"]
)


@pytest.fixture
def sequence(tmp_path: Path, sqlite_url: str) -> Iterator[Sequence]:
    """Serve a site with two articles."""
    with sequence_in(tmp_path, sqlite_url) as opened:
        yield opened


@pytest.fixture
def program(request: pytest.FixtureRequest, sequence: Sequence, tmp_path: Path) -> Program:
    """Let a program poll once, and read everything."""
    kind, suffix = request.param
    folder = tmp_path / "home"
    folder.mkdir()
    opened: Program = kind(f"{sequence.url}/feeds/all.{suffix}", folder)
    assert opened.poll()
    opened.read_all()
    assert sorted(entry.title for entry in opened.shown()) == [OTHER, HEADLINE]
    return opened


def article(program: Program, sequence: Sequence) -> Shown:
    """Return the one entry of the article that changes."""
    (shown,) = [entry for entry in program.shown() if entry.id == sequence.id]
    return shown


def unread(program: Program) -> list[str]:
    """Return the titles of what a reader has not read."""
    return [entry.title for entry in program.shown() if not entry.read]


def moved(program: Program, before: Shown, after: Shown) -> bool:
    """Tell whether an entry is shown as changed, or that the program does not tell."""
    return before.updated != after.updated or not isinstance(program, TELL_UPDATED)


@WITH_ID
def test_while_nothing_changes_a_poll_brings_nothing(program: Program) -> None:
    before = program.shown()
    assert not program.poll()
    assert program.shown() == before
    assert unread(program) == []


@WITH_ID
def test_a_minor_edit_is_shown_as_no_change_though_in_its_new_words(
    program: Program, sequence: Sequence
) -> None:
    before = article(program, sequence)
    sequence.minor()
    assert program.poll()
    after = article(program, sequence)
    assert MINOR in after.text
    assert (after.updated, after.title, after.read) == (before.updated, HEADLINE, True)
    assert len(program.shown()) == 2


@WITH_ID
def test_an_update_moves_the_entry_and_leaves_it_read(program: Program, sequence: Sequence) -> None:
    before = article(program, sequence)
    sequence.update()
    assert program.poll()
    after = article(program, sequence)
    assert UPDATED in after.text
    assert "Monday is new." in after.text
    assert moved(program, before, after)
    assert (len(program.shown()), unread(program)) == (2, [])


@WITH_ID
def test_a_correction_takes_the_words_and_comes_as_something_unread(
    program: Program, sequence: Sequence
) -> None:
    before = article(program, sequence)
    sequence.correct()
    assert program.poll()
    after = article(program, sequence)
    assert RIGHT in after.text
    assert moved(program, before, after)
    assert unread(program) == [f"Correction: {HEADLINE}"]
    assert not any(DEAD in entry.text for entry in program.shown())


@WITH_ID
def test_a_retraction_takes_the_words_and_comes_as_something_unread(
    program: Program, sequence: Sequence
) -> None:
    sequence.retract()
    assert program.poll()
    after = article(program, sequence)
    assert after.title == f"Retracted: {HEADLINE}"
    assert "There is no ferry." in after.text
    assert unread(program) == [f"Retracted: {HEADLINE}"]
    assert len(program.shown()) == 3
    assert not any(DEAD in entry.text for entry in program.shown())


@WITH_ID
def test_a_takedown_leaves_no_word_of_the_article(program: Program, sequence: Sequence) -> None:
    sequence.take_down()
    assert program.poll()
    after = article(program, sequence)
    assert (after.title, after.link) == (REMOVED, f"https://harbour.example/id/{sequence.id[9:]}")
    assert (len(program.shown()), unread(program)) == (2, [])
    for entry in program.shown():
        assert not any(word in f"{entry}" for word in (DEAD, HEADLINE, SLUG))


@WITH_ID
def test_a_new_address_makes_no_new_entry(program: Program, sequence: Sequence) -> None:
    before = article(program, sequence)
    sequence.rename()
    assert program.poll()
    after = article(program, sequence)
    assert after.link.endswith(f"/articles/{RENAMED}")
    assert (after.updated, after.read) == (before.updated, True)
    assert len(program.shown()) == 2


@WITH_ID
def test_a_whole_life_of_an_article_is_one_entry_and_its_notices(
    program: Program, sequence: Sequence
) -> None:
    for step in (sequence.minor, sequence.update, sequence.correct, sequence.retract):
        step()
        program.poll()
    sequence.take_down()
    program.poll()
    ids = [entry.id for entry in program.shown()]
    assert len(ids) == len(set(ids)) == 4
    assert article(program, sequence).title == REMOVED
    assert not any(DEAD in entry.text for entry in program.shown())


@WITH_SFEED
def test_sfeed_shows_nothing_while_nothing_changes(program: Program) -> None:
    assert not program.poll()


@WITH_SFEED
def test_sfeed_never_looks_again_at_what_keeps_its_title_and_address(
    program: Program, sequence: Sequence
) -> None:
    for step in (sequence.minor, sequence.update):
        step()
        assert not program.poll()


@WITH_SFEED
def test_sfeed_shows_a_correction_by_its_own_entry(program: Program, sequence: Sequence) -> None:
    before = program.shown()
    sequence.correct()
    assert program.poll()
    newest, *others = program.shown()
    assert newest.title == f"Correction: {HEADLINE}"
    assert "It stops at one." in newest.text
    assert others == before


@WITH_SFEED
def test_sfeed_shows_a_retraction_and_what_the_article_is_now(
    program: Program, sequence: Sequence
) -> None:
    before = program.shown()
    sequence.retract()
    assert program.poll()
    new = [entry for entry in program.shown() if entry not in before]
    assert [entry.title for entry in new] == [f"Retracted: {HEADLINE}"] * 2
    assert article_ids(new, sequence) == [False, True]
    assert not any(DEAD in entry.text for entry in new)


@WITH_SFEED
def test_sfeed_is_told_nothing_of_what_was_taken_down(program: Program, sequence: Sequence) -> None:
    before = program.shown()
    sequence.take_down()
    assert program.poll()
    (new,) = [entry for entry in program.shown() if entry not in before]
    assert (new.id, new.title) == (sequence.id, REMOVED)
    assert not any(word in f"{new}" for word in (DEAD, HEADLINE, SLUG))


@WITH_SFEED
def test_sfeed_takes_a_new_address_for_a_new_line_of_the_same_id(
    program: Program, sequence: Sequence
) -> None:
    before = program.shown()
    sequence.rename()
    assert program.poll()
    (new,) = [entry for entry in program.shown() if entry not in before]
    assert new.id == sequence.id
    assert new.link.endswith(f"/articles/{RENAMED}")


def article_ids(entries: list[Shown], sequence: Sequence) -> list[bool]:
    """Tell of each entry whether it is the article's own."""
    return [entry.id == sequence.id for entry in entries]
