"""What of an article counts in the figures of corrections?"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from syndicate.domain.articles import Article, Content, Kind, Revision, Status
from syndicate.domain.counting import LONGEST_DELAY, Count, Counted, counts_of

NOON = datetime(2016, 10, 31, 12, tzinfo=UTC)
TOKYO = ZoneInfo("Asia/Tokyo")
LOS_ANGELES = ZoneInfo("America/Los_Angeles")
ID = UUID(int=7)
ARTICLE = Article(
    id=ID,
    slug="ferry",
    status=Status.PUBLISHED,
    first_published=NOON,
    recorded=NOON,
)


def revision(number: int, kind: Kind, hours: float = 0, section: str | None = "Town") -> Revision:
    """Return a revision that readers first saw some hours after noon."""
    return Revision(
        article_id=ID,
        number=number,
        kind=kind,
        content=None if section is None else Content(headline="Ferry", section=section),
        salt=None,
        content_hash=None,
        chain_hash=b"",
        published=NOON + timedelta(hours=hours),
        recorded=NOON + timedelta(days=900),
    )


ORIGINAL = revision(1, Kind.ORIGINAL)


def counted(*revisions: Revision, article: Article = ARTICLE) -> list[tuple[Counted, int | None]]:
    return [(count.what, count.delay) for count in counts_of(article, revisions, UTC)]


def test_an_article_counts_once_in_its_month_and_section() -> None:
    (count,) = counts_of(ARTICLE, [ORIGINAL], UTC)
    assert count == Count(
        article_id=ID, number=0, what=Counted.ARTICLE, month="2016-10", section="town"
    )


def test_a_draft_counts_nothing() -> None:
    assert counts_of(replace(ARTICLE, status=Status.DRAFT), [], UTC) == ()


@pytest.mark.parametrize("kind", [Kind.MINOR, Kind.UPDATE, Kind.TAKEDOWN])
def test_updates_and_minor_edits_do_not_count(kind: Kind) -> None:
    assert counted(ORIGINAL, revision(2, kind, 1)) == [(Counted.ARTICLE, None)]


@pytest.mark.parametrize("kind", [Kind.CLARIFICATION, Kind.EDITORS_NOTE, Kind.RETRACTION])
def test_what_stands_beside_corrections_counts_without_a_delay(kind: Kind) -> None:
    assert counted(ORIGINAL, revision(2, kind, 1))[1:] == [(Counted(kind.value), None)]


def test_a_correction_counts_with_the_seconds_since_publication() -> None:
    corrections = revision(2, Kind.CORRECTION, 1.5), revision(3, Kind.CORRECTION, 50)
    assert counted(ORIGINAL, *corrections)[1:] == [
        (Counted.CORRECTION, 5400),
        (Counted.CORRECTION, 180_000),
    ]


def test_a_correction_after_a_lifetime_counts_with_the_longest_delay_that_can_be_kept() -> None:
    old = NOON.replace(year=1853)
    told = counted(
        replace(ORIGINAL, published=old),
        revision(2, Kind.CORRECTION),
        article=replace(ARTICLE, first_published=old),
    )
    assert told[1] == (Counted.CORRECTION, LONGEST_DELAY)


def test_the_articles_own_instants_count_not_when_they_were_learned_of() -> None:
    assert counted(ORIGINAL, revision(2, Kind.CORRECTION, 1))[1][1] == 3600


@pytest.mark.parametrize("first", [Kind.UPDATE, Kind.CORRECTION])
def test_a_past_that_begins_with_a_change_does_not_tell_how_long_corrections_took(
    first: Kind,
) -> None:
    told = counted(revision(1, first), revision(2, Kind.CORRECTION, 2))
    assert told[-1] == (Counted.CORRECTION, None)
    assert all(delay is None for _, delay in told)


def test_a_correction_dated_before_its_article_took_no_time() -> None:
    assert counted(ORIGINAL, revision(2, Kind.CORRECTION, -3))[1][1] == 0


@pytest.mark.parametrize(("zone", "month"), [(TOKYO, "2016-11"), (LOS_ANGELES, "2016-10")])
def test_months_are_those_of_the_publications_zone(zone: ZoneInfo, month: str) -> None:
    late = replace(ARTICLE, first_published=NOON.replace(hour=20))
    assert [count.month for count in counts_of(late, [ORIGINAL], zone)] == [month]


def test_corrections_count_in_the_month_of_their_article() -> None:
    counts = counts_of(ARTICLE, [ORIGINAL, revision(2, Kind.CORRECTION, 24 * 90)], UTC)
    assert {count.month for count in counts} == {"2016-10"}


def test_the_newest_words_held_name_the_section() -> None:
    changes = [ORIGINAL, revision(2, Kind.UPDATE, 1, "World & Nation"), revision(3, Kind.UPDATE)]
    counts = counts_of(ARTICLE, [*changes[:2], replace(changes[2], content=None)], UTC)
    assert [count.section for count in counts] == ["world-nation"]


def test_an_article_without_a_section_counts_under_none() -> None:
    assert [c.section for c in counts_of(ARTICLE, [revision(1, Kind.ORIGINAL, 0, "")], UTC)] == [""]
    held = revision(1, Kind.ORIGINAL, 0, None)
    assert [c.section for c in counts_of(ARTICLE, [held], UTC)] == [""]


@pytest.mark.parametrize("status", [Status.TAKEN_DOWN, Status.UNPUBLISHED])
def test_a_withdrawn_article_counts_as_that_alone(status: Status) -> None:
    withdrawn = replace(ARTICLE, status=status)
    (count,) = counts_of(withdrawn, [ORIGINAL, revision(2, Kind.CORRECTION, 1)], UTC)
    assert count == Count(article_id=ID, number=0, what=Counted.WITHDRAWN)


def test_a_retracted_article_still_counts() -> None:
    retracted = replace(ARTICLE, status=Status.RETRACTED)
    told = counted(ORIGINAL, revision(2, Kind.RETRACTION, 1), article=retracted)
    assert [what for what, _ in told] == [Counted.ARTICLE, Counted.RETRACTION]


def test_a_redacted_correction_still_counts() -> None:
    redacted = replace(revision(2, Kind.CORRECTION, 1), content=None, redacted=NOON)
    assert counted(ORIGINAL, redacted)[1] == (Counted.CORRECTION, 3600)
