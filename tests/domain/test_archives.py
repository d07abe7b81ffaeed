"""Is every entry of a feed in a document, and is a full archive the same for good?"""

from hypothesis import given
from hypothesis import strategies as st

from syndicate.domain.archives import (
    Page,
    Place,
    archive,
    archive_name,
    archived,
    documents,
    subscription,
)
from syndicate.domain.feeds import ALL, ENTRIES_PER_DOCUMENT

SIZE = ENTRIES_PER_DOCUMENT
ENDS = st.integers(min_value=0, max_value=20 * SIZE)


def chain(last: int) -> list[Page]:
    """Follow the documents of a feed from the subscription document to the oldest."""
    pages = [subscription(ALL, last)]
    while pages[-1].older:
        page = archive(ALL, pages[-1].older, last)
        assert page is not None
        pages.append(page)
    return pages


@given(ENDS)
def test_each_position_is_in_one_archive_or_after_the_newest(last: int) -> None:
    first, *older = chain(last)
    held = [position for page in older for position in page.positions]
    rest = range(first.older * SIZE + 1, last + 1)
    assert sorted([*held, *rest]) == list(range(1, last + 1))
    assert len(rest) < SIZE


@given(ENDS, ENDS)
def test_an_archive_says_the_same_however_the_feed_grows(last: int, more: int) -> None:
    for page in chain(last)[1:]:
        assert archive(ALL, page.number, last + more) == page


@given(st.integers(min_value=1, max_value=20 * SIZE))
def test_a_place_names_the_archive_that_holds_it(position: int) -> None:
    place = Place(feed=ALL.name, urn="urn:x", position=position)
    (page,) = [page for page in chain(20 * SIZE)[1:] if position in page.positions]
    assert place.archive == page.name


def test_an_archive_that_is_not_full_is_not_there() -> None:
    assert archive(ALL, 1, SIZE - 1) is None
    assert archive(ALL, 1, SIZE) == Page(feed=ALL, number=1, older=0)


def test_names_of_documents_are_told_apart_from_names_of_feeds() -> None:
    assert archived(archive_name("tags/ferries", 12)) == ("tags/ferries", 12)
    for name in ("all", "tags/archive", "all/archive/0", "all/archive/x", "archive/3"):
        assert archived(name) == (name, 0)


def test_every_document_of_a_feed_is_named() -> None:
    assert documents("all", 2 * SIZE + 7) == ["all", "all/archive/1", "all/archive/2"]
