"""How is done again what happened since a backup, and no older store may undo?

Who left since stays left, who was forgotten is forgotten, what was withdrawn is
withdrawn: told by a chronicle, which holds no words. A repeat changes nothing.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from syndicate.clock import Clock
from syndicate.domain.articles import Article, Kind, Revision, Status
from syndicate.domain.audience import Subscriber, SubscriptionKey, SuppressionReason
from syndicate.domain.chronicle import Remembered
from syndicate.domain.editions import Edition, EditionStatus, Newsletter
from syndicate.domain.facts import OF_READERS, Fact, What, instant_of
from syndicate.domain.followings import Following
from syndicate.domain.foretelling import Foretold
from syndicate.domain.notices import Asked, Notice
from syndicate.domain.numbering import Numbering, RevisionKey
from syndicate.errors import NotFound, Refused
from syndicate.services.revise import Revise
from syndicate.services.transactions import Transactions

RETRACTED = "This article has been retracted."
PAGE = 1_000

_KINDS = {Status.RETRACTED: Kind.RETRACTION, Status.TAKEN_DOWN: Kind.TAKEDOWN}


class Subscribers(Protocol):
    """What doing again asks of the readers."""

    def page(self, limit: int, after: int = 0) -> Sequence[Subscriber]: ...
    def suppress(self, email: str, reason: SuppressionReason, now: datetime) -> None: ...
    def allow(self, email: str) -> bool: ...


class Followings(Protocol):
    """What doing again asks of the followings."""

    def standing(self, subscriber_id: int, subject: str) -> Following | None: ...


class Newsletters(Protocol):
    """What doing again asks of the newsletters."""

    def get(self, name: str) -> Newsletter: ...


class Articles(Protocol):
    """What doing again asks of the articles."""

    def by_id(self, article_id: UUID) -> Article: ...


class Revisions(Protocol):
    """What doing again asks of the revisions."""

    def of(self, article_id: UUID) -> tuple[Revision, ...]: ...


class Editions(Protocol):
    """What doing again asks of the editions."""

    def of_period(self, newsletter_id: int, period_key: str) -> Edition | None: ...
    def open(self, newsletter_id: int, period_key: str, due: datetime) -> Edition: ...


class Notices(Protocol):
    """What doing again asks of the notices."""

    def of(self, article_id: UUID, revision: int) -> Notice | None: ...


class Transaction(Protocol):
    """What doing again sees of the store."""

    @property
    def subscribers(self) -> Subscribers: ...
    @property
    def followings(self) -> Followings: ...
    @property
    def newsletters(self) -> Newsletters: ...
    @property
    def articles(self) -> Articles: ...
    @property
    def revisions(self) -> Revisions: ...
    @property
    def editions(self) -> Editions: ...
    @property
    def notices(self) -> Notices: ...


@dataclass(slots=True, kw_only=True)
class Redone:
    """What was done again, and which revision a number of then names by now."""

    numbering: Numbering
    left: int = 0
    forgotten: int = 0
    barred: int = 0
    cancelled: int = 0
    withdrawn: list[str] = field(default_factory=list)
    redacted: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Redo:
    """Does it again, by the use cases that did it the first time.

    `leave` and `unfollow` end what a reader has; `fingerprint` is what addresses are
    known by in the chronicle.
    """

    transactions: Transactions[Transaction]
    clock: Clock
    revise: Revise[Article]
    rehearse: Revise[Foretold]
    leave: Callable[[SubscriptionKey], object]
    unfollow: Callable[[int, int], object]
    forget: Callable[[str], object]
    fingerprint: Callable[[str], str]
    cancel: Callable[[int], object]
    silence: Callable[[int], object]

    def articles(self, found: Remembered, numbering: Numbering) -> Redone:
        """Withdraw and redact again."""
        redone = Redone(numbering=numbering)
        notified = {mail.told.notice for mail in found.mails.values()}
        for fact in found.latest(What.WITHDRAWN):
            self._withdraw(fact, redone, notified)
        self._redact(found.latest(What.REDACTED), redone)
        return redone

    def readers(self, found: Remembered, redone: Redone) -> None:
        """Let readers have left, be barred and be forgotten again; stop what was stopped."""
        named = self._named({fact.about[0] for fact in found.facts if fact.what in OF_READERS})
        for fact in found.latest(What.LEFT, What.BACK):
            if fact.what is What.LEFT and (reader := named.get(fact.about[0])):
                redone.left += self._leave(reader.id, fact.about[1])
        for fact in found.latest(What.UNFOLLOWED):
            if reader := named.get(fact.about[0]):
                self._unfollow(reader.id, fact.about[1])
        self._bar(found, {called: reader.email for called, reader in named.items()}, redone)
        for fact in found.latest(What.CANCELLED):
            redone.cancelled += self._cancel(fact)
        for fact in found.latest(What.SILENCED):
            self._silence(redone.numbering.here(_revision(fact)))

    def _withdraw(self, fact: Fact, redone: Redone, notified: set[RevisionKey | None]) -> None:
        key = UUID(fact.about[0]), int(fact.about[2])
        article, wanted = self._article(key[0]), Status(fact.about[1])
        if article is None or article.status is wanted or not article.head:
            return
        try:
            after = self._withdrawn(article, wanted, notify=key in notified)
        except Refused:  # it is withdrawn further than that
            return
        redone.withdrawn.append(article.slug)
        if wanted in _KINDS:
            now = article.id, after.head
            redone.numbering = redone.numbering.renamed(key, now)

    def _withdrawn(self, article: Article, wanted: Status, *, notify: bool) -> Article:
        if wanted is Status.UNPUBLISHED:
            return self.revise.unpublish(article.slug)
        kind, note = _KINDS[wanted], RETRACTED if wanted is Status.RETRACTED else ""
        asked = Asked(notify=notify and wanted is Status.TAKEN_DOWN)
        notice = self.rehearse.withdraw(article.slug, kind, note, asked).notice
        counted = Asked(notify=asked.notify, confirm_count=notice.told if notice else None)
        return self.revise.withdraw(article.slug, kind, note, counted)

    def _redact(self, facts: Iterable[Fact], redone: Redone) -> None:
        wanted: dict[UUID, dict[int, str]] = defaultdict(dict)
        for fact in facts:
            if key := redone.numbering.here(_revision(fact)):
                wanted[key[0]][key[1]] = fact.about[2]
        for article_id, reasons in wanted.items():
            article = self._article(article_id)
            if article is not None:
                redone.redacted += self._redact_of(article, reasons)

    def _redact_of(self, article: Article, reasons: Mapping[int, str]) -> int:
        with self.transactions.read() as tx:
            left = [r.number for r in tx.revisions.of(article.id) if r.redacted is None]
        lost = [number for number in left if number in reasons]
        if lost and lost == left and article.status is not Status.PUBLISHED:
            self.revise.redact(article.slug, None, reasons[lost[0]])
        else:
            for number in lost:
                self.revise.redact(article.slug, number, reasons[number])
        return len(lost)

    def _article(self, article_id: UUID) -> Article | None:
        with self.transactions.read() as tx:
            try:
                return tx.articles.by_id(article_id)
            except NotFound:  # it was published after the backup, and is gone with its words
                return None

    def _leave(self, subscriber_id: int, newsletter: str) -> bool:
        try:
            with self.transactions.read() as tx:
                number = tx.newsletters.get(newsletter).id
            self.leave(SubscriptionKey(subscriber_id=subscriber_id, newsletter_id=number))
        except NotFound:  # the newsletter was added after the backup
            return False
        return True

    def _unfollow(self, subscriber_id: int, subject: str) -> None:
        with self.transactions.read() as tx:
            following = tx.followings.standing(subscriber_id, subject)
        if following is not None:
            self.unfollow(subscriber_id, following.id)

    def _bar(self, found: Remembered, readers: Mapping[str, str], redone: Redone) -> None:
        """Erase whoever was forgotten, also who was let back afterwards; then bar and let back."""
        last = {fact.about[0]: fact for fact in found.latest(What.BARRED, What.ALLOWED)}
        named = dict(readers)
        erased = {fact.about[0] for fact in found.facts if _forgets(fact)} & named.keys()
        for fingerprint in erased:
            self.forget(named.pop(fingerprint))
            redone.forgotten += 1
        for fingerprint, fact in last.items():
            email = named.get(fingerprint, "")
            if fact.what is What.ALLOWED:
                self._allow(fingerprint, email)
            elif fingerprint not in erased or not _forgets(fact):
                self._suppress(email or fingerprint, SuppressionReason(fact.about[1]))
                redone.barred += 1

    def _named(self, fingerprints: Collection[str]) -> Mapping[str, Subscriber]:
        """Find the readers whom facts are about, by what the chronicle calls them."""
        found: dict[str, Subscriber] = {}
        some = self._page(0) if fingerprints else ()
        while some:
            known = ((self.fingerprint(reader.email), reader) for reader in some)
            found |= {called: reader for called, reader in known if called in fingerprints}
            some = self._page(some[-1].id)
        return found

    def _page(self, after: int) -> Sequence[Subscriber]:
        with self.transactions.read() as tx:
            return tx.subscribers.page(PAGE, after)

    def _allow(self, fingerprint: str, email: str) -> None:
        with self.transactions.write() as tx:
            tx.subscribers.allow(fingerprint)
            tx.subscribers.allow(email)

    def _suppress(self, name: str, reason: SuppressionReason) -> None:
        with self.transactions.write() as tx:
            tx.subscribers.suppress(name, reason, self.clock.now())

    def _cancel(self, fact: Fact) -> bool:
        newsletter, period, due = fact.about
        with self.transactions.write() as tx:
            try:
                number = tx.newsletters.get(newsletter).id
                edition = tx.editions.open(number, period, instant_of(due))
            except NotFound:
                return False
        if edition.status is EditionStatus.CANCELLED:
            return False
        try:
            self.cancel(edition.id)
        except Refused:  # it has come to its end another way
            return False
        return True

    def _silence(self, key: RevisionKey | None) -> None:
        with self.transactions.read() as tx:
            notice = tx.notices.of(*key) if key else None
        if notice is not None:
            try:
                self.silence(notice.id)
            except Refused:
                return


def _revision(fact: Fact) -> RevisionKey:
    return UUID(fact.about[0]), int(fact.about[1])


def _forgets(fact: Fact) -> bool:
    return fact.what is What.BARRED and fact.about[1] == SuppressionReason.FORGOTTEN
