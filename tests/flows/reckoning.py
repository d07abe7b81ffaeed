"""Whom does a change owe a notice, by the mails that left and how readers stand?

Reckoned a reader at a time from what was seen outside, in words of the policy's table; the
program does it by set.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from syndicate.app import App
from syndicate.domain.articles import Article
from syndicate.domain.audience import SubscriptionStatus
from syndicate.domain.followings import Dossier, article_subject
from syndicate.domain.notices import Asked
from syndicate.errors import NotFound
from tests.flows.newsdesk import Change
from tests.flows.newsstand import Arrival, Line


@dataclass
class Memory:
    """What of the mails that left nobody knows the words of any more: they may have held anything.

    `upto` is, by article, how many mails had left when its words were last forgotten.
    """

    upto: dict[str, list[tuple[int, int | None]]] = field(default_factory=dict)

    def forget(self, article: Article, mails: int, number: int | None = None) -> None:
        """Forget the words of a revision in the mails that have left so far; None: of every one."""
        self.upto.setdefault(str(article.id), []).append((mails, number))

    def knows(self, place: int, line: Line) -> bool:
        """Tell whether the words of a line are known; `place` is that of its mail among all."""
        return not any(
            place < mails and (number is None or line.since <= number <= line.number)
            for mails, number in self.upto.get(line.article, ())
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoning:
    """Who is owed a notice, and how many are not, by reason."""

    told: frozenset[str]
    untold: Mapping[str, int]


def reckon(
    app: App,
    article: Article,
    change: Change,
    asked: Asked,
    mails: Sequence[Arrival],
    known: Memory,
) -> Reckoning:
    """Reckon who is owed the notice of a change that is about to happen."""
    to_mailed = _to_mailed(change)
    following = _followers(app, article) if _to_followers(change, asked) else {}
    had: dict[str, list[bool]] = {}
    for place, mail in enumerate(mails):
        line = mail.lines.get(str(article.id))
        if line is not None:
            had.setdefault(mail.reader, []).append(_held(line, asked, known, place))
    readers = set(following) | (had.keys() if to_mailed else set())
    reasons = {
        reader: _reason(
            app,
            reader,
            owed=reader in following or any(had.get(reader, ())),
            lapsed=_brought(reader, article, mails),
        )
        for reader in readers
    }
    told = frozenset(reader for reader, reason in reasons.items() if not reason)
    return Reckoning(told=told, untold=Counter(filter(None, reasons.values())))


def _to_mailed(change: Change) -> bool:
    if change.what == "correction":
        return change.major
    return change.what == "retract" or (
        change.what in {"takedown", "editors-note"} and change.notify
    )


def _to_followers(change: Change, asked: Asked) -> bool:
    unnamed = not asked.wrong and asked.since is None
    noted = change.what == "editors-note" and change.notify and unnamed
    return change.what in {"update", "reinstate"} or noted


def _held(line: Line, asked: Asked, known: Memory, place: int) -> bool:
    if line.number < (asked.since or 1):
        return False
    wrong = not asked.wrong or any(phrase in line.text for phrase in asked.wrong)
    return wrong or not known.knows(place, line)


def _followers(app: App, article: Article) -> dict[str, bool]:
    subject = article_subject(article.id)
    return {
        email: True
        for email, following in app.follow.list()
        if following.subject == subject and following.status is SubscriptionStatus.ACTIVE
    }


def _brought(reader: str, article: Article, mails: Sequence[Arrival]) -> set[str]:
    """Return what the reader follows, or followed, that brought the article."""
    own = (mail for mail in mails if mail.reader == reader and str(article.id) in mail.lines)
    return {mail.under for mail in own}


def _reason(app: App, reader: str, *, owed: bool, lapsed: set[str]) -> str:
    if not owed:
        return "without the error"
    try:
        dossier = app.show_subscriber(reader)
    except NotFound:
        return "forgotten"
    if dossier.suppressed:
        return "suppressed"
    return "" if any(_accepted(dossier, lapsed)) else "unsubscribed"


def _accepted(dossier: Dossier, lapsed: set[str]) -> Iterator[bool]:
    for _, standing in dossier.standings:
        yield standing.status is SubscriptionStatus.ACTIVE
    for following in dossier.followings:
        yield following.status is SubscriptionStatus.ACTIVE
        yield following.status is SubscriptionStatus.LAPSED and following.subject in lapsed
