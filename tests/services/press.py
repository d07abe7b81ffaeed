"""On what do the tests of mail stand? A newsroom, its readers and the post, on one clock."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from syndicate.clock import FixedClock
from syndicate.domain.articles import Article, Content, Kind, Severity
from syndicate.domain.audience import (
    Subscription,
    SubscriptionStatus,
    SuppressionReason,
)
from syndicate.domain.changes import DEFAULT_POLICY
from syndicate.domain.deliveries import Delivery, DeliveryStatus
from syndicate.domain.digests import RenderedDigest
from syndicate.domain.editions import Edition, EditionStatus, Newsletter, Wave
from syndicate.domain.followings import Following, Subject, article_subject, begun
from syndicate.domain.foretelling import Foretold
from syndicate.domain.notices import MOST_UNCONFIRMED, Asked
from syndicate.domain.publication import Declared
from syndicate.domain.stories import Story
from syndicate.importers.cleaning import clean_line
from syndicate.importers.schedules import read_schedule
from syndicate.services.call_off import CallOff
from syndicate.services.carry_out import CarryOut
from syndicate.services.close_editions import CloseEditions
from syndicate.services.foresee import Foresee
from syndicate.services.ingest import Ingest
from syndicate.services.newsletters import ManageNewsletters
from syndicate.services.next_due import NextDue
from syndicate.services.open_editions import OpenEditions
from syndicate.services.open_notices import OpenNotices
from syndicate.services.plan_editions import PlanEditions
from syndicate.services.preview import Preview
from syndicate.services.publish import Publish
from syndicate.services.rehearse import Rehearse
from syndicate.services.revise import Revise
from syndicate.services.run_editions import RunEditions
from syndicate.services.run_notices import RunNotices
from syndicate.services.send_now import SendNow
from syndicate.services.withhold import Withhold
from syndicate.store.engines import Engines
from syndicate.store.unit_of_work import Store
from tests.services.post import Post, lines_of

SUNDAY_NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
MONDAY = datetime(2026, 3, 2, 6, tzinfo=UTC)  # 07:00 in Berlin
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
MOMENT = timedelta(milliseconds=1)
SECOND = timedelta(seconds=1)


@dataclass
class Press:
    """Everything from the newsroom to the mailbox, each use case with its own adapters."""

    engines: Engines
    folder: Path
    clock: FixedClock = field(default_factory=lambda: FixedClock(SUNDAY_NOON))
    queued_at_once: int = MOST_UNCONFIRMED
    followed_at_once: int = MOST_UNCONFIRMED

    def __post_init__(self) -> None:
        """Open the store and the post."""
        self.store = Store(self.engines)
        self.post = Post(self.engines, self.folder, self.clock)

    # The newsroom

    def publish(
        self, headline: str, section: str = "", *, announce: bool = True, tags: tuple[str, ...] = ()
    ) -> str:
        """Publish an article, which takes a second; return its slug."""
        self.later(SECOND)
        slug = self._draft(headline, section, announce=announce, tags=tags)
        self.publishing(slug)
        return slug

    def schedule(
        self,
        headline: str,
        moment: datetime,
        *,
        tags: tuple[str, ...] = (),
        confirm_count: int | None = None,
    ) -> None:
        """Have an article wait for a moment."""
        slug = self._draft(headline, "", announce=True, tags=tags)
        self.publishing(slug, at=moment, confirm_count=confirm_count)

    def _draft(
        self, headline: str, section: str, *, announce: bool, tags: tuple[str, ...] = ()
    ) -> str:
        story = Story(content=replace(self._content(headline, section), tags=tags))
        ingest = Ingest(transactions=self.store, clock=self.clock, new_id=uuid.uuid4)
        return ingest(story, announce=announce)

    @property
    def publishing(self) -> Publish:
        """Publishes drafts, at once or at their moment."""
        return Publish(
            transactions=self.store,
            policy=DEFAULT_POLICY,
            clock=self.clock,
            salt=lambda: b"salt",
            relay=lambda: None,
            open_notice=OpenNotices(policy=DEFAULT_POLICY).of_new,
            count_notice=OpenNotices(policy=DEFAULT_POLICY).count_new,
        )

    def change(self, slug: str, kind: Kind, note: str = "", section: str = "") -> None:
        """Declare a change of an article, which takes a second."""
        self.later(SECOND)
        with self.store.read() as tx:
            article = tx.articles.by_slug(slug)
            (*_, last) = tx.revisions.of(article.id)
        headline = last.content.headline if last.content else slug
        content = replace(
            self._content(headline, section), body_html=f"<p>{last.number} {note}</p>"
        )
        self.revise(slug, content, Declared(kind=kind, note=note), force="told in the test")

    def correct(
        self,
        slug: str,
        note: str = "Eleven, not ten.",
        asked: Asked = Asked(),  # noqa: B008 - frozen
    ) -> None:
        """Publish a major correction, which takes a moment."""
        self.later(MOMENT)
        declared = Declared(kind=Kind.CORRECTION, note=note, severity=Severity.MAJOR)
        content = self._content(self.words(slug), "")
        self.revise(slug, replace(content, body_html=f"<p>{note}</p>"), declared, asked=asked)

    def words(self, slug: str) -> str:
        """Return the headline that stands."""
        with self.store.read() as tx:
            (*_, last) = tx.revisions.of(tx.articles.by_slug(slug).id)
        return last.content.headline if last.content else slug

    @property
    def revise(self) -> Revise[Article]:
        """Changes articles."""
        carry = CarryOut(
            transactions=self.store,
            clock=self.clock,
            relay=lambda: None,
            open_notice=OpenNotices(policy=DEFAULT_POLICY, at_once=self.queued_at_once),
            withhold=Withhold(
                take_out=lambda *_: None, count=lambda *_: None, at_once=self.followed_at_once
            ),
        )
        return Revise(policy=DEFAULT_POLICY, salt=lambda: b"salt", clean=clean_line, carry=carry)

    @property
    def rehearse(self) -> Revise[Foretold]:
        """Tells what changes would do."""
        carry = Rehearse(
            transactions=self.store,
            policy=DEFAULT_POLICY,
            clock=self.clock,
            open_notice=OpenNotices(policy=DEFAULT_POLICY),
            foresee=Foresee(policy=DEFAULT_POLICY, next_due=NextDue(read_schedule=read_schedule)),
        )
        return Revise(policy=DEFAULT_POLICY, salt=lambda: b"salt", clean=clean_line, carry=carry)

    def _content(self, headline: str, section: str) -> Content:
        return Content(headline=headline, section=section, body_html=f"<p>{headline}.</p>")

    # Newsletters and readers

    @property
    def newsletters(self) -> ManageNewsletters:
        """Keeps newsletters."""
        return ManageNewsletters(
            transactions=self.store,
            clock=self.clock,
            read_schedule=read_schedule,
            check_template=lambda _: None,
        )

    def newsletter(self, name: str = "morning", **definition: object) -> Newsletter:
        """Add a newsletter, due daily at 07:00 in Berlin unless told otherwise."""
        usual = Newsletter(
            name=name,
            title=name.title(),
            schedule="daily 07:00",
            timezone="Europe/Berlin",
            created=self.clock.now(),
        )
        return self.newsletters.add(replace(usual, **definition))  # type: ignore[arg-type]

    def reader(self, email: str, zone: str = "Europe/Berlin", newsletter: str = "morning") -> None:
        """Subscribe a reader."""
        self._stand(email, SubscriptionStatus.ACTIVE, zone, newsletter)

    def unsubscribe(self, email: str, newsletter: str = "morning") -> None:
        """End a subscription."""
        self._stand(email, SubscriptionStatus.ENDED, "", newsletter)

    def follow(
        self,
        email: str,
        subject: str,
        status: SubscriptionStatus = SubscriptionStatus.ACTIVE,
    ) -> Following:
        """Have a reader follow what has this name, or an article by its slug."""
        with self.store.write() as tx:
            reader = tx.subscribers.ensure(email, "UTC", self.clock.now())
            if "/" not in subject:
                subject = article_subject(tx.articles.by_slug(subject).id)
            following = begun(reader, Subject(name=subject), self.clock.now())
            return tx.followings.put(replace(following, status=status))

    def suppress(self, email: str) -> None:
        """Bar an address."""
        with self.store.write() as tx:
            tx.subscribers.suppress(email, SuppressionReason.BOUNCED, self.clock.now())

    def _stand(self, email: str, status: SubscriptionStatus, zone: str, newsletter: str) -> None:
        with self.store.write() as tx:
            reader = tx.subscribers.ensure(email, zone, self.clock.now())
            tx.subscribers.stand(
                Subscription(
                    subscriber_id=reader.id,
                    newsletter_id=tx.newsletters.get(newsletter).id,
                    status=status,
                    since=self.clock.now(),
                )
            )

    # Time

    def at(self, instant: datetime) -> None:
        """Move to an instant."""
        self.clock.set(instant)

    def later(self, passed: timedelta) -> None:
        """Let time pass."""
        self.clock.set(self.clock.now() + passed)

    def tick(self) -> None:
        """Publish, open, plan and close what is due."""
        now = self.clock.now()
        self.publishing.due()
        self.notices()
        self.open(now)
        self.plan(now)
        self.close()

    def open(self, now: datetime) -> None:
        """Open what is due."""
        OpenEditions(transactions=self.store, read_schedule=read_schedule)(now)

    def plan(self, now: datetime) -> None:
        """Plan what is due."""
        planning = PlanEditions(
            transactions=self.store,
            policy=DEFAULT_POLICY,
            clock=self.clock,
            see_through=self.post.overtake.of_notices,
            call_off=self.call_off,
        )
        planning(now)

    def send_now(self, newsletter: str) -> int:
        """Have an edition go out outside the schedule; return its number."""
        sending = SendNow(
            transactions=self.store,
            clock=self.clock,
            open_editions=self.open,
            plan_editions=self.plan,
        )
        return sending(newsletter)

    def close(self) -> None:
        """Close what has ended."""
        CloseEditions(transactions=self.store)()

    def send(self) -> int:
        """Send what is due; return how many were accepted."""
        sent = self.post.send()
        self.close()
        return sent

    def run(self, instant: datetime) -> None:
        """Tick at an instant and send what is due."""
        self.at(instant)
        self.tick()
        self.send()

    @property
    def notices(self) -> RunNotices:
        """Follows notices."""
        return RunNotices(
            transactions=self.store,
            policy=DEFAULT_POLICY,
            clock=self.clock,
            queue=self.post.queue_notices,
            at_once=self.followed_at_once,
        )

    @property
    def editions(self) -> RunEditions:
        """Steers editions."""
        return RunEditions(transactions=self.store, clock=self.clock, call_off=self.call_off)

    @property
    def call_off(self) -> CallOff:
        """Cancels what waits of cancelled editions."""
        return CallOff(transactions=self.store, clock=self.clock)

    @property
    def preview(self) -> Preview:
        """Shows digests before they are sent."""
        return Preview(transactions=self.store, compose=self.post.compose, policy=DEFAULT_POLICY)

    def letter(self, email: str, text: str = "Please confirm.") -> int:
        """Queue a mail outside any edition; return its delivery's number."""
        words = RenderedDigest(subject="Confirm", text=text, html="", item_words=())
        with self.store.write() as tx:
            reader = tx.subscribers.ensure(email, "UTC", self.clock.now())
            return tx.deliveries.add(tx.cohorts.letter(words, self.clock.now()), reader.id)

    # What came of it

    def statuses(self) -> Mapping[str, EditionStatus]:
        """Return how each edition stands, by its period."""
        with self.store.read() as tx:
            return {e.period_key: e.status for e in tx.editions.newest(None, 100)}

    def edition(self, period: str = "2026-03-02T07:00", newsletter: str = "morning") -> Edition:
        """Return the edition of a period."""
        with self.store.read() as tx:
            found = tx.editions.of_period(tx.newsletters.get(newsletter).id, period)
        assert found is not None
        return found

    def waves(self, period: str = "2026-03-02T07:00") -> Sequence[Wave]:
        """Return the waves of an edition."""
        edition = self.edition(period)
        with self.store.read() as tx:
            return tx.editions.waves_of(edition.id)

    def deliveries(self) -> Sequence[Delivery]:
        """Return every delivery."""
        with self.store.read() as tx:
            return tx.deliveries.page()

    def standing(self) -> Mapping[str, DeliveryStatus]:
        """Return how the last delivery to each address stands."""
        return {delivery.email: delivery.status for delivery in self.deliveries()}

    def mailed(self, email: str) -> list[list[str]]:
        """Return the mails that reached an address: the lines of each."""
        return [lines_of(sent) for sent in self.post.mail.sent if sent.envelope.recipient == email]
