"""Was every promise to readers kept? Judged by mails and feeds alone, and what was done."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from bench.replay.audit_digests import audit_digests
from bench.replay.audit_feeds import audit_feeds
from bench.replay.audit_news import audit_news
from bench.replay.audit_notices import audit_notices
from bench.replay.audit_pages import audit_pages
from bench.replay.diary import Diary
from bench.replay.findings import Findings
from bench.replay.letters import Mail, Sort, Told
from bench.replay.marks import Mark
from bench.replay.shelf import Look

LEGIBLE = "every mail tells one thing, in text and HTML alike"
WELCOME = "nobody is mailed who has not subscribed"


def _identified(diary: Diary, mail: Mail) -> Mail:
    """Return a mail in which what has no words left is known by its id."""
    if not any(told.identity for told in mail.told):
        return mail
    return replace(mail, told=tuple(_named(diary, told, mail.at) for told in mail.told))


def _named(diary: Diary, told: Told, at: datetime) -> Told:
    acts = diary.before(diary.article_of(told.identity), at) if told.identity else ()
    return replace(told, words=Mark(acts[-1].article, acts[-1].words)) if acts else told


def audit(diary: Diary, mails: Iterable[Mail], looks: Sequence[Look]) -> Findings:
    """Return what was checked, and what was found broken."""
    findings = Findings()
    boxes: dict[tuple[str, str], list[Mail]] = defaultdict(list)
    for mail in mails:
        if mail.sort is not Sort.LETTER:
            _check_mail(diary, mail, findings)
            boxes[mail.reader, mail.newsletter].append(_identified(diary, mail))
    for box in boxes.values():
        audit_digests(diary, box, findings)
    audit_news(diary, boxes, findings)
    audit_notices(diary, [mail for box in boxes.values() for mail in box], findings)
    audit_feeds(diary, looks, findings)
    audit_pages(diary, looks, findings)
    return findings


def _check_mail(diary: Diary, mail: Mail, findings: Findings) -> None:
    told = f"{mail.reader} was mailed {mail.newsletter} at {mail.at}: {mail.fault}"
    findings.check(LEGIBLE, told, holds=not mail.fault)
    welcome = diary.subscribed(mail.reader, mail.newsletter, mail.at)
    findings.check(WELCOME, told, holds=welcome)
