"""How does a whole site stand at one moment, in numbers that name nobody?"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from syndicate.domain.bounces import BounceKind
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.editions import EditionStatus
from syndicate.domain.mail_providers import provider_of
from syndicate.domain.metrics import Family, Labels, Measured, counter, gauge


@dataclass(frozen=True, slots=True, kw_only=True)
class VitalSigns:
    """Numbers of a store. What says `since` is an instant of the oldest that waits; None without.

    `published` counts revisions ever, `sent` mails. `untried` events were not relayed yet,
    `failed` ones were tried in vain. `deliveries` has no sent ones: they are too many to be
    counted each time. `kept` tells how many mails wait for each destination. `bounces` are of
    the last day.
    `owed` counts what programs outside are still to be told, by what it is.
    """

    published: int
    sent: int
    untried: int
    failed: int
    untried_since: datetime | None
    overdue_since: datetime | None
    deliveries: Mapping[DeliveryStatus, int]
    kept: Mapping[str, int]
    held_back: int
    editions: Mapping[EditionStatus, int]
    edition_since: datetime | None
    bounces: Mapping[BounceKind, int]
    callbacks: int
    owed: Mapping[str, int]
    ticked: datetime | None


_PUBLISHED = counter("revisions_published", "Revisions ever published, imported ones too.")
_SENT = counter("deliveries_sent", "Mails ever sent, by any process.")
_EVENTS = gauge(
    "relay_events_waiting", "Events not relayed yet, untried or tried in vain.", "state"
)
_LAG = gauge("lag_seconds", "How long the oldest thing waits that is due, by its work.", "work")
_JOBS = gauge("jobs_waiting", "Jobs that no worker has begun.", "work")
_DELIVERIES = gauge("deliveries", "Mails in the ledger that were not sent, by state.", "state")
_KEPT = gauge("deliveries_kept_back", "Mails that wait for their destination.", "provider")
_HELD = gauge("destinations_held_back", 'Destinations that said "not now".')
_EDITIONS = gauge("editions", "Editions ever, by how they stand.", "status")
_BOUNCES = gauge("bounces_last_day", "Mails that came back, and complaints, of 24 hours.", "kind")
_CALLBACKS = gauge("hub_subscriptions", "Subscriptions of the hub.")
_OWED = gauge("errands_waiting", "What programs outside are still to be told, by kind.", "kind")
_TICKED = gauge("ticker_seen_timestamp_seconds", "When a ticker was seen last; 0 for never.")

_STATES = tuple(s for s in DeliveryStatus if s is not DeliveryStatus.SENT)


def measured(signs: VitalSigns, now: datetime, jobs: Mapping[str, int]) -> list[Measured]:
    """Return a site's numbers as families; `jobs` counts those that wait, by their work.

    What is not there is 0, so that alerts can ask.
    """
    return [
        _one(_PUBLISHED, signs.published),
        _one(_SENT, signs.sent),
        _by(_EVENTS, {"untried": signs.untried, "failed": signs.failed}),
        _by(
            _LAG,
            {
                "relay": _age(signs.untried_since, now),
                "publish": _age(signs.overdue_since, now),
                "edition": _age(signs.edition_since, now),
            },
        ),
        _by(_JOBS, jobs),
        _by(_DELIVERIES, {s.value: signs.deliveries.get(s, 0) for s in _STATES}),
        _by(_KEPT, _by_provider(signs.kept.items())),
        _one(_HELD, signs.held_back),
        _by(_EDITIONS, {s.value: signs.editions.get(s, 0) for s in EditionStatus}),
        _by(_BOUNCES, {kind.value: signs.bounces.get(kind, 0) for kind in BounceKind}),
        _one(_CALLBACKS, signs.callbacks),
        _by(_OWED, signs.owed),
        _one(_TICKED, signs.ticked.timestamp() if signs.ticked else 0),
    ]


def _one(family: Family, number: float) -> Measured:
    return Measured(family=family, numbers={(): number})


def _by(family: Family, numbers: Mapping[str, float]) -> Measured:
    labelled: dict[Labels, float] = {(label,): number for label, number in numbers.items()}
    return Measured(family=family, numbers=labelled)


def _by_provider(kept: Iterable[tuple[str, int]]) -> Mapping[str, int]:
    found: Counter[str] = Counter()
    for destination, number in kept:
        found[provider_of(destination)] += number
    return found


def _age(since: datetime | None, now: datetime) -> float:
    return max(0.0, (now - since).total_seconds()) if since else 0.0
