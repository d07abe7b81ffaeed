"""Do feeds tell of each change what readers of feeds may rely on?"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta

from bench.replay.diary import GONE, SIGNIFICANT, Act, Diary
from bench.replay.findings import Findings
from bench.replay.shelf import Entry, Look
from syndicate.domain.articles import Severity
from syndicate.domain.changes import Change

UPDATED = "`updated` moves on significant kinds only, and to their instant"
PUBLISHED = "`published` never moves"
IDS = "ids never change"
CURRENT = "feeds serve the words that stand"
GONE_FROM_FEEDS = "no feed shows anything of what is gone"

_EXACT = timedelta(seconds=2)


def audit_feeds(diary: Diary, looks: Sequence[Look], findings: Findings) -> None:
    """Check what was served at each look, and beside the look before."""
    first: dict[str, Entry] = {}
    for seen in looks:
        standing = diary.standing(seen.at)
        _check_ids(diary, standing, seen, findings)
        for act in standing.values():
            urn = f"urn:uuid:{act.identity}"
            entry = seen.entries.get(urn)
            if entry is not None:
                known = first.setdefault(urn, entry)
                _check_entry(diary, act, entry, known, seen, findings)
        gone = {number for number, act in standing.items() if act.change in GONE}
        left = {mark for mark in seen.shown if mark.article in gone}
        findings.check(GONE_FROM_FEEDS, f"{seen.at}: {sorted(left)[:3]}", holds=not left)


def _check_ids(diary: Diary, standing: Mapping[int, Act], seen: Look, findings: Findings) -> None:
    """Check that what leads to an article has its id, but for what announces a grave change."""
    owners = {act.slug: act for act in standing.values()}
    others: Counter[int] = Counter()
    for urn, entry in seen.entries.items():
        act = owners.get(entry.slug)
        if act is None:
            continue
        own = urn == f"urn:uuid:{act.identity}"
        others[act.article] += entry.announces
        grave = sum(_announced(each) for each in diary.before(act.article, seen.at))
        what = f"article {act.article} at {seen.at}: {urn} is not {act.identity}"
        holds = own != entry.announces and others[act.article] <= grave
        findings.check(IDS, what, holds=holds)


def _announced(act: Act) -> bool:
    return act.change is Change.RETRACTION or act.severity is Severity.MAJOR


def _check_entry(
    diary: Diary, act: Act, entry: Entry, first: Entry, seen: Look, findings: Findings
) -> None:
    what = f"article {act.article} ({act.change} {act.number}) at {seen.at}: "
    moved = f"{what}published {entry.published}, before {first.published}"
    findings.check(PUBLISHED, moved, holds=entry.published == first.published)
    loud = [
        a for a in diary.before(act.article, seen.at) if a.change in SIGNIFICANT and not a.quiet
    ]
    wanted = loud[-1].at if loud else first.updated
    told = f"{what}updated {entry.updated}, by its changes {wanted}"
    findings.check(UPDATED, told, holds=abs(entry.updated - wanted) <= _EXACT)
    shown = {mark.number for mark in entry.words | entry.ends}
    ends = {mark.number for mark in entry.ends}
    if act.words and act.change not in GONE:
        retracted = act.change is Change.RETRACTION
        right = not ends if retracted else ends == shown == {act.words}
        findings.check(CURRENT, f"{what}shows {sorted(shown)}, not {act.words}", holds=right)
