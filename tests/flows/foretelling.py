"""Is what a dry run foretold what then happened, as readers and feeds saw it?

What waits, and what the next editions tell, is compared with a copy of the site in which
the change did not happen: the mails of both futures show who is told what because of it.
"""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from syndicate.domain.articles import Article
from syndicate.domain.changes import DigestAs, Push
from syndicate.domain.feeds import revision_urn
from syndicate.domain.foretelling import Foretold
from syndicate.domain.notice_entries import notice_urn
from tests.flows.newsstand import Arrival, Line, Shelved

_WHILE_IT_GOES_OUT = timedelta(minutes=30)
NOWHERE: Mapping[str, Shelved] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What was there before the change: feeds, and which mails waited, under which newsletter.

    A mail that waits of a notice, or is a letter, waits under None.
    """

    article: Article
    feeds: Mapping[str, Shelved]
    waiting: Mapping[int, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class After:
    """What came: feeds right after the change, and all mails of the two futures.

    `told` and `untold` are what the change's notice owes by what readers had, reckoned here.
    `next_ones` is when the next edition of a newsletter is due for a reader.
    """

    article: Article
    feeds: Mapping[str, Shelved]
    without: Sequence[Arrival]
    next_ones: Mapping[tuple[str, str], datetime]
    come: Sequence[Arrival]
    told: frozenset[str]
    untold: Mapping[str, int]


def breaches(foretold: Foretold, before: Before, after: After) -> Iterator[str]:
    """Yield everything in which what happened is not what was foretold."""
    yield from _differ("status", foretold.article.status, after.article.status)
    yield from _differ("slug", foretold.article.slug, after.article.slug)
    yield from _differ("head", foretold.article.head, after.article.head)
    moves = before.article.updated != after.article.updated
    yield from _differ("moves_updated", foretold.moves_updated, moves)
    yield from _feeds(foretold, before, after)
    yield from _editions(foretold, before, after)
    yield from _notices(foretold, before, after)


def _differ(what: str, foretold: object, happened: object) -> Iterator[str]:
    if foretold != happened:
        yield f"{what}: foretold {foretold}, happened {happened}"


# Feeds


def _feeds(foretold: Foretold, before: Before, after: After) -> Iterator[str]:
    names = before.feeds.keys() | after.feeds.keys()
    changed = {n for n in names if before.feeds.get(n) != after.feeds.get(n)}
    yield from _differ("feeds", sorted(foretold.feeds), sorted(changed))
    pushed = foretold.push is not None
    yield from _differ("pushed", pushed, bool(changed))
    announcing = notice_urn(after.article.id, after.article.head).encode()
    new = after.article.head > before.article.head
    announced = new and announcing in _ids(after.feeds, "all")
    yield from _differ("notice entry", foretold.notice_entry, announced)
    if new:
        own = revision_urn(after.article.id, after.article.head).encode()
        corrected = own in _ids(after.feeds, "corrections")
        if corrected:
            yield from _differ("corrections feed", "corrections" in foretold.feeds, corrected)
    neutral = b"This article has been removed" in _body(after.feeds) and new
    if foretold.push is Push.NEUTRAL and not neutral:
        yield "pushed: foretold a neutral entry, none is there"


def _ids(feeds: Mapping[str, Shelved], name: str) -> frozenset[bytes]:
    return feeds[name].ids if name in feeds else frozenset()


def _body(feeds: Mapping[str, Shelved]) -> bytes:
    return feeds["all"].body if "all" in feeds else b""


# Editions


def _editions(foretold: Foretold, before: Before, after: After) -> Iterator[str]:
    tellings = {telling.newsletter: telling for telling in foretold.tellings}
    names = {each.under for each in (*after.without, *after.come) if not each.notice}
    for name in sorted(names | tellings.keys()):
        telling = tellings.get(name)
        readers = dict(telling.readers) if telling else {}
        yield from _differ(f"next {name}", readers, _next(name, before, after))
        unsent = dict(telling.unsent) if telling else {}
        yield from _differ(f"unsent {name}", unsent, _unsent(name, before, after))
        if telling and telling.due:
            yield from _due(name, telling.due, before, after)


def _next(name: str, before: Before, after: After) -> dict[DigestAs, int]:
    """Count as what the article is told by digests that did not wait, and to whom no longer."""
    article = str(before.article.id)
    own = list(_new(name, before, after, after.come))
    told = [(mail.reader, mail.lines[article]) for mail in own if article in mail.lines]
    counts = Counter(DigestAs(line.status) for _, line in told)
    readers = {reader for reader, _ in told}
    for mail in _new(name, before, after, after.without):
        if article in mail.lines and mail.reader not in readers:
            counts[DigestAs.DROPPED] += 1
    return dict(counts)


def _new(name: str, before: Before, after: After, mails: Iterable[Arrival]) -> Iterator[Arrival]:
    """Yield the digests of the next edition for their readers, or of one that is overdue."""
    for mail in mails:
        own = mail.under == name and not mail.notice and mail.delivery not in before.waiting
        due = after.next_ones.get((mail.reader, name), mail.at)  # letters are never due
        if own and mail.at < due + _WHILE_IT_GOES_OUT:
            yield mail


def _unsent(name: str, before: Before, after: After) -> dict[DigestAs, int]:
    counts: Counter[DigestAs] = Counter()
    for number, newsletter in before.waiting.items():
        if newsletter == name and (became := _became(number, before, after)) is not None:
            counts[became] += 1
    return dict(counts)


def _became(number: int, before: Before, after: After) -> DigestAs | None:
    """Return what the change makes of a mail that waited; None of one without the article."""
    was = _line(number, before, after.without)
    now = _line(number, before, after.come)
    if now == was:
        return None if was is None else DigestAs.NOTHING
    return DigestAs.DROPPED if now is None else DigestAs(now.status)


def _line(number: int, before: Before, mails: Iterable[Arrival]) -> Line | None:
    article = str(before.article.id)
    own = (mail.lines.get(article) for mail in mails if mail.delivery == number)
    return next(own, None)


def _due(name: str, due: datetime, before: Before, after: After) -> Iterator[str]:
    came = [mail.at for mail in _new(name, before, after, after.come)]
    if came and min(came) < due:
        yield f"due of {name}: foretold {due}, but one came at {min(came)}"


# Notices


def _notices(foretold: Foretold, before: Before, after: After) -> Iterator[str]:
    notice = foretold.notice
    article, head = str(before.article.id), after.article.head
    telling = [
        mail
        for mail in after.come
        if mail.notice and article in mail.lines and mail.delivery not in before.waiting
    ]
    told = notice.told if notice else 0
    yield from _differ("noticed", told, len(telling))
    yield from _differ("owed the notice", sorted(after.told), sorted(m.reader for m in telling))
    yield from _differ("told by", {head} if telling else set(), _numbers(telling, article))
    untold = {reason.value: count for reason, count in notice.untold.items()} if notice else {}
    yield from _differ("untold", untold, dict(after.untold) if notice else {})
    if notice:
        early = [mail.reader for mail in telling if mail.at < notice.due]
        yield from _differ("noticed before it is due", [], early)
    yield from _differ("waiting notices", dict(foretold.unsent), _waiting(before, after))


def _numbers(mails: Iterable[Arrival], article: str) -> set[int]:
    return {mail.lines[article].number for mail in mails}


def _waiting(before: Before, after: After) -> dict[DigestAs, int]:
    counts: Counter[DigestAs] = Counter()
    for number, newsletter in before.waiting.items():
        if newsletter is None and (became := _became(number, before, after)) is not None:
            counts[became] += 1
    return dict(counts)


# What holds of all mails ever


def repeated(mails: Iterable[Arrival], resent: Container[int]) -> Iterator[str]:
    """Yield where a reader got a revision twice, or an older one, or two notices of one.

    A delivery in doubt that a person had `resent` may have come before, under the same id.
    """
    last: dict[tuple[str, str, str], int] = {}
    noticed: set[tuple[str, str, int]] = set()
    come: set[int] = set()
    for mail in mails:
        if mail.delivery in come and mail.delivery in resent:
            continue
        come.add(mail.delivery)
        for article, line in mail.lines.items():
            if line.number <= last.get((mail.reader, mail.under, article), 0):
                yield f"{mail.reader} got r{line.number} again, or later, in {mail}"
            last[mail.reader, mail.under, article] = line.number
            if mail.notice and (mail.reader, article, line.number) in noticed:
                yield f"{mail.reader} got two notices of r{line.number}: {mail}"
            if mail.notice:
                noticed.add((mail.reader, article, line.number))
