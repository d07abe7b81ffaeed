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
    _since: datetime | None = None
    _candidates: tuple[Candidate, ...] = ()
    _known: dict[tuple[datetime, tuple[ItemKey, ...]], int] = field(default_factory=dict)
    _decided: dict[tuple[datetime, tuple[str, ...], Past], tuple[ItemKey, ...]] = field(
        default_factory=dict
    )

    def __call__(self, tx: Transaction, run: Run, now: datetime) -> None:
        """Add the deliveries of a run of readers; a repeat adds nothing."""
        rested = told_before(self.wave.due, zone_named(self.newsletter.timezone))
        since = tx.planning.gather(run, self.edition.id, self.usual, self.seen_to, rested)
        if since is None:
            return
        candidates = self._news(tx, since)
        articles = [candidate.article_id for candidate in candidates]
        pasts = _Pasts(tx.receipts.carriers(self.newsletter.id, articles))
        cohort_of = {
            alike: cohort
            for alike in tx.planning.alike(run, pasts.kinds_of)
            if (cohort := self._cohort(tx, alike, pasts.of(alike.brought), now)) is not None
        }
        tx.planning.fill(self.edition.id, run, cohort_of, self.seen_to)

    def _news(self, tx: Transaction, since: datetime) -> tuple[Candidate, ...]:
        """Return the articles with news since then: found again only for who was told less."""
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
        return self._candidates

    def _cohort(self, tx: Transaction, alike: Alike, past: Past, now: datetime) -> int | None:
        """Return the number of a class's cohort; None where such readers get no mail."""
        items = self._items(alike, past)
        if not items and not self.newsletter.send_empty:
            return None
        key = (alike.told_until, items)
        if key not in self._known:
            place = CohortPlace(
                wave_id=self.wave.id, edition_id=self.edition.id, seen_from=alike.told_until
            )
            self._known[key] = tx.cohorts.ensure(place, items, now)
        return self._known[key]

    def _items(self, alike: Alike, past: Past) -> tuple[ItemKey, ...]:
        key = (alike.told_until, alike.sections, past)
        if key not in self._decided:
            theirs = narrowed(self._candidates, alike.sections)
            self._decided[key] = decide_items(theirs, dict(past), alike.told_until, self.policy)
        return self._decided[key]


class _Pasts:
    """What cohorts brought, those alike under one number."""

    def __init__(self, carriers: Mapping[int, Brought]) -> None:
        self._numbers: dict[Past, int] = {}
        self.kinds_of = {
            cohort: Kinds(mailed=self._kind(brought.mailed), waiting=self._kind(brought.waiting))
            for cohort, brought in carriers.items()
        }
        self._pasts: Sequence[Past] = list(self._numbers)

    def _kind(self, brought: Mapping[UUID, int]) -> int:
        return self._numbers.setdefault(tuple(sorted(brought.items())), len(self._numbers))

    def of(self, kinds: Iterable[int]) -> Past:
        """Return the newest revision of each article that several kinds brought together."""
        newest: dict[UUID, int] = {}
        for kind in kinds:
            for article, revision in self._pasts[kind]:
                newest[article] = max(revision, newest.get(article, 0))
        return tuple(sorted(newest.items()))
