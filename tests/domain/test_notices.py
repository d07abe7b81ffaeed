"""Who is owed a notice, and when it goes, follows from what is known alone."""

from datetime import UTC, datetime, timedelta
from itertools import product
from uuid import UUID

import pytest

from syndicate.domain.articles import Kind, Revision, Severity
from syndicate.domain.audience import SuppressionReason
from syndicate.domain.changes import DEFAULT_POLICY
from syndicate.domain.notices import (
    Asked,
    Group,
    Mailed,
    Notice,
    Untold,
    counted,
    due_at,
    overtakes,
    owed,
    refuse_unconfirmed,
    refuse_unfit,
    told,
    verdict,
)
from syndicate.errors import AskedWrongly, Refused

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
OWED = Mailed(held=True, newer=False, noticed=False, barred=None, subscribed=True)


def revision(kind: Kind, severity: Severity | None = None, *, quiet: bool = False) -> Revision:
    """Return a revision of a kind."""
    return Revision(
        article_id=UUID(int=1),
        number=2,
        kind=kind,
        severity=severity,
        content=None,
        salt=None,
        content_hash=None,
        chain_hash=b"",
        published=NOW,
        recorded=NOW,
        quiet=quiet,
    )


def notice(count: int = 0) -> Notice:
    """Return a notice to so many."""
    return Notice(article_id=UUID(int=1), revision=2, created=NOW, due=NOW, told=count)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({}, None),
        ({"held": False}, Untold.WITHOUT),
        ({"barred": SuppressionReason.FORGOTTEN}, Untold.FORGOTTEN),
        ({"barred": SuppressionReason.BOUNCED}, Untold.SUPPRESSED),
        ({"noticed": True}, Untold.NOTICED),
        ({"newer": True}, Untold.NEWER),
        ({"subscribed": False}, Untold.UNSUBSCRIBED),
        ({"held": False, "subscribed": False}, Untold.WITHOUT),
    ],
)
def test_one_thing_against_it_leaves_a_reader_untold(
    changed: dict[str, object], reason: Untold | None
) -> None:
    facts = {name: getattr(OWED, name) for name in Mailed.__slots__}
    assert verdict(Mailed(**{**facts, **changed})) is reason


def test_readers_are_told_in_one_case_alone() -> None:
    flags = [True, False]
    every = [
        Mailed(held=held, newer=newer, noticed=noticed, barred=barred, subscribed=subscribed)
        for held, newer, noticed, barred, subscribed in product(
            flags, flags, flags, [None, *SuppressionReason], flags
        )
    ]
    assert [mailed for mailed in every if verdict(mailed) is None] == [OWED]


def test_the_told_and_the_untold_are_counted_by_reason() -> None:
    gone = Mailed(held=True, newer=False, noticed=False, barred=None, subscribed=False)
    groups = [
        Group(mailed=OWED, newsletter_id=1, newest=1, count=4),
        Group(mailed=OWED, newsletter_id=2, newest=1, count=1),
        Group(mailed=gone, newsletter_id=None, newest=1, count=2),
    ]
    assert told(groups) == tuple(groups[:2])
    result = counted(notice(), groups)
    assert (result.told, result.untold) == (5, {Untold.UNSUBSCRIBED: 2})


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("severity", [None, *Severity])
@pytest.mark.parametrize("notify", [True, False])
def test_who_is_told_at_once_follows_the_policy(
    kind: Kind, severity: Severity | None, *, notify: bool
) -> None:
    expected = {
        Kind.CORRECTION: severity is Severity.MAJOR,
        Kind.RETRACTION: True,
        Kind.EDITORS_NOTE: notify,
        Kind.TAKEDOWN: notify,
    }.get(kind, False)
    asked = Asked(notify=notify)
    assert owed(revision(kind, severity), DEFAULT_POLICY, asked) is expected
    assert not owed(revision(kind, severity, quiet=True), DEFAULT_POLICY, asked)


@pytest.mark.parametrize("kind", Kind)
def test_older_words_are_stopped_by_grave_changes(kind: Kind) -> None:
    assert overtakes(kind, None) is (kind in {Kind.RETRACTION, Kind.TAKEDOWN})
    assert overtakes(Kind.CORRECTION, Severity.MAJOR)
    assert not overtakes(Kind.CORRECTION, Severity.MINOR)


MAJOR = revision(Kind.CORRECTION, Severity.MAJOR)
NOTE = revision(Kind.EDITORS_NOTE)


@pytest.mark.parametrize(
    ("change", "count", "last", "due"),
    [
        (MAJOR, 1_000, None, NOW),
        (MAJOR, 1_001, None, NOW + 2 * MINUTE),
        (MAJOR, 1, NOW - MINUTE, NOW),
        (revision(Kind.RETRACTION), 1, NOW - MINUTE, NOW),
        (NOTE, 1, None, NOW),
        (NOTE, 1, NOW - MINUTE, NOW + 9 * MINUTE),
        (NOTE, 1_001, NOW - 9 * MINUTE, NOW + 2 * MINUTE),
        (NOTE, 1, NOW - 10 * MINUTE, NOW),
    ],
)
def test_grave_changes_go_at_once_others_wait_out_ten_minutes_large_audiences_two(
    change: Revision, count: int, last: datetime | None, due: datetime
) -> None:
    assert due_at(change, count, NOW, last) == due


@pytest.mark.parametrize(("count", "said"), [(1_001, None), (1_001, 1_000), (3, 4)])
def test_another_count_than_the_exact_one_is_refused(count: int, said: int | None) -> None:
    with pytest.raises(Refused, match=f"say --confirm-count {count}"):
        refuse_unconfirmed(notice(count), Asked(confirm_count=said))


@pytest.mark.parametrize(("count", "said"), [(1_001, 1_001), (1_000, None), (3, 3)])
def test_few_need_no_count_and_many_the_exact_one(count: int, said: int | None) -> None:
    refuse_unconfirmed(notice(count), Asked(confirm_count=said))


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        (Kind.UPDATE, Asked(notify=True)),
        (Kind.MINOR, Asked(wrong=("ten",))),
        (Kind.CLARIFICATION, Asked(since=1)),
        (Kind.CORRECTION, Asked(repeat_error=True)),
    ],
)
def test_what_is_told_to_nobody_at_once_cannot_be_asked_for(kind: Kind, asked: Asked) -> None:
    with pytest.raises(AskedWrongly):
        refuse_unfit(kind, asked)


@pytest.mark.parametrize("words", [" ", "", "\u00ad"])
def test_wrong_words_are_not_empty(words: str) -> None:
    with pytest.raises(AskedWrongly, match="it was given none"):
        Asked(wrong=(words,))
