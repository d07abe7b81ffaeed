"""Does the demonstration hold everything that there is to see?"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from syndicate.domain.articles import Kind, Revision, Severity, Status
from syndicate.domain.editions import EditionStatus
from syndicate.web.demo.building import BULLETIN, MORNING, READERS, WATCHER
from syndicate.web.demo.mailbox import Mail, Mailbox
from syndicate.web.demo.running import update
from tests.web.demo_site import START, Shown, demonstration

FERRY = "ferry-aground-gannet-point"


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    """Build one demonstration for all tests that only look."""
    with demonstration(tmp_path_factory.mktemp("demo")) as opened:
        yield opened


def revisions(shown: Shown) -> list[Revision]:
    with shown.app.store.read() as tx:
        return list(tx.revisions.everything())


def mails_of(shown: Shown, reader: str) -> list[Mail]:
    """Return the mails of the morning newsletter to a reader, oldest first."""
    mails = Mailbox(shown.app.settings.mail.maildir).mails()
    return [m for m in reversed(mails) if m.recipient == reader and MORNING in m.message["List-Id"]]


def mornings_of(shown: Shown, reader: str) -> list[Mail]:
    """Return a reader's morning mails, oldest first."""
    return [mail for mail in mails_of(shown, reader) if mail.message["In-Reply-To"] is None]


def test_it_has_stories_in_three_sections(shown: Shown) -> None:
    public = [account for account in shown.app.library.list() if account["status"] == "published"]
    assert len(public) >= 8
    assert {account["section"] for account in public} == {"Harbor", "City", "Culture"}


def test_it_holds_every_kind_of_revision(shown: Shown) -> None:
    history = revisions(shown)
    assert {revision.kind for revision in history} == set(Kind)
    corrections = {r.severity for r in history if r.kind is Kind.CORRECTION}
    assert corrections == {Severity.MAJOR, Severity.MINOR}


def test_one_story_is_withdrawn_in_every_way(shown: Shown) -> None:
    standing = {account["status"] for account in shown.app.library.list()}
    assert {Status.RETRACTED, Status.TAKEN_DOWN, Status.UNPUBLISHED} <= standing


def test_a_pasted_story_tells_of_a_revision_that_was_never_held(shown: Shown) -> None:
    first, second = shown.app.library.public("storm-tide-evening").revisions
    assert (first.kind, first.held) == (Kind.ORIGINAL, False)
    assert (second.kind, second.held) == (Kind.UPDATE, True)
    assert second.published - first.published == timedelta(hours=5, minutes=50)


def test_a_renamed_story_is_found_at_both_addresses(shown: Shown) -> None:
    answer = shown.visitor.get("/articles/oyster-weekend")
    assert (answer.status, answer.headers["location"]) == (301, "/articles/oyster-festival-guide")


def test_no_published_revision_was_changed(shown: Shown) -> None:
    assert shown.app.verify().revisions == len(revisions(shown))


def test_the_stories_files_are_what_is_published(shown: Shown) -> None:
    told = (shown.app.settings.folder / "stories" / "pier-4-fish-market.md").read_text()
    assert "title: Fish market to move from Pier 4 to Pier 7" in told
    assert not re.search(r"\{[^n]", told)


@pytest.mark.parametrize("reader", READERS)
def test_each_reader_was_mailed_at_seven_on_two_mornings(shown: Shown, reader: str) -> None:
    sent = [mail.sent.astimezone(ZoneInfo(READERS[reader])) for mail in mornings_of(shown, reader)]
    assert [instant.time() for instant in sent] == [time(7), time(7)]
    assert sent[1] - sent[0] == timedelta(days=1)


@pytest.mark.parametrize("reader", READERS)
def test_the_second_mail_tells_what_changed_since_the_first(shown: Shown, reader: str) -> None:
    first, second = mornings_of(shown, reader)
    assert "[Corrected]" not in first.text
    for told in ("[Corrected]", "[Clarified]", "[Updated]"):
        assert told in second.text
    assert "Former harbor clerk" in first.text
    assert "Former harbor clerk" not in second.text
    assert "Schools to begin" not in first.text + second.text


@pytest.mark.parametrize("reader", READERS)
def test_what_was_gravely_wrong_was_told_at_once_under_the_first_mail(
    shown: Shown, reader: str
) -> None:
    first, second = mornings_of(shown, reader)
    notices = [mail for mail in mails_of(shown, reader) if mail.message["In-Reply-To"]]
    assert {notice.message["In-Reply-To"] for notice in notices} == {first.message["Message-ID"]}
    for kind, story in (("Correction", "Fish market"), ("Retracted", "Letters")):
        assert any(n.message["Subject"].startswith(f"{kind}: {story}") for n in notices)
        assert f"ed] {story}" not in second.text


@pytest.mark.parametrize(
    "start",
    [
        datetime(2026, 3, 8, 6, 59, 59, tzinfo=UTC),
        datetime(2026, 3, 8, 11, 0, tzinfo=UTC),
        datetime(2026, 10, 31, 22, 30, tzinfo=UTC),
    ],
    ids=["before the clocks change", "after they changed", "in the evening"],
)
def test_the_mails_are_there_whenever_it_is_started(tmp_path: Path, start: datetime) -> None:
    with demonstration(tmp_path, start) as shown:
        for reader in READERS:
            first, second = mornings_of(shown, reader)[:2]
            assert "[Corrected]" not in first.text
            assert "[Corrected]" in second.text


def test_nothing_is_left_to_send_or_in_doubt(shown: Shown) -> None:
    with shown.app.store.read() as tx:
        statuses = {edition.status for edition in tx.editions.newest(None, 50)}
    assert statuses <= {EditionStatus.SENT, EditionStatus.EMPTY}


def test_the_story_changes_in_page_and_feed(tmp_path: Path) -> None:
    with demonstration(tmp_path) as shown:
        before = shown.visitor.get("/feeds/all.atom")
        etag = before.headers["etag"]
        assert shown.visitor.get("/feeds/all.atom", if_none_match=etag).status == 304
        assert "It changes" in shown.visitor.get("/demo/now").text.replace("is changing", "changes")
        update(shown.demo, shown.app)
        after = shown.visitor.get("/feeds/all.atom", if_none_match=etag)
        assert (after.status, after.headers["etag"] != etag) == (200, True)
        assert "All 112 aboard are safe" in shown.visitor.get(f"/articles/{FERRY}").text
        assert shown.app.library.public(FERRY).article.updated == shown.app.clock.now()


def test_the_change_is_mailed_to_who_had_the_story(tmp_path: Path) -> None:
    with demonstration(tmp_path) as shown:
        clock = shown.app.clock
        update(shown.demo, shown.app)
        clock.set(START + timedelta(minutes=2))  # type: ignore[attr-defined]  # a FixedClock
        shown.app.tick()
        shown.app.send_mail()
        newest = Mailbox(shown.app.settings.mail.maildir).mails()[0]
        assert (newest.recipient, newest.newsletter) == (WATCHER, "Harbor Bulletin")
        assert BULLETIN in newest.message["List-Id"]
        assert "[Updated] All 112 aboard are safe" in newest.text


def test_the_change_keeps_what_a_person_has_corrected_meanwhile(tmp_path: Path) -> None:
    with demonstration(tmp_path) as shown:
        file = shown.app.settings.folder / "stories" / f"{FERRY}.md"
        file.write_text(file.read_text().replace("140-foot", "150-foot"))
        update(shown.demo, shown.app)
        assert "150-foot" in shown.app.library.words(FERRY).body_html


def test_a_change_that_cannot_be_made_stops_nothing(tmp_path: Path) -> None:
    with demonstration(tmp_path) as shown:
        shown.app.revise.unpublish(FERRY)
        update(shown.demo, shown.app)
        assert shown.app.library.public(FERRY).article.status is Status.UNPUBLISHED
