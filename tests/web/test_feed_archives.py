"""Can all of a feed be read, each entry once, as RFC 5005 and RFC 6721 have it?"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from lxml import etree

from syndicate.domain.archives import Place
from syndicate.domain.articles import Kind
from syndicate.domain.feeds import ENTRIES_PER_DOCUMENT
from syndicate.domain.notices import Asked
from syndicate.domain.tombstones import KEPT
from syndicate.store.tables import outbox
from tests.web.consumer import BASE, Consumer, read
from tests.web.newsroom import FERRY, NOW, Newsroom, copy_of, original_in, with_body

ARTICLES = 2 * ENTRIES_PER_DOCUMENT + 10
FORMATS = ("atom", "json")
HISTORY = "{http://purl.org/syndication/history/1.0}archive"
OLDEST = "story-000"
CHANGED = with_body(replace(FERRY, headline="Story 000"), "The boat leaves at two on Sunday.")


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Path:
    """Publish more articles than two archives hold, in the order of their numbers."""
    folder = tmp_path_factory.mktemp("printed")
    with original_in(folder, migrated_file) as newsroom:
        for number in range(ARTICLES):
            content = replace(FERRY, headline=f"Story {number:03}")
            slug = newsroom.draft(content, f"story-{number:03}")
            newsroom.app.publish(slug, at=newsroom.clock.now() + timedelta(hours=1))
        newsroom.later(hours=2)
        newsroom.app.publish.due()
    return folder


@pytest.fixture
def paper(tmp_path: Path, printed: Path) -> Iterator[Newsroom]:
    """Open a copy of the paper, an hour after it came out."""
    with copy_of(printed, tmp_path, NOW + timedelta(hours=3)) as newsroom:
        yield newsroom


def everything() -> list[str]:
    return [f"Story {number:03}" for number in range(ARTICLES)]


def target(suffix: str, name: str = "all") -> str:
    return f"/feeds/{name}.{suffix}"


def places(newsroom: Newsroom, slug: str) -> set[Place]:
    """Return where the entries of an article stand."""
    with newsroom.app.store.read() as tx:
        article = tx.articles.by_slug(slug)
        return set(tx.members.places([article.id])[article.id])


@pytest.mark.parametrize("suffix", FORMATS)
def test_rfc5005_4_every_entry_is_found_once_by_following_the_archives(
    paper: Newsroom, suffix: str
) -> None:
    consumer = Consumer(paper.visitor)
    consumer.poll(target(suffix))
    assert consumer.titles() == everything()
    archives = [target(suffix, f"all/archive/{number}") for number in (2, 1)]
    assert consumer.asked == [target(suffix), *archives]


@pytest.mark.parametrize("suffix", FORMATS)
def test_rfc5005_4_a_corrected_entry_of_an_archive_comes_again_in_the_feed(
    paper: Newsroom, suffix: str
) -> None:
    before, after = Consumer(paper.visitor), Consumer(paper.visitor)
    before.poll(target(suffix))
    paper.update(OLDEST, replace(CHANGED, headline="Story zero"), "It is two.", Kind.CORRECTION)
    before.poll(target(suffix))
    after.poll(target(suffix))
    assert before.entries == after.entries
    assert before.asked[-1] == target(suffix), "an archive that is known was asked for again"
    assert "Story zero" in after.titles()
    assert "Story 000" not in after.titles()


def test_rfc5005_4_an_archive_has_the_newest_state_of_its_entries(paper: Newsroom) -> None:
    archive = target("atom", "all/archive/1")
    held = read(paper.visitor.get(archive))
    paper.update(OLDEST, CHANGED, kind=Kind.UPDATE)
    again = paper.visitor.get(archive)
    assert read(again).entries.keys() == held.entries.keys()
    assert "leaves at two" in again.text


def test_rfc5005_4_an_archive_keeps_its_bytes_while_others_come(paper: Newsroom) -> None:
    archive = target("rss", "all/archive/1")
    before = paper.visitor.get(archive)
    for number in range(3):
        paper.later(hours=1)
        paper.publish(replace(FERRY, headline=f"Another {number}"))
    after = paper.visitor.get(archive)
    assert (after.body, after.headers["etag"]) == (before.body, before.headers["etag"])
    assert after.headers["last-modified"] == before.headers["last-modified"]


@pytest.mark.parametrize("suffix", ["atom", "rss"])
def test_rfc5005_4_an_archive_says_so_and_names_the_feed_and_what_is_older(
    paper: Newsroom, suffix: str
) -> None:
    tree = etree.fromstring(paper.visitor.get(target(suffix, "all/archive/2")).body)
    links = {
        link.get("rel"): link.get("href") for link in tree.iter("{http://www.w3.org/2005/Atom}link")
    }
    assert tree.find(f".//{HISTORY}") is not None
    assert links["self"] == BASE + target(suffix, "all/archive/2")
    assert links["current"] == BASE + target(suffix)
    assert links["prev-archive"] == BASE + target(suffix, "all/archive/1")
    oldest = etree.fromstring(paper.visitor.get(target(suffix, "all/archive/1")).body)
    assert "prev-archive" not in {link.get("rel") for link in oldest.iter()}
    feed = etree.fromstring(paper.visitor.get(target(suffix)).body)
    assert feed.find(f".//{HISTORY}") is None


def test_a_backdated_import_is_in_the_feed_although_it_is_older_than_all(paper: Newsroom) -> None:
    consumer = Consumer(paper.visitor)
    consumer.poll(target("atom"))
    old = replace(FERRY, headline="Story of long ago")
    slug = paper.draft(old, "long-ago", announce=False)
    with paper.app.store.write() as tx:
        article = tx.articles.by_slug(slug)
        tx.articles.save(replace(article, first_published=paper.clock.now() - 99 * KEPT))
    paper.app.publish(slug)
    consumer.poll(target("atom"))
    assert "Story of long ago" in consumer.titles()


def test_archives_that_are_not_there_are_not_found(paper: Newsroom) -> None:
    for name in ("all/archive/3", "all/archive/0", "nothing/archive/1", "all/archive/1/archive/1"):
        assert paper.visitor.get(target("atom", name)).status == 404, name


def test_rfc6721_5_an_unpublished_entry_is_told_to_be_gone_and_leaves_no_words(
    paper: Newsroom,
) -> None:
    consumer = Consumer(paper.visitor)
    consumer.poll(target("atom"))
    paper.later(hours=1)
    paper.app.revise.unpublish(OLDEST)
    consumer.poll(target("atom"))
    assert consumer.titles() == everything()[1:]
    feed = paper.visitor.get(target("atom")).text
    assert feed.count("deleted-entry ref=") == 1
    assert "Story 000" not in feed
    assert "Story 000" not in paper.visitor.get(target("atom", "all/archive/1")).text


@pytest.mark.parametrize("suffix", FORMATS)
def test_rfc6721_5_a_tombstone_holds_although_the_clock_was_put_back(
    paper: Newsroom, suffix: str
) -> None:
    consumer = Consumer(paper.visitor)
    paper.update(OLDEST, CHANGED, kind=Kind.UPDATE)
    consumer.poll(target(suffix))
    paper.later(hours=-1)
    paper.app.revise.unpublish(OLDEST)
    consumer.poll(target(suffix))
    assert consumer.titles() == everything()[1:]


def test_rfc6721_5_what_comes_back_is_live_again_and_has_no_tombstone(paper: Newsroom) -> None:
    consumer = Consumer(paper.visitor)
    paper.app.revise.unpublish(OLDEST)
    consumer.poll(target("json"))
    assert consumer.titles() == everything()[1:]
    paper.later(hours=1)
    paper.app.revise.reinstate(OLDEST, "It was right after all.")
    consumer.poll(target("json"))
    assert consumer.titles() == everything()
    assert "deleted" not in paper.visitor.get(target("json")).text


def test_a_takedown_is_neutral_for_thirty_days_then_a_tombstone_then_nothing(
    paper: Newsroom,
) -> None:
    paper.app.revise.withdraw(OLDEST, Kind.TAKEDOWN, "Removed.")
    feed = paper.visitor.get(target("atom")).text
    assert "This article has been removed." in feed
    assert "deleted-entry ref=" not in feed
    paper.later(days=30)
    paper.app.tick()
    feed = paper.visitor.get(target("atom")).text
    assert feed.count("deleted-entry ref=") == 1
    assert len(read(paper.visitor.get(target("atom"))).entries) >= ENTRIES_PER_DOCUMENT
    paper.later(days=30)
    paper.app.tick()
    assert "deleted-entry ref=" not in paper.visitor.get(target("atom")).text


def test_of_many_takedowns_some_stay_neutral_until_there_is_room_for_their_tombstones(
    paper: Newsroom,
) -> None:
    neutral, bury = "This article has been removed.", replace(paper.app.bury, room=2)
    for number in range(3):
        paper.later(seconds=1)
        paper.app.revise.withdraw(f"story-{number:03}", Kind.TAKEDOWN, "By order.", Asked())
    paper.later(days=30)
    bury()
    told = read(paper.visitor.get(target("atom")))
    assert len(told.deleted) == 2
    assert [title for _, title in told.entries.values()].count(neutral) == 1
    generation = paper.app.store.generation
    bury()
    assert paper.app.store.generation == generation  # as long as there is no room
    paper.later(days=30)
    bury()
    told = read(paper.visitor.get(target("atom")))
    assert len(told.deleted) == 1
    assert neutral not in [title for _, title in told.entries.values()]


def test_rfc5005_4_of_more_takedowns_than_a_document_holds_each_reaches_who_has_the_archives(
    paper: Newsroom,
) -> None:
    consumer = Consumer(paper.visitor)
    consumer.poll(target("atom"))
    gone = 2 * ENTRIES_PER_DOCUMENT + 3
    for number in range(gone):
        paper.later(seconds=1)
        paper.app.revise.withdraw(f"story-{number:03}", Kind.TAKEDOWN, "By order.", Asked())
    paper.later(days=1)
    assert len(read(paper.visitor.get(target("atom"))).entries) < 2 * ENTRIES_PER_DOCUMENT
    consumer.poll(target("atom"))
    removed = ["This article has been removed."] * gone
    assert consumer.titles() == sorted([*removed, *everything()[gone:]])


def test_who_follows_no_archives_is_told_of_a_takedown_though_much_else_comes(
    paper: Newsroom,
) -> None:
    paper.app.revise.withdraw(OLDEST, Kind.TAKEDOWN, "Removed.")
    for number in range(2 * ENTRIES_PER_DOCUMENT):
        paper.publish(replace(FERRY, headline=f"News {number:03}"))
    paper.later(days=29)
    assert "This article has been removed." in paper.visitor.get(target("atom")).text


def test_what_was_taken_down_moves_once_however_often_it_is_relayed(paper: Newsroom) -> None:
    paper.app.revise.withdraw(OLDEST, Kind.TAKEDOWN, "Removed.")
    before = places(paper, OLDEST)
    with paper.app.store.write() as tx:
        tx.connection.execute(outbox.update().values(relayed=None))
    paper.app.relay()
    assert places(paper, OLDEST) == before


def test_no_document_is_called_unchanged_after_a_removal(paper: Newsroom) -> None:
    for name in ("all", "all/archive/1", "tags/ferries"):
        paper.visitor.get(target("atom", name))
    before = {
        name: paper.visitor.get(target("atom", name)).headers["last-modified"]
        for name in ("all", "all/archive/1", "tags/ferries")
    }
    paper.app.revise.unpublish(OLDEST)  # within the same second
    for name, seen in before.items():
        asked = paper.visitor.get(target("atom", name), if_modified_since=seen)
        assert asked.status == 200, name
