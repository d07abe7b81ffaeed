"""Which changes are announced by an entry of their own, and is the error left out of it?"""

from dataclasses import replace

import pytest

from syndicate.domain.articles import Article, Content, Kind, Revision, Severity, Status
from syndicate.domain.changes import DEFAULT_POLICY, Change, NotePlace, NoticeEntry, Policy
from syndicate.domain.feeds import revision_urn
from syndicate.domain.memberships import membership
from syndicate.domain.notice_entries import announced, notice_urn, read_notice
from syndicate.domain.readings import Reading
from tests.domain.test_counting import ARTICLE, ID, ORIGINAL, revision

MAJOR = replace(
    revision(2, Kind.CORRECTION, 1), note="It was 5, not 6 boats.", severity=Severity.MAJOR
)
RETRACTION = replace(revision(3, Kind.RETRACTION, 2), note="It was invented.")
RETRACTED = replace(ARTICLE, status=Status.RETRACTED)


def numbers(article: Article, *revisions: Revision, policy: Policy = DEFAULT_POLICY) -> list[int]:
    return [r.number for r in announced(article, [ORIGINAL, *revisions], policy)]


def with_cell(change: Change, **cells: object) -> Policy:
    row = replace(DEFAULT_POLICY.of(change), **cells)  # type: ignore[arg-type]
    return Policy({**DEFAULT_POLICY.table, change: row})


def notice(unsaid: tuple[str, ...] = (), headline: str = "Six boats sail") -> Reading:
    told = replace(MAJOR, content=Content(headline=headline))
    article = replace(ARTICLE, head=2)
    return read_notice(article, [ORIGINAL, told], DEFAULT_POLICY, 2, words=True, unsaid=unsaid)


def test_a_major_correction_is_announced() -> None:
    assert numbers(ARTICLE, MAJOR) == [2]


@pytest.mark.parametrize("severity", [None, Severity.MINOR])
def test_a_lesser_correction_is_not(severity: Severity | None) -> None:
    assert numbers(ARTICLE, replace(MAJOR, severity=severity)) == []


def test_a_retraction_is_announced_while_it_stands() -> None:
    assert numbers(RETRACTED, MAJOR, RETRACTION) == [2, 3]
    assert numbers(ARTICLE, MAJOR, RETRACTION) == [2]


@pytest.mark.parametrize("of", [{"quiet": True}, {"note": ""}])
def test_what_is_quiet_or_tells_nothing_is_not_announced(of: dict[str, object]) -> None:
    assert numbers(ARTICLE, replace(MAJOR, **of)) == []  # type: ignore[arg-type]


def test_a_policy_may_announce_nothing_or_hide_the_note() -> None:
    never = with_cell(Change.CORRECTION, notice_entry=NoticeEntry.NEVER)
    hidden = with_cell(Change.CORRECTION, note=NotePlace.NONE)
    for policy in (never, hidden):
        assert numbers(ARTICLE, MAJOR, policy=policy) == []


def test_a_notice_entry_has_an_id_of_its_own_that_stays() -> None:
    assert notice_urn(ID, 2) == notice_urn(ID, 2)
    assert len({notice_urn(ID, 2), notice_urn(ID, 3), revision_urn(ID, 2), ARTICLE.urn}) == 4


def test_it_tells_the_note_of_its_revision_alone() -> None:
    (note,) = notice().notes
    assert (note.number, note.text) == (2, "It was 5, not 6 boats.")


def test_it_does_not_repeat_the_wrong_words_in_note_or_headline() -> None:
    told = notice(("6 Boats", "six  boats"))
    assert told.notes[0].text == "It was 5, not […]."
    assert told.content is not None
    assert told.content.headline == "[…] sail"


def test_notices_stand_in_the_main_feeds_dated_at_their_commit() -> None:
    article = replace(ARTICLE, head=2)
    members = membership(article, [ORIGINAL, MAJOR], DEFAULT_POLICY).members
    notices = {member.feed: member for member in members if member.announces}
    assert set(notices) == {"all", "sections/town"}
    assert {member.updated for member in notices.values()} == {MAJOR.recorded}
    assert {member.urn for member in notices.values()} == {notice_urn(ID, 2)}


@pytest.mark.parametrize("status", [Status.TAKEN_DOWN, Status.UNPUBLISHED])
def test_nothing_of_a_withdrawn_article_is_announced(status: Status) -> None:
    withdrawn = replace(ARTICLE, status=status, head=3)
    members = membership(withdrawn, [ORIGINAL, MAJOR, RETRACTION], DEFAULT_POLICY).members
    assert not any(member.announces for member in members)
