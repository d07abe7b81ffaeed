"""Which cells of the policy table may settings.toml override, and what policy comes of it?

Only cells that the program carries out, of the kinds that editors declare and of takedowns;
and none that would contradict another: what moves `updated` is told in digests, what does
not is not.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from pydantic import Field, ValidationInfo, field_validator

from syndicate.domain.changes import (
    DEFAULT_POLICY,
    Change,
    DigestAs,
    Effects,
    NotePlace,
    NoticeEntry,
    Policy,
)
from syndicate.domain.site import PublicHistory
from syndicate.settings.section import Section

Told = Literal[DigestAs.NOTHING, DigestAs.UPDATED, DigestAs.CORRECTED, DigestAs.CLARIFIED]


class Overrides(Section):
    """[changes.KIND]: cells of one row of the table; None leaves the table's own."""

    moves_updated: bool | None = None
    note: NotePlace | None = None
    in_corrections: bool | None = None
    digest: Told | None = None

    def on(self, effects: Effects) -> Effects:
        """Return a row of the table with these cells put in."""
        return replace(effects, **self.model_dump(exclude_none=True))


class TakedownOverrides(Section):
    """[changes.takedown]: whether the corrections feed has the neutral notice, too."""

    in_corrections: bool = False

    def on(self, effects: Effects) -> Effects:
        """Return the table's row with this cell put in."""
        return replace(effects, in_corrections=self.in_corrections)


_KINDS = ("minor", "update", "correction", "clarification", "editors_note")


class ChangesSection(Section):
    """[changes]: what of the past is public, what feeds announce, and the overrides, by kind."""

    public_history: PublicHistory = PublicHistory.FULL
    notice_entries: bool = True
    minor: Overrides = Overrides()
    update: Overrides = Overrides()
    correction: Overrides = Overrides()
    clarification: Overrides = Overrides()
    editors_note: Overrides = Field(default=Overrides(), alias="editors-note")
    takedown: TakedownOverrides = TakedownOverrides()

    def policy(self) -> Policy:
        """Return the table in force."""
        table = dict(DEFAULT_POLICY.table)
        for name in _KINDS:
            change = _change(name)
            overrides: Overrides = getattr(self, name)
            table[change] = overrides.on(table[change])
        table[Change.TAKEDOWN] = self.takedown.on(table[Change.TAKEDOWN])
        return Policy(table if self.notice_entries else _without_notice_entries(table))

    @field_validator(*_KINDS)
    @classmethod
    def _agree(cls, overrides: Overrides, info: ValidationInfo) -> Overrides:
        row = overrides.on(DEFAULT_POLICY.of(_change(info.field_name or "")))
        if row.moves_updated != (row.digest is not DigestAs.NOTHING):
            raise ValueError(_disagreement(row))
        return overrides


def _without_notice_entries(table: Mapping[Change, Effects]) -> Mapping[Change, Effects]:
    never = NoticeEntry.NEVER
    return {change: replace(row, notice_entry=never) for change, row in table.items()}


def _change(field_name: str) -> Change:
    return Change(field_name.replace("_", "-"))


def _disagreement(row: Effects) -> str:
    if row.moves_updated:
        return 'moves `updated`, so digests must tell it; set digest = "updated" too'
    return 'does not move `updated`, so no digest can tell it; set digest = "nothing" too'
