"""What does planning see of the store?"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from syndicate.domain.articles import Article, Revision
from syndicate.domain.audience import Alike, Kinds, Run
from syndicate.domain.digests import CohortPlace, ItemKey
from syndicate.domain.editions import Edition, EditionStatus, Newsletter, Wave
from syndicate.domain.notices import Notice
from syndicate.domain.receipts import Brought
from syndicate.domain.wishes import Frequency


class Newsletters(Protocol):
    """What planning asks of the newsletters."""

    def by_id(self, newsletter_id: int) -> Newsletter: ...


class Waves(Protocol):
    """What planning asks of the waves."""

    def waves_due(self, now: datetime) -> Sequence[Wave]: ...
    def waves_under_way(self) -> Sequence[Wave]: ...
    def wave(self, wave_id: int) -> Wave: ...


class Marks(Protocol):
    """What planning writes down of a wave."""

    def plan_wave(
        self, wave: Wave, seen_from: datetime, seen_to: datetime, timezones: Sequence[str]
    ) -> None: ...
    def set_wave(self, wave_id: int, status: EditionStatus) -> None: ...


class Standing(Protocol):
    """What planning asks of whole editions."""

    def told_until(self, newsletter_id: int, before: datetime) -> datetime | None: ...
    def tells_until(self, now: datetime) -> datetime: ...
    def set_status(self, edition_id: int, status: EditionStatus, fault: str = "") -> None: ...


class Locked(Protocol):
    """What planning decides by."""

    def by_id(self, edition_id: int) -> Edition: ...
    def lock(self, edition_id: int) -> Edition: ...
    def share(self, edition_id: int) -> Edition: ...


class Editions(Waves, Marks, Standing, Locked, Protocol):
    """What planning asks of the editions."""


class Readers(Protocol):
    """What planning asks of the subscribers."""

    def timezones(self, newsletter_id: int) -> Sequence[str]: ...


class Articles(Protocol):
    """What planning asks of the articles."""

    def by_id(self, article_id: UUID) -> Article: ...


class Revisions(Protocol):
    """What planning asks of the revisions."""

    def of(self, article_id: UUID) -> tuple[Revision, ...]: ...
    def fresh_articles(self, after: datetime, until: datetime) -> Sequence[UUID]: ...


class Receipts(Protocol):
    """What planning asks of what was mailed."""

    def carriers(
        self, newsletter_id: int, named: Sequence[UUID], *, besides: int
    ) -> Mapping[int, Brought]: ...
    def told(
        self, newsletter_id: int, articles: Sequence[UUID], *, besides: int = 0
    ) -> Mapping[UUID, int]: ...


class Notices(Protocol):
    """What planning asks of the notices."""

    def being_queued(self, article_ids: Collection[UUID]) -> Sequence[Notice]: ...


class Overtaken(Protocol):
    """What planning asks of words that were overtaken."""

    def of_notices(self, article_ids: Collection[UUID]) -> Sequence[int]: ...


class Outbox(Protocol):
    """What planning asks of what happened."""

    def unpublished(self, articles: Sequence[UUID]) -> Collection[UUID]: ...


class Deliveries(Protocol):
    """What planning asks of the deliveries."""

    def called_off(self) -> Sequence[int]: ...
    def cancel_wave(self, wave: Wave, why: str, now: datetime, limit: int) -> int: ...


class Runs(Protocol):
    """What planning asks of runs of readers."""

    def next_run(self, among: Run, seen_to: datetime, limit: int) -> Run | None: ...
    def gather(
        self,
        run: Run,
        edition_id: int,
        usual: datetime,
        seen_to: datetime,
        told_before: Mapping[Frequency, datetime],
    ) -> datetime | None: ...
    def alike(self, run: Run, brings: Mapping[int, Kinds]) -> Mapping[str, Alike]: ...


class Filling(Protocol):
    """What planning asks of the filling of the ledger."""

    def fill(
        self, edition_id: int, run: Run, cohort_of: Mapping[str, int], seen_to: datetime
    ) -> None: ...
    def planned(self, wave_id: int) -> bool: ...
    def refresh_statistics(self) -> None: ...


class Ledger(Runs, Filling, Protocol):
    """What planning asks of both."""


class Cohorts(Protocol):
    """What planning asks of the cohorts."""

    def ensure(self, place: CohortPlace, items: Sequence[ItemKey], now: datetime) -> int: ...


class Transaction(Protocol):
    """What planning sees of the store."""

    @property
    def newsletters(self) -> Newsletters: ...
    @property
    def editions(self) -> Editions: ...
    @property
    def subscribers(self) -> Readers: ...
    @property
    def articles(self) -> Articles: ...
    @property
    def revisions(self) -> Revisions: ...
    @property
    def receipts(self) -> Receipts: ...
    @property
    def notices(self) -> Notices: ...
    @property
    def overtaken(self) -> Overtaken: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def deliveries(self) -> Deliveries: ...
    @property
    def planning(self) -> Ledger: ...
    @property
    def cohorts(self) -> Cohorts: ...
