"""How much is kept at hand, however many feeds a crawler asks for?"""

from datetime import UTC, datetime

from syndicate.domain.feeds import FeedDocument, FeedFormat
from syndicate.web.at_hand import MOST_BYTES, Shelf

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LARGE = 8 * 1024 * 1024
BODY = b"x" * LARGE


def document(number: int, body: bytes = BODY) -> FeedDocument:
    return FeedDocument(
        name=f"all/archive/{number}",
        format=FeedFormat.ATOM,
        body=body,
        etag=f"{number}/{len(body)}",
        last_modified=NOW,
        updated=NOW,
    )


def kept(shelf: Shelf, paths: range) -> int:
    """Return how many bytes the shelf has of these paths."""
    found = (shelf.newest(str(path)) for path in paths)
    return sum(len(served.document.body) for served in found if served)


def test_no_more_bytes_are_kept_than_a_small_machine_can_spare() -> None:
    shelf, paths = Shelf(lambda: 1), range(3 * MOST_BYTES // LARGE)
    for path in paths:
        served = shelf.keep(str(path), 1, document(path), b"")
        assert shelf.newest(str(path)) is served
        assert kept(shelf, paths) <= MOST_BYTES


def test_the_same_bytes_found_again_keep_their_compressed_forms() -> None:
    shelf = Shelf(lambda: 1)
    before = shelf.keep("all", 1, document(1, b"<feed/>"), b"")
    assert shelf.keep("all", 2, document(1, b"<feed/>"), b"") is before
    assert shelf.keep("all", 3, document(2, b"<feed/>"), b"") is not before


def test_many_small_documents_are_not_kept_without_end_either() -> None:
    shelf, paths = Shelf(lambda: 1), range(20_000)
    for path in paths:
        shelf.keep(str(path), 1, document(path, b"<feed/>"), b"")
    assert kept(shelf, paths) < len(paths) * len(b"<feed/>")


def test_what_changes_over_and_over_counts_once() -> None:
    shelf = Shelf(lambda: 1)
    first = shelf.keep("first", 1, document(0), b"")
    for number in range(1, 2 * MOST_BYTES // LARGE):
        shelf.keep("again", 1, document(number), b"")
        shelf.keep("gone", 1, document(number), b"")
        shelf.drop("gone")
    assert shelf.newest("first") is first


def test_a_document_larger_than_all_that_is_kept_is_answered_nonetheless() -> None:
    shelf = Shelf(lambda: 1)
    huge = document(1, bytes(MOST_BYTES + 1))
    assert shelf.keep("huge", 1, huge, b"").document is huge
    shelf.keep("next", 1, document(2), b"")
    assert shelf.newest("huge") is None
