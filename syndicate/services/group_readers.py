"""Which readers of a wave get the same digest? Decided class by class, never one by one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from syndicate.domain.audience import Alike, Kinds, Run
from syndicate.domain.changes import Policy
from syndicate.domain.digests import Candidate, CohortPlace, ItemKey, decide_items, narrowed
from syndicate.domain.editions import Edition, Newsletter, Wave
from syndicate.domain.receipts import Brought
from syndicate.domain.wishes import told_before
from syndicate.domain.zones import zone_named
from syndicate.services.candidates import find_candidates
from syndicate.services.planning_view import Transaction

Past = tuple[tuple[UUID, int], ...]


class _Pasts:
    """What cohorts brought, those alike under one number, which they keep."""

    def __init__(self) -> None:
        self.kinds_of: Mapping[int, Kinds] = {}
        self._numbers: dict[Past, int] = {}
        self._carriers: Mapping[int, Brought] = {}

    def know(self, carriers: Mapping[int, Brought]) -> None:
        """Take up what each cohort brings."""
        if carriers == self._carriers:
            return
        self._carriers = carriers
        self.kinds_of = {
            cohort: Kinds(mailed=self._kind(brought.mailed), waiting=self._kind(brought.waiting))
            for cohort, brought in carriers.items()
        }

    def _kind(self, brought: Mapping[UUID, int]) -> int:
        return self._numbers.setdefault(tuple(sorted(brought.items())), len(self._numbers))

    def of(self, kinds: Iterable[int]) -> Mapping[UUID, int]:
        """Return the newest revision of each article that several kinds brought together."""
        pasts = list(self._numbers)
        newest: dict[UUID, int] = {}
        for kind in kinds:
            for article, revision in pasts[kind]:
                newest[article] = max(revision, newest.get(article, 0))
        return newest


@dataclass(slots=True, kw_only=True)
class GroupReaders:
    """Plans a wave's runs of readers one after the other, and remembers what it decided.

    `usual` is up to when those were told who were never planned for.
    """

    wave: Wave
    edition: Edition
    newsletter: Newsletter
    timezones: tuple[str, ...]
    policy: Policy
    usual: datetime
    seen_to: datetime
    _called_off: set[int] = field(default_factory=set)
    _since: datetime | None = None
    _candidates: tuple[Candidate, ...] = ()
    _pasts: _Pasts = field(default_factory=_Pasts)
    _known: dict[tuple[datetime, tuple[ItemKey, ...]], int] = field(default_factory=dict)
    _decided: dict[Alike, int | None] = field(default_factory=dict)

    def another(self) -> "GroupReaders":
        """Return one that does the same and remembers nothing: for whoever plans at once."""
        return GroupReaders(
            wave=self.wave,
            edition=self.edition,
            newsletter=self.newsletter,
            timezones=self.timezones,
            policy=self.policy,
            usual=self.usual,
            seen_to=self.seen_to,
        )

    @property
    def everybody(self) -> Run:
        """Return the run of all readers of the wave."""
        return Run(newsletter_id=self.newsletter.id, timezones=self.timezones, first=1, last=2**62)

    def __call__(self, tx: Transaction, run: Run, now: datetime) -> bool:
        """Add the deliveries of a run of readers; a repeat adds nothing.

        Return whether that was done: not while a notice of what they are to be told is being
        queued, or waits with overtaken words, since whom that tells the digest does not; nor
        where mails of a cancelled edition wait, which would pass for news that they have.
        """
        rested = told_before(self.wave.due, zone_named(self.newsletter.timezone))
        since = tx.planning.gather(run, self.edition.id, self.usual, self.seen_to, rested)
        if since is None:
            return True
        if self._has_more_to_call_off(tx):
            return False
        articles = self._find(tx, since)
        if tx.notices.being_queued(articles) or tx.overtaken.of_notices(articles):
            return False
        self._pasts.know(
            tx.receipts.carriers(self.newsletter.id, articles, besides=self.edition.id)
        )
        cohort_of = {
            spelt: cohort
            for spelt, alike in tx.planning.alike(run, self._pasts.kinds_of).items()
            if (cohort := self._cohort(tx, alike, now)) is not None
        }
        tx.planning.fill(self.edition.id, run, cohort_of, self.seen_to)
        return True

    def _has_more_to_call_off(self, tx: Transaction) -> bool:
        """Tell whether an edition is to be called off; each is waited for once.

        What is left of one afterwards somebody has just taken, and tells what becomes of it.
        """
        left = set(tx.deliveries.called_off()) - self._called_off
        self._called_off |= left
        return bool(left)

    def _find(self, tx: Transaction, since: datetime) -> Sequence[UUID]:
        """Find the articles with news since then, again only for who was told less.

        What brought them is looked up for each run: notices are queued meanwhile.
        """
        if self._since is None or since < self._since:
            self._since, self._decided = since, {}
            self._candidates = find_candidates(
                tx,
                self.newsletter,
                self.policy,
                after=since,
                until=self.seen_to,
                edition_id=self.edition.id,
            )
        return [candidate.article_id for candidate in self._candidates]

    def _cohort(self, tx: Transaction, alike: Alike, now: datetime) -> int | None:
        """Return the number of a class's cohort; None where such readers get no mail."""
        if alike not in self._decided:
            self._decided[alike] = self._decide(tx, alike, now)
        return self._decided[alike]

    def _decide(self, tx: Transaction, alike: Alike, now: datetime) -> int | None:
        mailed = self._pasts.of(alike.brought)
        theirs = narrowed(self._candidates, alike.sections)
        items = decide_items(theirs, mailed, alike.told_until, self.policy)
        if not items and not self.newsletter.send_empty:
            return None
        key = (alike.told_until, items)
        if key not in self._known:
            place = CohortPlace(
                wave_id=self.wave.id, edition_id=self.edition.id, seen_from=alike.told_until
            )
            self._known[key] = tx.cohorts.ensure(place, items, now)
        return self._known[key]
