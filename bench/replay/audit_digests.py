"""Does each mail of a newsletter tell its reader what is new since the one before?"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bench.replay.diary import GONE, SIGNIFICANT, WITHDRAWALS, Act, Diary
from bench.replay.findings import Findings
from bench.replay.letters import Mail, Sort, Told
from bench.replay.marks import Mark
from syndicate.domain.changes import Change

ONCE = "no reader is told twice of a revision in a newsletter"
NEWER = "none is sent older words than before"
WITHDRAWN = "no withdrawn article is announced afterwards"
NAMED = "each article is called what it is to its reader"
NOTES = "each article comes with all notes its reader has not had, and no others"
COMPARED = "links compare with the revision that the reader had"

_NAMES = {
    Change.RETRACTION: "Retracted",
    Change.CORRECTION: "Corrected",
    Change.CLARIFICATION: "Clarified",
}
_GRAVEST_FIRST = ("Retracted", "Corrected", "Clarified")


def audit_digests(diary: Diary, box: Sequence[Mail], findings: Findings) -> None:
    """Check what one reader was mailed in one newsletter, in the order of its arrival."""
    past = _Past(diary=diary, findings=findings)
    for mail in box:
        past.take(mail)


def told_number(diary: Diary, told: Told, at: datetime) -> int:
    """Return the number of the revision that an item tells: its words', or a later note's.

    A withdrawal and a return keep the words, so that only their note tells them; a takedown
    leaves none.
    """
    acts = diary.before(told.words.article, at)
    if told.identity and acts:
        return acts[-1].number
    kept = {act.number for act in acts if act.words == told.words.number}
    noted = {mark.number for mark in told.notes} & kept
    return max([told.words.number, *noted])


@dataclass(slots=True, kw_only=True)
class _Past:
    """What one reader had in one newsletter, mail by mail.

    `had` and `words` are, by article, the newest revision told and the newest words.
    """

    diary: Diary
    findings: Findings
    had: dict[int, int] = field(default_factory=dict)
    words: dict[int, int] = field(default_factory=dict)
    notes: set[Mark] = field(default_factory=set)
    periods: set[str] = field(default_factory=set)

    def take(self, mail: Mail) -> None:
        """Check one mail against those before it, and keep it in mind."""
        if mail.sort is Sort.DIGEST:
            again = f"{mail.reader} got {mail.newsletter} of {mail.period} again at {mail.at}"
            self.findings.check(ONCE, again, holds=mail.period not in self.periods)
            self.periods.add(mail.period)
        for told in mail.told:
            article, number = told.words.article, told_number(self.diary, told, mail.at)
            self._check(mail, told, number)
            self.words[article] = max(self.words.get(article, 0), told.words.number)
            self.had[article] = max(self.had.get(article, 0), number)
            self.notes.update(told.notes)

    def _check(self, mail: Mail, told: Told, number: int) -> None:
        article = told.words.article
        before, newest = self.had.get(article, 0), self.words.get(article, 0)
        what = (
            f"{mail.reader} in {mail.newsletter} ({mail.sort.value} {mail.period}) at {mail.at}: "
            f"article {article}, revision {number} [{told.label or 'New'}], had {before}; "
        )
        again = told.notes & self.notes
        self.findings.check(
            ONCE, f"{what}again: {sorted(again)}", holds=number != before and not again
        )
        older = f"{what}words of {newest} before"
        self.findings.check(NEWER, older, holds=told.words.number >= newest)
        fault = _announced(self.diary.before(article, mail.at), mail, before)
        self.findings.check(WITHDRAWN, what + fault, holds=not fault)
        if mail.sort is Sort.DIGEST:
            self._check_telling(what, told, mail.at, before, number)

    def _check_telling(self, what: str, told: Told, at: datetime, before: int, number: int) -> None:
        """Check how a digest tells what happened between two revisions."""
        article = told.words.article
        acts = [a for a in self.diary.before(article, at) if before < a.number <= number]
        name = _name(acts, before)
        self.findings.check(NAMED, f"{what}is {name or 'New'}", holds=told.label == name)
        compared = told.compared in {None, (before, number)}
        self.findings.check(COMPARED, f"{what}compares {told.compared}", holds=compared)
        owed = {Mark(article, act.number) for act in acts if act.noted}
        amiss = f"{what}notes {sorted(told.notes)} for {sorted(owed)}"
        self.findings.check(NOTES, amiss, holds=told.notes == owed)


def _announced(acts: Sequence[Act], mail: Mail, before: int) -> str:
    """Say how a mail to a reader who had that revision announces a withdrawn article.

    A notice may tell what another newsletter told before.
    """
    standing = next((a for a in reversed(acts) if a.change is not Change.RENAME), None)
    if standing and standing.change in GONE and not _noticed(standing, mail):
        return f"{standing.change} since {standing.at}"
    withdrawn = [act for act in acts if act.change in WITHDRAWALS]
    if withdrawn and not before and mail.sort is Sort.DIGEST:
        return f"new to the reader, after its {withdrawn[0].change} at {withdrawn[0].at}"
    return ""


def _noticed(standing: Act, mail: Mail) -> bool:
    return mail.sort is Sort.NOTICE and standing.told


def _name(acts: Sequence[Act], before: int) -> str:
    """Return what an article is called after such acts to a reader who had it, or not."""
    if not before:
        return ""
    since = [act for act in acts if act.change in SIGNIFICANT]
    names = {_NAMES.get(act.change, "Updated") for act in since}
    if since and since[-1].change is not Change.RETRACTION:
        names.discard("Retracted")
    return next((name for name in _GRAVEST_FIRST if name in names), "Updated")
