"""Did everyone who was mailed an error get its correction, once, and nobody else?"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bench.replay.audit_digests import told_number
from bench.replay.diary import Act, Diary
from bench.replay.findings import Findings
from bench.replay.letters import Mail, Sort, Told
from bench.replay.marks import Mark
from syndicate.domain.changes import Change

OWED = "every reader who was mailed an error and still accepts mail gets its correction"
NOBODY_ELSE = "nobody else gets it"
SINGLE = "nobody gets two notices of one revision"
UNREPEATED = "notices do not repeat the error"

_SOON = timedelta(hours=1)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """An article as one mail told it to one reader."""

    mail: Mail
    told: Told
    number: int


def audit_notices(diary: Diary, mails: Sequence[Mail], findings: Findings) -> None:
    """Check every change of which readers are owed a notice, and every notice."""
    receipts: dict[int, list[Receipt]] = defaultdict(list)
    for mail in mails:
        for told in mail.told:
            number = told_number(diary, told, mail.at)
            receipts[told.words.article].append(Receipt(mail=mail, told=told, number=number))
    owed = {Mark(a.article, a.number): a for a in diary.acts if a.told and not a.quiet}
    for act in owed.values():
        _check_owed(diary, act, _by_reader(receipts[act.article]), findings)
    for article, every in receipts.items():
        _check_notices(article, every, owed, findings)


def _by_reader(receipts: Sequence[Receipt]) -> Mapping[str, Sequence[Receipt]]:
    found: dict[str, list[Receipt]] = defaultdict(list)
    for receipt in receipts:
        found[receipt.mail.reader].append(receipt)
    return found


def _check_owed(
    diary: Diary, act: Act, receipts: Mapping[str, Sequence[Receipt]], findings: Findings
) -> None:
    for reader, every in receipts.items():
        wrong = [receipt for receipt in every if holds_error(receipt, act)]
        by = _deadline(diary, reader, wrong, act)
        if by is None:
            continue
        note = Mark(act.article, act.number)
        told = [r for r in every if _tells(r, act, note) and r.mail.at <= by]
        what = (
            f"{reader} was mailed revision {wrong[0].number} of article {act.article} at "
            f"{wrong[0].mail.at}, and not told of its {act.change} {act.number} "
            f"({act.at}) by {by}"
        )
        findings.check(OWED, what, holds=bool(told))


def _tells(receipt: Receipt, act: Act, note: Mark) -> bool:
    return receipt.number >= act.number and (note in receipt.told.notes or not act.noted)


def holds_error(receipt: Receipt, act: Act) -> bool:
    """Tell whether a mail told what a change corrects: the wrong words, or an old revision."""
    if receipt.number >= act.number or receipt.number < act.since:
        return False
    wrong = [" ".join(phrase.split()).casefold() for phrase in act.wrong]
    return not wrong or any(phrase in receipt.told.said for phrase in wrong)


def _deadline(diary: Diary, reader: str, wrong: Sequence[Receipt], act: Act) -> datetime | None:
    """Return by when a reader is owed a notice; None for who accepts no mail.

    Where mail was hindered it may take a day longer than that; taken down or unpublished
    meanwhile, nothing is told any more.
    """
    if not wrong:
        return None
    begin = max(act.at, *(receipt.mail.at for receipt in wrong))
    by = begin + _SOON
    if diary.hindered(reader, act.at, by):
        by += _DAY
        if diary.hindered(reader, by - _DAY / 2, by):
            return None
    welcome = diary.accepting(reader, act.at, by) and diary.alive(reader, by)
    later = [each for each in diary.before(act.article, by) if each.at > act.at]
    withdrawn = any(a.change in {Change.TAKEDOWN, Change.UNPUBLISH} for a in later)
    return by if welcome and not withdrawn else None


def _check_notices(
    article: int, receipts: Sequence[Receipt], owed: Mapping[Mark, Act], findings: Findings
) -> None:
    by_reader = _by_reader(receipts)
    for receipt in receipts:
        if receipt.mail.sort is not Sort.NOTICE:
            continue
        reader, number = receipt.mail.reader, receipt.number
        what = f"{reader} got a notice of article {article}, revision {number}, {receipt.mail.at}"
        act = owed.get(Mark(article, number))
        earlier = [r for r in by_reader[reader] if r.mail.at < receipt.mail.at]
        justified = act is not None and any(holds_error(r, act) for r in earlier)
        findings.check(NOBODY_ELSE, what, holds=justified)
        second = [r for r in earlier if r.mail.sort is Sort.NOTICE and r.number == number]
        findings.check(SINGLE, what, holds=not second)
        if act is not None and act.wrong and not act.repeats:
            error = " ".join(act.wrong[0].split()).casefold()
            findings.check(UNREPEATED, what, holds=error not in receipt.told.said)
