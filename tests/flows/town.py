"""Who reads, what is published, and how time goes, in the town of the machine of foretelling?"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bench.replay.press import ReplayClock
from syndicate.domain.articles import Article
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.editions import EditionStatus, Newsletter
from syndicate.domain.followings import article_subject
from syndicate.domain.foretelling import Foretold
from syndicate.domain.wishes import Frequency, Wishes, read_pause
from syndicate.errors import (
    AddressRefused,
    AskedWrongly,
    InDoubt,
    MessageRefused,
    NotFound,
    SyndicateError,
    Temporary,
)
from syndicate.store.engines import Engines
from tests.flows.foretelling import After, Before, breaches, repeated
from tests.flows.newsdesk import SECTIONS, Change, Desk, Newsdesk
from tests.flows.newsstand import Arrival, Stand, copy_database
from tests.flows.reckoning import Memory, reckon

SUNDAY_NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ZONES = ("Europe/Berlin", "America/New_York", "Pacific/Auckland")
READERS = tuple(f"r{number}@example.org" for number in range(7))
NEWSLETTERS = ("morning", "weekly")
_DAY = timedelta(days=1)
_COALESCED = timedelta(minutes=11)
_MOST_RETRIES = 40
_MORNING, _WEEKLY, _MONDAY = 7, 8, 0


class Trouble(NamedTuple):
    """What the next mail to a reader meets."""

    reader: str
    fault: str


class Wished(NamedTuple):
    """What a reader wishes of newsletters; nothing scheduled for some days."""

    frequency: Frequency = Frequency.EVERY
    sections: tuple[str, ...] = ()
    paused: int = 0
    plain_text: bool = False

    def on(self, now: datetime, zone: str) -> Wishes:
        """Return the wishes as the page would send them."""
        day = now.astimezone(ZoneInfo(zone)).date() + timedelta(days=self.paused)
        return Wishes(
            frequency=self.frequency,
            sections=self.sections,
            paused_until=read_pause(day.isoformat(), zone, now),
            plain_text=self.plain_text,
        )


NO_WISHES = Wished()
FAULTS = ("later", "spam", "gone", "doubt")


def _error(fault: str) -> SyndicateError:
    errors: dict[str, SyndicateError] = {
        "later": Temporary("451 4.3.0 try again later"),
        "spam": MessageRefused("554 5.7.1 not this one"),
        "gone": AddressRefused("550 5.1.1 no such mailbox"),
        "doubt": InDoubt("the connection was lost after the final dot"),
    }
    return errors[fault]


Seen = tuple[Foretold, Before, After]


@dataclass
class Town:
    """A site with readers; `spare` takes the copy of it in which a change does not happen."""

    stand: Stand
    spare: Engines
    desk: Newsdesk = field(default_factory=Newsdesk)
    memory: Memory = field(default_factory=Memory)
    seen: list[Seen] = field(default_factory=list)
    resent: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Found the newsletters."""
        self.stand.clock.set(SUNDAY_NOON)
        for newsletter in (
            Newsletter(
                name="morning",
                title="morning",
                schedule=f"daily 0{_MORNING}:00",
                timezone=ZONES[0],
                reader_time=True,
                late_limit=timedelta(days=3),
                created=SUNDAY_NOON,
            ),
            Newsletter(
                name="weekly",
                title="weekly",
                schedule=f"mondays 0{_WEEKLY}:00",
                timezone=ZONES[1],
                sections=SECTIONS[:1],
                late_limit=timedelta(days=3),
                created=SUNDAY_NOON,
            ),
        ):
            self.stand.app.newsletters.add(newsletter)

    # Readers

    def prefer(
        self, reader: str, newsletters: Sequence[str], zone: str, wished: Wished = NO_WISHES
    ) -> None:
        """Have a reader choose newsletters and a zone, on the page that a link in a mail opens."""
        app = self.stand.app
        with suppress(AskedWrongly):
            number = app.show_subscriber(reader).subscriber.id
            followed = {each.subject for each in app.show_subscriber(reader).followings}
            now = self.stand.clock.now()
            token = app.tokens.preferences(number, now)
            wishes = wished.on(now, zone)
            app.edit_preferences.save(token, newsletters, zone, followed, wishes)
            return
        for newsletter in newsletters:
            with suppress(AskedWrongly):  # who was forgotten does not come back
                app.subscribe.add(reader, newsletter, zone, confirmed=True)

    def forget(self, reader: str) -> None:
        """Have a reader ask to be forgotten: the address is never mailed again."""
        self.stand.app.forget(reader)

    def follow(self, reader: str, subject: str) -> None:
        """Have a reader follow something, or stop where he does."""
        app = self.stand.app
        try:
            app.follow.remove(reader, subject)
        except AskedWrongly:
            with suppress(AskedWrongly):
                app.follow.add(reader, subject, confirmed=True)

    def subject(self, desk: Desk) -> str:
        """Return the name under which a story is followed."""
        return article_subject(self.article(desk).id)

    # Time

    def pass_by(self, passed: timedelta) -> None:
        """Let time pass."""
        self.stand.clock.set(self.stand.clock.instant + passed)

    def trouble(self, troubles: Sequence[Trouble]) -> None:
        """Have mails meet troubles."""
        for reader, fault in troubles:
            self.stand.trouble(reader, _error(fault))

    def edition(self) -> None:
        """Go on to when the next edition is due anywhere, and turn."""
        due = min(min(next_dues(self.stand.clock.instant, name)) for name in NEWSLETTERS)
        self.stand.clock.set(due)
        self.stand.turn()

    def resolve(self, *, resend: bool) -> None:
        """Decide what is in doubt: it was sent, or is sent again."""
        for delivery in self.stand.app.editions.deliveries(None, DeliveryStatus.IN_DOUBT):
            with suppress(AskedWrongly):
                self.stand.app.editions.resolve(delivery.id, resend=resend)
                self.resent |= {delivery.id} if resend else set()

    # Changes

    def article(self, desk: Desk) -> Article:
        """Return the article of a story."""
        return self.desk.article(self.stand.app, desk)

    def change(self, desk: Desk, change: Change) -> bool:
        """Make a change without asking what it will do; tell whether it was taken."""
        article = self.article(desk)
        doing = self.desk.propose(article, desk, change)
        try:
            became = doing(self.stand.app.revise)
        except AskedWrongly:
            return False
        self._note(article, change)
        assert isinstance(became, Article)
        self.desk.done(desk, change, became)
        return True

    def _note(self, before: Article, change: Change) -> None:
        if change.what == "takedown":
            self.memory.forget(before, len(self.stand.wire.arrivals))
        elif change.what == "redact":
            self.memory.forget(before, len(self.stand.wire.arrivals), change.number)

    def foretell(self, desk: Desk, change: Change) -> list[str]:
        """Ask what a change will do, make it, let the future come, and return what was not so."""
        article = self.article(desk)
        try:
            foretold = self.desk.propose(article, desk, change)(self.stand.app.rehearse)
        except AskedWrongly:
            return ["it was refused in rehearsal alone"] if self.change(desk, change) else []
        assert isinstance(foretold, Foretold)
        seen = self._see(foretold, desk, change)
        if seen is None:
            return ["it was refused although it had been rehearsed"]
        self.seen.append(seen)
        return [*breaches(*seen), *self.repeated()]

    def repeated(self) -> Iterator[str]:
        """Yield what a reader got twice, though nobody decided so."""
        return repeated(self.stand.wire.arrivals, self.resent)

    def _see(self, foretold: Foretold, desk: Desk, change: Change) -> Seen | None:
        """Make a change and return everything that comes of it; None where it is refused."""
        stand, article = self.stand, self.article(desk)
        asked = self.desk.asked(article, desk, change)
        owed = reckon(stand.app, article, change, asked, stand.wire.arrivals, self.memory)
        before = Before(article=article, feeds=stand.public(article), waiting=self._waiting())
        without, begun = self._without(), len(stand.wire.arrivals)
        next_ones = self._next_ones()
        if not self.change(desk, change):
            return None
        became = self.article(desk)
        feeds = stand.public(became)
        future(stand)
        after = After(
            article=became,
            feeds=feeds,
            without=without,
            next_ones=next_ones,
            come=stand.wire.arrivals[begun:],
            told=owed.told,
            untold=owed.untold,
        )
        return foretold, before, after

    def _next_ones(self) -> dict[tuple[str, str], datetime]:
        """Return when the next edition of each newsletter is due where each reader lives."""
        found = {}
        for reader in READERS:
            with suppress(NotFound):
                zone = ZoneInfo(self.stand.app.show_subscriber(reader).subscriber.timezone)
                found[reader, "morning"] = self._next_one(zone, "morning")
                found[reader, "weekly"] = self._next_one(ZoneInfo(ZONES[1]), "weekly")
        return found

    def _next_one(self, zone: ZoneInfo, newsletter: str) -> datetime:
        """Return when the next edition is due in a zone that was not called off."""
        called_off = {
            report.edition.period_key
            for report in self.stand.app.editions.list(1000)
            if report.newsletter == newsletter and report.edition.status is EditionStatus.CANCELLED
        }
        due = _next_due(self.stand.clock.instant, zone, newsletter)
        while f"{due.astimezone(zone):%Y-%m-%dT%H:%M}" in called_off:
            due = _next_due(due, zone, newsletter)
        return due

    def _waiting(self) -> dict[int, str | None]:
        names = {e.edition.id: e.newsletter for e in self.stand.app.editions.list(1000)}
        return {d.id: names.get(d.edition_id or 0) for d in self.stand.waiting()}

    def _without(self) -> Sequence[Arrival]:
        """Return the mails that would come if nothing was changed."""
        copy_database(self.stand.engines, self.spare)
        clock = ReplayClock(self.stand.clock.instant)
        other = Stand(self.stand.settings, self.spare, clock, self.stand.app_of)
        future(other)
        return other.wire.arrivals


def next_dues(after: datetime, newsletter: str) -> list[datetime]:
    """Return when a newsletter is next due in each zone."""
    zones = ZONES if newsletter == "morning" else ZONES[1:2]
    return [_next_due(after, ZoneInfo(zone), newsletter) for zone in zones]


def _next_due(after: datetime, zone: ZoneInfo, newsletter: str) -> datetime:
    hour = _MORNING if newsletter == "morning" else _WEEKLY
    day = after.astimezone(zone).replace(hour=hour, minute=0, second=0, microsecond=0)
    while day <= after or (newsletter == "weekly" and day.weekday() != _MONDAY):
        day += timedelta(days=1)  # of wall time
    return day.astimezone(UTC)


def future(stand: Stand) -> None:
    """Let everything come that is to come, without any trouble: what waits, then the next editions.

    Until the weekly one the site sleeps.
    """
    stand.quiet()
    begun = stand.clock.instant
    stand.turn()
    for _ in range(_MOST_RETRIES):
        if not stand.waiting():
            break
        stand.clock.set(stand.clock.instant + _COALESCED)
        stand.turn()
    for instant in sorted(_dues(begun)):
        stand.clock.set(instant)
        stand.turn()


def _dues(begun: datetime) -> set[datetime]:
    """Return when the next editions are due: of the morning's also what is left of the last one."""
    opening, *others = next_dues(begun, "morning")
    ends = (due for first in others for due in (first, *next_dues(first, "morning")[1:]))
    return {opening, *(due for due in ends if due < opening + _DAY), *next_dues(begun, "weekly")}
