"""A chronicle's lines tell again what was written into them, and torn ones tell nothing."""

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from syndicate.domain.changes import DigestAs
from syndicate.domain.chronicle import (
    Mail,
    Told,
    ToldEdition,
    remembered,
    told_account,
    told_of,
)
from syndicate.domain.digests import ItemKey
from syndicate.domain.facts import Fact, What
from syndicate.domain.handovers import Stage

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)
ARTICLE = UUID(int=7)
ITEM = ItemKey(article_id=ARTICLE, revision=2, status=DigestAs.CORRECTED, since=1)
EDITION = ToldEdition(
    id=4,
    newsletter="morning",
    period_key="2026-03-02T07:00",
    due=NOW,
    wave_due=NOW,
    timezones=("Europe/Berlin",),
    seen_from=NOW,
    seen_to=NOW,
    since=None,
)
TELLING = [
    Told(edition=EDITION, items=(ITEM,), digests=("ab12",)),
    Told(notice=(ARTICLE, 2), number=3, items=(ITEM,), digests=("ab12",)),
    Told(),
]


@pytest.mark.parametrize("told", TELLING)
def test_what_a_cohort_told_is_read_as_it_was_written(told: Told) -> None:
    assert told_of(json.loads(told_account(told))) == told


def test_the_last_word_on_a_delivery_counts() -> None:
    found = remembered(
        [
            "worker w1",
            f"cohort 9 {told_account(TELLING[0])}",
            "intent 1 9 11",
            "accepted 1 A1",
            "intent 2 9 12",
            "refused 2",
            "intent 3 9 13",
        ]
    )
    assert {n: (m.subscriber_id, m.stage) for n, m in found.mails.items()} == {
        1: (11, Stage.ACCEPTED),
        3: (13, Stage.INTENT),
    }
    assert found.mails[1].told == TELLING[0]
    assert found.workers == {"w1"}


FACTS = {
    What.LEFT: ("fp1", "morning"),
    What.BACK: ("fp1", "morning"),
    What.UNFOLLOWED: ("fp1", "tags/bridges"),
    What.BARRED: ("fp1", "bounced"),
    What.ALLOWED: ("fp1",),
    What.WITHDRAWN: (str(ARTICLE), "retracted", "2"),
    What.REDACTED: (str(ARTICLE), "2", "three words here"),
    What.CANCELLED: ("morning", "2026-03-02T07:00", NOW.isoformat()),
    What.SILENCED: (str(ARTICLE), "2"),
}


@pytest.mark.parametrize("what", What)
def test_a_fact_is_read_as_it_was_written(what: What) -> None:
    fact = Fact(what, FACTS[what])
    found = remembered([fact.line()])
    assert (found.facts, found.torn) == ([fact], 0)


def test_of_facts_about_the_same_the_last_holds() -> None:
    lines = ["left 1 2", "left 3 2", "back 1 2", "left 1 4"]
    latest = remembered(lines).latest(What.LEFT, What.BACK)
    assert {fact.line() for fact in latest} == {"back 1 2", "left 3 2", "left 1 4"}


def test_the_last_is_told_by_the_clock_and_not_by_the_order_of_the_lines() -> None:
    noon, ten = f"at {NOW.isoformat()}", f"at {(NOW - timedelta(hours=2)).isoformat()}"
    latest = remembered([noon, "left 1 2", ten, "back 1 2"]).latest(What.LEFT, What.BACK)
    assert [fact.line() for fact in latest] == ["left 1 2"]


@pytest.mark.parametrize("turned", [False, True])
def test_an_acceptance_holds_whichever_journal_is_read_first(turned: bool) -> None:
    cohort = f"cohort 9 {told_account(TELLING[0])}"
    journals = [
        ["worker w1", cohort, "intent 1 9 11", "refused 1"],
        ["worker w2", cohort, "intent 1 9 11", "accepted 1"],
    ]
    found = remembered(line for journal in sorted(journals, reverse=turned) for line in journal)
    assert found.mails == {1: Mail(TELLING[0], 11, Stage.ACCEPTED)}


def test_a_journal_that_was_poured_twice_counts_once() -> None:
    torn = ["worker w1", f"cohort 9 {told_account(TELLING[0])}", "intent 1 9 11"]
    assert remembered([*torn, *torn, "refused 1"]).mails == {}


@pytest.mark.parametrize(
    "torn",
    [
        "",
        "lef",
        "left 1",
        "intent 1 9 1",
        "cohort 9 {",
        "accepted 5",
        "at 2026-03-02T07:00:00",
        "cancelled morning 2026-03-02T07:00 2026-03-02T07:00:00",
        "withdrawn 00000000-0000-0000-0000-000000000007 nowhere 2",
        "redacted 7 2 privacy",
        "silenced 00000000-0000-0000-0000-000000000007 two",
        "barred ada because",
    ],
)
def test_a_torn_line_tells_nothing_and_hides_nothing(torn: str) -> None:
    found = remembered([torn, "left 1 2"])
    assert (found.mails, [fact.line() for fact in found.facts]) == ({}, ["left 1 2"])
    assert found.torn == 1


def test_where_a_cohort_tells_an_instant_without_a_zone_its_mails_are_told_to_be_torn() -> None:
    cohort = told_account(TELLING[0]).replace("+00:00", "")
    found = remembered(["worker w1", f"cohort 9 {cohort}", "intent 1 9 11", "accepted 1"])
    assert (found.mails, found.torn) == ({}, 3)


def test_marks_of_backups_and_instants_are_no_torn_lines() -> None:
    assert remembered([f"at {NOW.isoformat()}", "backup b1", "worker w1"]).torn == 0
