"""Does each change do on each channel what the policy says, by the services themselves?

Pushes are cells of the table only, until something sends them; what an editor says about
notices is held to the policy where they are tested.
"""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from syndicate.domain.articles import Kind
from syndicate.domain.changes import EDITABLE
from syndicate.domain.feeds import FeedFormat
from syndicate.store.tables import outbox
from tests.services.changed import (
    NOTE,
    REMOVED,
    SLUG,
    THEN,
    carried,
    entry,
    etag,
    happen,
    happen_to_mailed,
    item,
    notice_entry,
    place,
    prepare,
    rehearsed,
    standing,
    story,
)
from tests.services.press import DAY, HOUR, MONDAY, Press
from tests.web.newsroom import FERRY, NOW, Newsroom, newsroom_of, settings_in

ADA = "ada@example.org"
CHANGES = (
    *("original", "minor", "update", "correction", "clarification", "editors-note"),
    *("retraction", "takedown", "unpublish", "rename", "lift"),
)
PUBLISHING = {"original", "lift"}

FEEDS = {"retraction": "notice", "takedown": "neutral", "unpublish": "gone"}
UNMOVED = {"minor", "unpublish", "rename"}
NOTES = {
    **dict.fromkeys(("update", "correction", "clarification"), "listed"),
    **dict.fromkeys(("editors-note", "retraction"), "top"),
}
CORRECTIONS = {"correction", "clarification", "editors-note", "retraction"}
PAGES = {"takedown": 410, "unpublish": 410, "rename": 301}
IDENTITIES = {"takedown": 200, "unpublish": 410}
DIGESTS = {
    "minor": [],
    "update": [f"updated Bridge r2 [{NOTE}]"],
    "correction": [f"corrected Bridge r2 [{NOTE}]"],
    "clarification": [f"clarified Bridge r2 [{NOTE}]"],
    "editors-note": [f"updated Bridge r2 [{NOTE}]"],
    "retraction": [f"retracted Bridge r2 [{NOTE}]"],
    "takedown": [],
    "unpublish": [],
    "rename": [],
}
NOTICES = {"retraction"}
ANNOUNCED = {"retraction"}  # and major corrections
WAITING = {
    "minor": ["updated Bridge r3 [It opened.]"],
    "takedown": [],
    "unpublish": [],
    "rename": ["updated Bridge r2 [It opened.]"],
}

every_format = pytest.mark.parametrize("format_", FeedFormat)


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Stand on one kind of store: the policy knows of none."""
    return sqlite_url


@dataclass(frozen=True, slots=True)
class Changed:
    """A site where a change has happened, an hour after the article came out."""

    change: str
    newsroom: Newsroom
    etags: Mapping[FeedFormat, str]


@pytest.fixture(scope="module", params=CHANGES)
def changed(
    request: pytest.FixtureRequest, migrated_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Changed]:
    """Have a change happen once, for all tests that look at what came of it."""
    folder = tmp_path_factory.mktemp("changed")
    file = shutil.copyfile(migrated_file, folder / "syndicate.db")
    with newsroom_of(settings_in(folder, f"sqlite:///{file}")) as newsroom:
        prepare(newsroom, request.param)
        etags = {format_: etag(newsroom, format_) for format_ in FeedFormat}
        happen(newsroom, request.param)
        yield Changed(request.param, newsroom, etags)


@pytest.fixture
def mailed(press: Press) -> tuple[Press, str]:
    """Mail an article to a reader on Monday; return its slug too."""
    press.newsletter()
    press.reader(ADA)
    slug = press.publish("Bridge")
    press.run(MONDAY)
    return press, slug


@every_format
def test_feeds_carry_the_text_or_what_stands_for_it(changed: Changed, format_: FeedFormat) -> None:
    assert carried(entry(changed.newsroom, format_)) == FEEDS.get(changed.change, "full")


@every_format
def test_feeds_get_new_bytes(changed: Changed, format_: FeedFormat) -> None:
    assert etag(changed.newsroom, format_) != changed.etags[format_]


def test_updated_moves_or_stays(changed: Changed) -> None:
    moved = NOW if changed.change in UNMOVED else THEN
    assert standing(changed.newsroom).updated == moved
    if FEEDS.get(changed.change) != "gone":
        assert item(changed.newsroom)["date_modified"] == f"{moved:%Y-%m-%dT%H:%M:%SZ}"


def test_published_is_when_the_article_appeared(changed: Changed) -> None:
    appeared = THEN if changed.change in PUBLISHING else NOW
    assert standing(changed.newsroom).first_published == appeared


def test_the_page_shows_the_note_in_its_place(changed: Changed) -> None:
    assert place(story(changed.newsroom)) == NOTES.get(changed.change, "none")


@every_format
def test_feeds_show_the_note_in_its_place(changed: Changed, format_: FeedFormat) -> None:
    content = entry(changed.newsroom, format_) or ""
    assert place(content) == NOTES.get(changed.change, "none")


@every_format
def test_the_corrections_hold_what_belongs_there(changed: Changed, format_: FeedFormat) -> None:
    feed = changed.newsroom.visitor.get(f"/feeds/corrections.{format_}").text
    assert (NOTE in feed) is (FERRY.headline in feed) is (changed.change in CORRECTIONS)


@every_format
def test_the_main_feed_announces_the_change(changed: Changed, format_: FeedFormat) -> None:
    article = standing(changed.newsroom)
    found = notice_entry(changed.newsroom, article, format_)
    assert (found is not None) is (changed.change in ANNOUNCED)


def test_the_page_of_corrections_lists_what_belongs_there(changed: Changed) -> None:
    listed = changed.newsroom.visitor.get("/corrections").text
    assert (NOTE in listed) is (changed.change in CORRECTIONS)


def test_the_first_address_answers(changed: Changed) -> None:
    answer = changed.newsroom.visitor.get(f"/articles/{SLUG}")
    assert answer.status == PAGES.get(changed.change, 200)


def test_the_lasting_address_answers(changed: Changed) -> None:
    answer = changed.newsroom.visitor.get(f"/id/{standing(changed.newsroom).id}")
    assert answer.status == IDENTITIES.get(changed.change, 302)
    assert (REMOVED in answer.text) is (changed.change == "takedown")


def test_the_page_of_a_retracted_article_keeps_the_text_and_feeds_do_not(
    newsroom: Newsroom,
) -> None:
    prepare(newsroom, "retraction")
    happen(newsroom, "retraction")
    assert carried(story(newsroom)) == "full"


@pytest.mark.parametrize("change", DIGESTS)
def test_a_reader_of_the_older_revision_is_told(mailed: tuple[Press, str], change: str) -> None:
    press, slug = mailed
    happen_to_mailed(press, slug, change)
    for report in press.notices.list():  # else the digest has nothing left to tell
        press.notices.withdraw(report.notice.id)
    shown = press.preview("morning", at=MONDAY + DAY, email=ADA)
    press.run(MONDAY + DAY)
    assert list(shown.item_words) == DIGESTS[change]
    assert press.mailed(ADA)[1:] == [lines for lines in [DIGESTS[change]] if lines]


@pytest.mark.parametrize("change", DIGESTS)
def test_a_reader_of_the_older_revision_is_mailed_at_once(
    mailed: tuple[Press, str], change: str
) -> None:
    press, slug = mailed
    happen_to_mailed(press, slug, change)
    press.send()
    noticed = [[f"notice: {line}" for line in DIGESTS[change]]] * (change in NOTICES)
    assert press.mailed(ADA)[1:] == noticed


@pytest.mark.parametrize("change", WAITING)
def test_an_update_that_waits_is_told_or_dropped(mailed: tuple[Press, str], change: str) -> None:
    press, slug = mailed
    press.change(slug, Kind.UPDATE, "It opened.")
    happen_to_mailed(press, slug, change)
    shown = press.preview("morning", at=MONDAY + DAY, email=ADA)
    assert list(shown.item_words) == WAITING[change]


def test_one_event_tells_what_follows_and_is_relayed(changed: Changed) -> None:
    with changed.newsroom.app.store.read() as tx:
        article = tx.articles.by_slug(SLUG)
        own = outbox.c.article_id == article.id
        *_, last = tx.connection.execute(select(outbox).where(own).order_by(outbox.c.seq)).all()
    assert (last.change, last.number, last.quiet) == (changed.change, article.head, False)
    assert (last.recorded, last.relayed) == (THEN, THEN)


@pytest.mark.parametrize("change", sorted(PUBLISHING))
def test_what_came_out_is_new_in_the_next_digest_and_mailed_by_no_notice(
    press: Press, change: str
) -> None:
    press.newsletter()
    press.reader(ADA)
    if change == "lift":
        press.schedule("Bridge", MONDAY - HOUR)
        press.run(MONDAY - HOUR)
    else:
        press.publish("Bridge")
        press.run(MONDAY - HOUR)
    assert press.mailed(ADA) == []
    press.run(MONDAY)
    assert press.mailed(ADA) == [["new Bridge r1"]]
    press.run(MONDAY + DAY)
    assert len(press.mailed(ADA)) == 1


def test_what_waits_is_in_no_digest_before_its_moment(press: Press) -> None:
    press.newsletter()
    press.reader(ADA)
    press.schedule("Bridge", MONDAY + HOUR)
    press.run(MONDAY)
    assert press.mailed(ADA) == []
    press.run(MONDAY + HOUR)
    press.run(MONDAY + DAY)
    assert press.mailed(ADA) == [["new Bridge r1"]]


@pytest.mark.parametrize("kind", sorted(EDITABLE))
def test_what_is_told_beforehand_is_what_happens(newsroom: Newsroom, kind: Kind) -> None:
    prepare(newsroom, kind)
    note, listed = NOTES.get(kind, "none"), kind in CORRECTIONS
    told = " ".join(DIGESTS[kind]).partition(" ")[0] or "nothing"
    assert rehearsed(newsroom, kind) == (kind not in UNMOVED, note, listed, told)
