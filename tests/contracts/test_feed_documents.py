"""Does every store keep the served bytes so that caches can rely on their dates?"""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from syndicate.domain.feeds import FeedDocument, FeedFormat
from syndicate.store.unit_of_work import Store
from tests.contracts.words import NOON

SECOND = timedelta(seconds=1)
WHOLE = NOON.replace(microsecond=0)
FEED = FeedDocument(
    name="sections/world-nation",
    format=FeedFormat.ATOM,
    body=b"<feed>\0\xff</feed>",
    etag="one",
    last_modified=NOON,
    updated=NOON.replace(year=2016),
)


def put(store: Store, document: FeedDocument) -> FeedDocument:
    """Keep a document; return what is then kept."""
    with store.write() as tx:
        tx.documents.one_renderer()
        tx.documents.put([document], tx.documents.previous([document.name]))
    with store.read() as tx:
        kept = tx.documents.get(document.name, document.format)
    assert kept is not None
    return kept


def changed(at: datetime, tag: str = "two") -> FeedDocument:
    return replace(FEED, body=tag.encode(), etag=tag, last_modified=at)


def test_a_document_is_kept_with_a_date_of_whole_seconds(store: Store) -> None:
    assert put(store, FEED) == replace(FEED, last_modified=WHOLE)


def test_what_was_never_rendered_is_not_there(store: Store) -> None:
    put(store, FEED)
    with store.read() as tx:
        assert tx.documents.get(FEED.name, FeedFormat.RSS) is None
        assert tx.documents.get("all", FeedFormat.ATOM) is None


def test_the_same_bytes_leave_everything_as_it_was(store: Store) -> None:
    first = put(store, FEED)
    assert put(store, replace(FEED, last_modified=NOON + 60 * SECOND)) == first


@pytest.mark.parametrize("at", [NOON, NOON - 60 * SECOND, NOON + timedelta(microseconds=1)])
def test_other_bytes_have_a_later_date_whatever_the_clock_says(store: Store, at: datetime) -> None:
    put(store, FEED)
    assert put(store, changed(at)).last_modified == WHOLE + SECOND
    assert put(store, changed(at, "three")).last_modified == WHOLE + 2 * SECOND


def test_later_bytes_have_their_own_date(store: Store) -> None:
    put(store, FEED)
    assert put(store, changed(NOON + 60 * SECOND)).last_modified == WHOLE + 60 * SECOND


def test_outdated_bytes_have_no_tag(store: Store) -> None:
    put(store, FEED)
    with store.write() as tx:
        tx.documents.outdate([FEED.name])
        tx.documents.outdate(["nothing"])
    with store.read() as tx:
        kept = tx.documents.get(FEED.name, FEED.format)
    assert kept is not None
    assert kept.etag == ""


def test_outdated_bytes_that_turn_out_the_same_keep_their_date(store: Store) -> None:
    first = put(store, FEED)
    with store.write() as tx:
        tx.documents.outdate([FEED.name])
    assert put(store, replace(FEED, last_modified=NOON + 60 * SECOND)) == first


def test_outdated_bytes_that_turn_out_different_have_a_later_date(store: Store) -> None:
    put(store, FEED)
    with store.write() as tx:
        tx.documents.outdate([FEED.name])
    assert put(store, changed(NOON)).last_modified == WHOLE + SECOND


def test_erased_bytes_are_gone_and_their_date_goes_on_to_rise(store: Store) -> None:
    with store.write() as tx:
        tx.documents.put([FEED], {})
        tx.documents.erase([FEED.name, "nothing"])
        erased = tx.documents.get(FEED.name, FeedFormat.ATOM)
        assert erased is not None
        assert (erased.body, erased.etag) == (b"", "")
        tx.documents.put([FEED], tx.documents.previous([FEED.name]))
        again = tx.documents.get(FEED.name, FeedFormat.ATOM)
    assert again is not None
    assert again.last_modified > erased.last_modified


def test_what_documents_were_is_told_together_and_bytes_only_where_they_are_outdated(
    store: Store,
) -> None:
    rss = replace(FEED, format=FeedFormat.RSS)
    with store.write() as tx:
        tx.documents.put([FEED, rss, replace(FEED, name="all")], {})
        tx.documents.outdate(["all"])
        stood = tx.documents.previous([FEED.name, "all", "nothing"])
    assert {key: (each.etag, each.body) for key, each in stood.items()} == {
        (FEED.name, FeedFormat.ATOM): ("one", None),
        (FEED.name, FeedFormat.RSS): ("one", None),
        ("all", FeedFormat.ATOM): ("", FEED.body),
    }


def test_documents_are_kept_together_each_in_its_own_way(store: Store) -> None:
    names = ["new", "changed", "same", "back"]
    with store.write() as tx:
        tx.documents.put([replace(FEED, name=name) for name in names[1:]], {})
        tx.documents.outdate(["back"])
        later = [replace(changed(NOON), name="changed")]
        later += [replace(FEED, name=name, last_modified=NOON) for name in ("new", "same", "back")]
        tx.documents.put(later, tx.documents.previous(names))
        kept = {name: tx.documents.get(name, FeedFormat.ATOM) for name in names}
    told = {name: (each.body, each.etag, each.last_modified) for name, each in kept.items() if each}
    same = (FEED.body, "one", WHOLE)
    assert told == {
        "new": same,
        "changed": (b"two", "two", WHOLE + SECOND),
        "same": same,
        "back": same,
    }
