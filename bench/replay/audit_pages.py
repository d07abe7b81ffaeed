"""Do pages tell of each change what their readers may rely on?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.replay.diary import GONE, Act, Diary
from bench.replay.findings import Findings
from bench.replay.marks import Mark
from bench.replay.pages import Page, Role
from bench.replay.shelf import Look
from syndicate.domain.changes import Change

STANDING = "pages serve the words that stand"
NOTED = "pages tell all notes, the newest first, the gravest above the text"
LEADING = "former addresses and ids lead on"
GONE_ANSWERS = "every address of what is gone says that it is"
GONE_FROM_PAGES = "no page shows anything of what is gone"
CORRECTED = "page and feeds of corrections tell the newest, in their order"

_OK, _MOVED, _FOUND, _GONE = 200, 301, 302, 410
_ABOVE = frozenset({Change.EDITORS_NOTE, Change.RETRACTION})
_IN_CORRECTIONS = frozenset({Change.CORRECTION, Change.CLARIFICATION, *_ABOVE})
_NEWEST = 20


def _above(act: Act) -> bool:
    return act.change in _ABOVE or (act.change is Change.CORRECTION and act.words == act.number)


def audit_pages(diary: Diary, looks: Sequence[Look], findings: Findings) -> None:
    """Check every page of every look."""
    for seen in looks:
        shelf = _Shelf(diary=diary, seen=seen, findings=findings, standing=diary.standing(seen.at))
        for page in seen.pages:
            shelf.check(page)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shelf:
    """The pages of one look, and how each article stood then."""

    diary: Diary
    seen: Look
    findings: Findings
    standing: Mapping[int, Act]

    def check(self, page: Page) -> None:
        """Check one page."""
        self._check_gone(page)
        act = self.standing.get(page.visit.article)
        if act is not None and act.change in GONE:
            told = page.visit.role is Role.IDENTITY and act.change is Change.TAKEDOWN
            self._say(GONE_ANSWERS, page, holds=page.status == (_OK if told else _GONE))
        elif act is not None:
            self._check_article(page, act)
        elif page.visit.role is Role.FRONT:
            current = {Mark(a.article, a.words) for a in self.standing.values()}
            self._say(STANDING, page, holds=page.status == _OK and page.words <= current)
        elif page.visit.role in {Role.CORRECTIONS, Role.CORRECTIONS_FEED}:
            self._check_corrections(page)

    def _say(self, claim: str, page: Page, *, holds: bool) -> None:
        told = f"{page.visit.path} at {self.seen.at}: {page.status} {page.leads} "
        shown = f"{sorted(page.words)} {sorted(page.ends)} {page.notes}"
        act = self.standing.get(page.visit.article)
        self.findings.check(claim, f"{told}{shown}; stands: {act}", holds=holds)

    def _check_gone(self, page: Page) -> None:
        gone = {number for number, act in self.standing.items() if act.change in GONE}
        left = {mark for mark in page.shown if mark.article in gone}
        self._say(GONE_FROM_PAGES, page, holds=not left)

    def _check_article(self, page: Page, act: Act) -> None:
        """Check an address of an article that stands, or was retracted."""
        role, own = page.visit.role, f"/articles/{act.slug}"
        if role in {Role.FORMER, Role.IDENTITY}:
            status = _MOVED if role is Role.FORMER else _FOUND
            self._say(LEADING, page, holds=(page.status, page.leads) == (status, own))
            return
        retracted = act.change is Change.RETRACTION
        newest = self._notes(act.article, page.visit.number or act.number)
        if role is Role.HISTORY:
            in_order = tuple(sorted(newest, reverse=True))
            self._say(NOTED, page, holds=page.status == _OK and page.notes == in_order)
            return
        self._say(NOTED, page, holds=page.status == _OK and page.notes == newest)
        number = page.visit.number or act.words
        words = {Mark(act.article, number)} if number else set[Mark]()
        withheld = retracted and role is Role.REVISION  # its history tells the notes only
        self._say(STANDING, page, holds=page.ends == (set() if withheld else words))

    def _notes(self, article: int, shown: int) -> tuple[Mark, ...]:
        """Return an article's notes in the order in which the page of a revision has to tell them.

        All notes that came after the revision ``shown`` stand above its text, as the gravest do.
        Corrections do, too: what they bring has a headline or a summary of its own.
        """
        noted = [a for a in self.diary.before(article, self.seen.at) if a.noted][::-1]
        in_order = sorted(noted, key=lambda a: not _above(a) and a.number <= shown)
        return tuple(Mark(article, act.number) for act in in_order)

    def _check_corrections(self, page: Page) -> None:
        newest = [
            Mark(act.article, act.number)
            for act in self.diary.acts
            if act.at <= self.seen.at and act.noted and act.change in _IN_CORRECTIONS
            if self.standing[act.article].change not in GONE
        ][: -_NEWEST - 1 : -1]
        told = [mark for mark in page.notes if mark in newest]
        ordered = page.visit.role is Role.CORRECTIONS_FEED or list(page.notes[:_NEWEST]) == newest
        self._say(CORRECTED, page, holds=set(told) == set(newest) and ordered)
