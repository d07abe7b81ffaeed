"""Are the feeds, byte for byte, the ones that were reviewed?

UPDATE_GOLDEN=1 in the environment writes the files anew; look at the diff.
"""

import hashlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from syndicate.domain.archives import Page
from syndicate.domain.articles import Kind
from syndicate.domain.changes import DEFAULT_POLICY
from syndicate.domain.feeds import ALL, CORRECTIONS, Feed, FeedFormat, revisions_of
from syndicate.domain.notice_entries import announced as announced_of
from syndicate.domain.notice_entries import read_notice
from syndicate.domain.settled import WRITTEN
from syndicate.render.feed_documents import FeedRenderer
from tests.render.feed_samples import CONTENT, HOUR, MORNING, SITE, History, every_kind

REVIEWED = (2, "4782b0e920b47778e893b9996e115a34bd5c9854aad2bbbfd8af00d38c01c651")
GOLDEN = Path(__file__).parents[1] / "golden" / "feeds"
RENDERER = FeedRenderer(SITE)

Entries = Callable[[FeedFormat], Sequence[bytes]]


def every_article(format_: FeedFormat) -> Sequence[bytes]:
    """Return the entries of a site where every kind of change has happened."""
    return [
        RENDERER.entry(history.read(), format_, predecessor=history.article.head - 1 or None)
        for history in every_kind()
    ]


def announced(format_: FeedFormat) -> Sequence[bytes]:
    """Return what is announced by entries of its own, beside the articles."""
    bodies = []
    for history in every_kind():
        for revision in announced_of(history.article, history.revisions, DEFAULT_POLICY):
            reading = read_notice(
                history.article,
                history.revisions,
                DEFAULT_POLICY,
                revision.number,
                words=True,
                unsaid=["5 & more"],
            )
            bodies.append(RENDERER.notice_entry(reading, format_, at=revision.recorded))
            bodies.append(RENDERER.entry(history.read(), format_, predecessor=1))
    return bodies


def corrections(format_: FeedFormat) -> Sequence[bytes]:
    """Return the entries of everything that was put right."""
    kinds = {Kind.CORRECTION, Kind.CLARIFICATION, Kind.EDITORS_NOTE, Kind.RETRACTION}
    changed = [history for history in every_kind() if history.revisions[-1].kind in kinds]
    return [RENDERER.revision_entry(history.read(2), format_) for history in changed]


def one_article(format_: FeedFormat) -> Sequence[bytes]:
    """Return the entries of one article, of which the first text was never held."""
    history = History().then(Kind.ORIGINAL, None)
    history.then(Kind.UPDATE, note="With what the pilots say.").then(Kind.MINOR)
    history.then(Kind.CORRECTION, note="The quay is 90 m long, not 900.")
    return [RENDERER.revision_entry(history.read(number), format_) for number in (4, 3, 2, 1)]


FEEDS: dict[str, tuple[Feed, Entries]] = {
    "all": (ALL, every_article),
    "announced": (ALL, announced),
    "corrections": (CORRECTIONS, corrections),
    "revisions": (
        revisions_of(History().article.id, "ferry-and-tram", CONTENT.headline),
        one_article,
    ),
}


def test_whoever_writes_other_bytes_has_what_was_kept_written_anew() -> None:
    files = [GOLDEN / f"{name}.{format_}" for name in FEEDS for format_ in FeedFormat]
    reviewed = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
    assert (WRITTEN, reviewed) == REVIEWED, "raise WRITTEN in domain/settled.py, and tell both here"


@pytest.mark.parametrize("format_", list(FeedFormat))
@pytest.mark.parametrize("name", list(FEEDS))
def test_a_feed_is_the_reviewed_one(name: str, format_: FeedFormat) -> None:
    feed, entries = FEEDS[name]
    body = RENDERER.document(Page(feed=feed), format_, entries(format_), updated=MORNING + 3 * HOUR)
    file = GOLDEN / f"{name}.{format_}"
    if os.environ.get("UPDATE_GOLDEN") == "1":
        file.write_bytes(body)
    assert body == file.read_bytes()
