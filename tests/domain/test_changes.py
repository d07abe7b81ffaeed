"""Does the policy table say, cell by cell, what was agreed that each change does?

The agreement is written out a second time here, in words, so that no cell changes unnoticed.
"""

from dataclasses import fields

import pytest

from syndicate.domain.articles import Kind
from syndicate.domain.changes import DEFAULT_POLICY, POLICY, Change, Effects

CHANNELS = (
    *("feeds", "moves_updated", "note", "in_corrections", "push", "digest"),
    *("notice", "notice_entry"),
)
AGREED = {
    "original": ("full", True, "none", False, "entry", "new", "nobody", "never"),
    "minor": ("full", False, "none", False, "entry", "nothing", "nobody", "never"),
    "update": ("full", True, "listed", False, "entry", "updated", "followers", "never"),
    "correction": (
        "full",
        True,
        "listed",
        True,
        "entry",
        "corrected",
        "mailed-the-error",
        "if-major",
    ),
    "clarification": ("full", True, "listed", True, "entry", "clarified", "nobody", "never"),
    "editors-note": ("full", True, "top", True, "entry", "updated", "if-asked", "never"),
    "retraction": ("notice", True, "top", True, "entry", "retracted", "everyone-mailed", "always"),
    "takedown": ("neutral", True, "top", False, "neutral", "dropped", "if-asked", "never"),
    "unpublish": ("gone", False, "none", False, "entry", "dropped", "nobody", "never"),
    "rename": ("full", False, "none", False, "entry", "nothing", "nobody", "never"),
    "lift": ("full", True, "none", False, "entry", "new", "nobody", "never"),
}
CELLS = [
    (change, channel, cell)
    for change, row in AGREED.items()
    for channel, cell in zip(CHANNELS, row, strict=True)
]


def test_the_agreement_has_every_row_and_every_channel() -> None:
    assert set(AGREED) == set(Change) == set(POLICY)
    assert {column.name for column in fields(Effects)} == set(CHANNELS)


def test_every_kind_of_revision_has_a_row() -> None:
    assert {Change(kind) for kind in Kind} <= set(POLICY)


@pytest.mark.parametrize(("change", "channel", "cell"), CELLS)
def test_the_cell_says_what_was_agreed(change: str, channel: str, cell: str | bool) -> None:
    assert getattr(DEFAULT_POLICY.of(Change(change)), channel) == cell


@pytest.mark.parametrize("kind", Kind)
def test_a_kind_is_significant_where_it_moves_updated(kind: Kind) -> None:
    assert DEFAULT_POLICY.significant(kind) is AGREED[kind][CHANNELS.index("moves_updated")]
